/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "reader.h"
#include "strata/translate.h"

/* How the samples of a process are asked for while a recording is opened. */
struct survey {
	struct recording *recording;
	sqlite3_stmt *ends, *at, *comm;
};

/* What is asked of a sample. */
struct sight {
	uint64_t number, wall_ns, clock_ns;
};

/* The first sample from `number` on. */
static int look_at(
	struct survey *survey, const struct place *place, uint64_t number, struct sight *ret_sight)
{
	int error = -ENODATA;
	sqlite3_bind_int64(survey->at, 1, (sqlite3_int64)place->id);
	sqlite3_bind_int64(survey->at, 2, (sqlite3_int64)number);
	if (sqlite3_step(survey->at) == SQLITE_ROW) {
		struct columns columns = columns_take(survey->at);
		ret_sight->number = take_number(&columns, INT64_MAX);
		ret_sight->wall_ns = take_number(&columns, INT64_MAX);
		ret_sight->clock_ns = take_number(&columns, INT64_MAX);
		error = columns.is_damaged ? -EUCLEAN : 0;
	}
	int result = database_error(survey->recording->db, sqlite3_reset(survey->at));
	return result ? result : error;
}

/* The last sample that can be reached where the way to the end is damaged. */
static uint64_t find_last(struct survey *survey, const struct place *place)
{
	struct sight sight;
	uint64_t low = place->first, high = low;
	while (high < INT64_MAX / 2 && look_at(survey, place, high, &sight) == 0) {
		low = sight.number;
		high = low + (low - place->first) + 1;
	}
	while (low + 1 < high) {
		uint64_t middle = low + (high - low) / 2;
		if (look_at(survey, place, middle, &sight) == 0)
			low = sight.number;
		else
			high = middle;
	}
	return low;
}

static void note_damage(struct recording *recording, const struct place *place)
{
	if (place->last == 0)
		snprintf(recording->damage, sizeof recording->damage,
			_("the file is damaged: nothing of process %d can be read"),
			(int)place->pid);
	else
		snprintf(recording->damage, sizeof recording->damage,
			_("the file is damaged: what is left of process %d ends with sample %llu"),
			(int)place->pid, (unsigned long long)place->last);
}

/* The numbers of its first and last samples. */
static int find_ends(struct survey *survey, struct place *place)
{
	struct sight sight = { 0 };
	int error = look_at(survey, place, 1, &sight);
	place->first = sight.number;
	if (error == -ENODATA)
		return 0;
	if (error == 0) {
		struct columns columns = columns_take(survey->ends);
		sqlite3_bind_int64(survey->ends, 1, (sqlite3_int64)place->id);
		if (sqlite3_step(survey->ends) == SQLITE_ROW)
			place->last = take_number(&columns, INT64_MAX);
		error = database_error(survey->recording->db, sqlite3_reset(survey->ends));
		if (error || columns.is_damaged || place->last < place->first) {
			place->last = find_last(survey, place);
			error = -EUCLEAN;
		}
	}
	if (error)
		note_damage(survey->recording, place);
	return error == -EUCLEAN ? 0 : error;
}

static int read_comm(struct survey *survey, const struct place *place, const char **ret_comm)
{
	int error = 0;
	*ret_comm = "";
	sqlite3_bind_int64(survey->comm, 1, (sqlite3_int64)place->id);
	sqlite3_bind_int64(survey->comm, 2, (sqlite3_int64)place->last);
	if (sqlite3_step(survey->comm) == SQLITE_ROW) {
		size_t length;
		struct columns columns = columns_take(survey->comm);
		const char *comm = take_text(&columns, &length);
		*ret_comm = arena_copy(&survey->recording->arena, comm, length);
		error = *ret_comm ? 0 : -ENOMEM;
	}
	sqlite3_reset(survey->comm);
	return error;
}

static int describe(struct survey *survey, struct place *place, struct recorded_process *process)
{
	struct sight first = { 0 }, last = { 0 };
	int error = find_ends(survey, place);
	if (error || place->first == 0)
		return error;
	process->samples = place->last - place->first + 1;
	error = look_at(survey, place, place->first, &first);
	if (!error)
		error = look_at(survey, place, place->last, &last);
	process->first_wall_ns = first.wall_ns;
	process->first_clock_ns = first.clock_ns;
	process->last_wall_ns = last.wall_ns;
	process->last_clock_ns = last.clock_ns;
	return error ? error : read_comm(survey, place, &process->comm);
}

/* Room for one process more. */
static int make_room(struct recording *recording)
{
	size_t count = recording->process_count;
	if (count == PROCESSES_MOST)
		return -EUCLEAN;
	struct place *places = reallocarray(recording->places, count + 1, sizeof *places);
	if (!places)
		return -ENOMEM;
	recording->places = places;
	struct recorded_process *processes =
		reallocarray(recording->processes, count + 1, sizeof *processes);
	if (!processes)
		return -ENOMEM;
	recording->processes = processes;
	return 0;
}

static int take_process(struct survey *survey, struct columns *columns)
{
	struct recording *recording = survey->recording;
	size_t length;
	int error = make_room(recording);
	if (error)
		return error;
	struct place *place = &recording->places[recording->process_count];
	struct recorded_process *process = &recording->processes[recording->process_count];
	*place = (struct place){ .id = take_number(columns, INT64_MAX) };
	place->pid = (pid_t)take_number(columns, INT_MAX);
	place->start_ticks = take_bits(columns);
	const char *role = take_text(columns, &length);
	*process = (struct recorded_process){ .pid = place->pid, .comm = "" };
	process->role = arena_copy(&recording->arena, role, length);
	if (!process->role)
		return -ENOMEM;
	if (columns->is_damaged)
		return -EUCLEAN;
	error = describe(survey, place, process);
	recording->process_count += error == 0;
	return error;
}

static int read_all(struct survey *survey, sqlite3_stmt *list)
{
	int error = 0;
	while (!error && sqlite3_step(list) == SQLITE_ROW) {
		struct columns columns = columns_take(list);
		error = take_process(survey, &columns);
	}
	int result = database_error(survey->recording->db, sqlite3_reset(list));
	return error ? error : result;
}

int recording_find_processes(struct recording *recording)
{
	struct survey survey = { .recording = recording };
	sqlite3 *db = recording->db;
	sqlite3_stmt *list = NULL;
	int error = database_prepare(
		db, "SELECT id, pid, start_ticks, role FROM process ORDER BY id", &list);
	if (!error)
		error = database_prepare(
			db, "SELECT max(number) FROM sample WHERE process = ?", &survey.ends);
	if (!error)
		error = database_prepare(db,
			"SELECT number, wall_ns, clock_ns FROM sample WHERE process = ? AND number "
			">= ? "
			"ORDER BY number LIMIT 1",
			&survey.at);
	if (!error)
		error = database_prepare(db,
			"SELECT text FROM sample JOIN program ON program.id = program "
			"JOIN string ON string.id = comm "
			"WHERE sample.process = ? AND number = ?",
			&survey.comm);
	if (!error)
		error = read_all(&survey, list);
	sqlite3_finalize(list);
	sqlite3_finalize(survey.ends);
	sqlite3_finalize(survey.at);
	sqlite3_finalize(survey.comm);
	return error;
}
