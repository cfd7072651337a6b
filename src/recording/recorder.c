/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "recorder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "event_names.h"
#include "place.h"
#include "strata/translate.h"

#define PATIENCE_MS 1000

/* A WAL no longer than this leaves most of a recording in one file while it is made. */
#define WAL_PAGES "250"

/* A statement writes a whole row of a table, unless it says what else it does. */
static const struct {
	const char *table;
	unsigned columns;
	const char *sql;
} statement_table[STATEMENTS] = {
	[STATEMENT_STRING] = { "string", 2 },
	[STATEMENT_FIND_STRING] = { .sql = "SELECT id FROM string WHERE text = ?" },
	[STATEMENT_PROCESS] = { "process", 4 },
	[STATEMENT_PROGRAM] = { "program", 20 },
	[STATEMENT_CHILD] = { "child", 4 },
	[STATEMENT_GAP] = { "gap", 4 },
	[STATEMENT_PART] = { "part", 6 },
	[STATEMENT_MODULE] = { "module", 7 },
	[STATEMENT_READING] = { "reading", 7 + COUNTERS },
	[STATEMENT_SAMPLE] = { "sample", 17 + METRICS },
	[STATEMENT_KIND] = { "kind_total", 9 },
	[STATEMENT_REGION] = { "region", 17 + COUNTERS },
	[STATEMENT_END_REGION] = { .sql = "UPDATE region SET last = ? WHERE process = ? AND "
					  "first = ? AND start = ?" },
	[STATEMENT_EVENT] = { "event", 6 },
	[STATEMENT_META] = { "meta", 2 },
};

static int prepare_all(struct recorder *recorder)
{
	int error = 0;
	for (size_t i = 0; !error && i < STATEMENTS; i++)
		error = statement_table[i].sql
				? database_prepare(recorder->db, statement_table[i].sql,
					  &recorder->statements[i])
				: database_prepare_row(recorder->db, statement_table[i].table,
					  statement_table[i].columns, &recorder->statements[i]);
	return error;
}

static int write_meta(struct recorder *recorder, const char *name, uint64_t value)
{
	struct columns columns = columns_put(recorder->statements[STATEMENT_META]);
	put_text(&columns, name, strlen(name));
	put_number(&columns, value);
	return database_do(columns.statement);
}

/* The schema is written before the journal is a WAL: what marks a recording is then in the file
 * itself from the beginning. FULL: each commit is on the disk when it returns. */
static int begin_file(struct recorder *recorder)
{
	int error = database_run(recorder->db, "PRAGMA synchronous = EXTRA");
	if (!error)
		error = database_create(recorder->db);
	if (!error)
		error = database_run(recorder->db, "PRAGMA journal_mode = WAL");
	if (!error)
		error = database_run(recorder->db, "PRAGMA wal_autocheckpoint = " WAL_PAGES);
	if (!error)
		error = prepare_all(recorder);
	if (!error)
		error = write_meta(recorder, "page_size", (uint64_t)sysconf(_SC_PAGESIZE));
	if (!error)
		error = write_meta(recorder, "is_anonymous", recorder->veil.is_on);
	return error;
}

static int complain(struct recorder *recorder, int error, char line[RECORDING_ERROR])
{
	if (error == -ENOSPC)
		snprintf(line, RECORDING_ERROR,
			_("%s: the disk is full; the recording ends with the sample before and is "
			  "whole"),
			recorder->path);
	else
		snprintf(line, RECORDING_ERROR,
			_("%s: %s; the recording ends with the sample before"), recorder->path,
			strerror(-error));
	return error;
}

static void dispose(struct recorder *recorder)
{
	for (size_t i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(recorder->statements[i]);
	sqlite3_close(recorder->db);
	for (size_t i = 0; i < recorder->process_count; i++) {
		snapshot_unref(recorder->processes[i].last);
		free(recorder->processes[i].stored);
		free(recorder->processes[i].fresh);
	}
	free(recorder->processes);
	veil_finish(&recorder->veil);
	free(recorder->path);
	free(recorder);
}

static int open_file(struct recorder *recorder, const struct recorder_options *options)
{
	recorder->path = strdup(options->path);
	int error = recorder->path ? veil_init(&recorder->veil, options->is_anonymous) : -ENOMEM;
	if (!error)
		error = place_take(options->path, options->is_replacing);
	if (error)
		return error;
	int result = sqlite3_open_v2(options->path, &recorder->db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	error = recorder->db ? database_error(recorder->db, result) : -ENOMEM;
	return error ? error : begin_file(recorder);
}

int recorder_create(const struct recorder_options *options, struct recorder **ret_recorder,
	char error[RECORDING_ERROR])
{
	struct recorder *recorder = calloc(1, sizeof *recorder);
	int result = recorder ? open_file(recorder, options) : -ENOMEM;
	if (result == 0) {
		*ret_recorder = recorder;
		return 0;
	}
	place_complain(options->path, result, error);
	if (recorder)
		dispose(recorder);
	return result;
}

/* A process that is new gets a row, and a place among those that are known. */
static int add_process(struct recorder *recorder, const struct process *process, const char *role)
{
	struct recorded *processes =
		reallocarray(recorder->processes, recorder->process_count + 1, sizeof *processes);
	if (!processes)
		return -ENOMEM;
	recorder->processes = processes;
	struct recorded *recorded = &processes[recorder->process_count++];
	*recorded = (struct recorded){
		.pid = process->pid,
		.start_ticks = process->start_ticks,
		.id = recorder->process_count,
	};
	struct columns columns = columns_put(recorder->statements[STATEMENT_PROCESS]);
	put_number(&columns, recorded->id);
	put_number(&columns, (uint64_t)process->pid);
	put_number(&columns, process->start_ticks);
	put_text(&columns, role, strlen(role));
	return database_do(columns.statement);
}

static int find_process(struct recorder *recorder, const struct process *process, const char *role,
	struct recorded **ret_recorded)
{
	size_t i = 0;
	int error = 0;
	while (i < recorder->process_count &&
		(recorder->processes[i].pid != process->pid ||
			recorder->processes[i].start_ticks != process->start_ticks))
		i++;
	if (i == recorder->process_count)
		error = add_process(recorder, process, role);
	if (!error)
		*ret_recorded = &recorder->processes[i];
	return error;
}

static bool begins_chapter(const struct recorded *recorded, const struct snapshot *snapshot)
{
	uint64_t most = CHAPTER_ROWS * snapshot->table->count + CHAPTER_ROWS_LEAST;
	return recorded->number == 1 || recorded->chapter_rows > most ||
	       recorded->number - recorded->chapter >= CHAPTER_SAMPLES;
}

static int write_row(
	struct recorder *recorder, const struct recorded *recorded, const struct snapshot *snapshot)
{
	const struct process *process = &snapshot->process;
	struct columns columns = columns_put(recorder->statements[STATEMENT_SAMPLE]);
	put_number(&columns, recorded->id);
	put_number(&columns, recorded->number);
	put_number(&columns, recorded->chapter);
	put_number(&columns, recorded->reading);
	put_number(&columns, recorded->program);
	put_reference(&columns, recorded->children);
	put_reference(&columns, recorded->gaps);
	put_number(&columns, snapshot->wall_ns);
	put_number(&columns, snapshot->clock_ns);
	put_number(&columns, snapshot->counters_clock_ns);
	put_number(&columns, snapshot->cost_fast_ns);
	put_number(&columns, snapshot->cost_slow_ns);
	put_real(&columns, snapshot->duty);
	put_number(&columns, snapshot->life);
	put_text(&columns, &process->state, 1);
	put_number(&columns, process->is_exiting);
	put_number(&columns, process->threads);
	for (unsigned metric = 0; metric < METRICS; metric++)
		put_known(&columns, snapshot->metrics[metric]);
	return database_do(columns.statement);
}

static int write_sample(
	struct recorder *recorder, const struct snapshot *snapshot, const char *role)
{
	struct recorded *recorded;
	int error = find_process(recorder, &snapshot->process, role, &recorded);
	if (error)
		return error;
	recorded->number++;
	if (begins_chapter(recorded, snapshot)) {
		recorded->chapter = recorded->number;
		recorded->chapter_rows = 0;
	}
	error = recorder_program(recorder, recorded, snapshot);
	if (!error)
		error = recorder_children(recorder, recorded, snapshot);
	if (!error)
		error = recorder_gaps(recorder, recorded, snapshot);
	if (!error)
		error = recorder_regions(recorder, recorded, snapshot->table);
	if (!error)
		error = write_row(recorder, recorded, snapshot);
	snapshot_unref(recorded->last);
	recorded->last = snapshot_ref(snapshot);
	return error;
}

/* Notes since the last sample have begun a transaction already. */
static int begin(struct recorder *recorder)
{
	return sqlite3_get_autocommit(recorder->db) ? database_run(recorder->db, "BEGIN") : 0;
}

int recorder_add(struct recorder *recorder, const struct snapshot *snapshot, const char *role,
	char error[RECORDING_ERROR])
{
	int result = recorder->failure;
	if (!result)
		result = begin(recorder);
	if (!result)
		result = write_sample(recorder, snapshot, role);
	if (!result)
		result = database_run(recorder->db, "COMMIT");
	if (!result)
		return 0;
	recorder->failure = result;
	if (!sqlite3_get_autocommit(recorder->db))
		database_run(recorder->db, "ROLLBACK");
	return complain(recorder, result, error);
}

int recorder_note(struct recorder *recorder, const struct event *event)
{
	const char *kind = event_name(event->kind);
	const char *text = veil_name(&recorder->veil, event->text);
	int error = recorder->failure ? recorder->failure : begin(recorder);
	if (error)
		return error;
	struct columns columns = columns_put(recorder->statements[STATEMENT_EVENT]);
	put_reference(&columns, 0); /* the next number */
	put_number(&columns, event->wall_ns);
	put_text(&columns, kind, strlen(kind));
	put_number(&columns, event->region_kind);
	put_number(&columns, event->address);
	put_text(&columns, text, strlen(text));
	return database_do(columns.statement);
}

int recorder_close(struct recorder *recorder)
{
	int error = 0;
	if (!recorder)
		return 0;
	if (!sqlite3_get_autocommit(recorder->db))
		error = database_run(recorder->db, "COMMIT");
	for (size_t i = 0; i < STATEMENTS; i++) {
		sqlite3_finalize(recorder->statements[i]);
		recorder->statements[i] = NULL;
	}
	/* Copies what is in the WAL into the file and takes the WAL away. Who reads has a moment. */
	sqlite3_busy_timeout(recorder->db, PATIENCE_MS);
	int result = database_run(recorder->db, "PRAGMA journal_mode = DELETE");
	dispose(recorder);
	return error ? error : result;
}
