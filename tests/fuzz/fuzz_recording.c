/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#include "../unit/random_snapshot.h"
#include "regions.h"
#include "strata/diff.h"
#include "strata/recording.h"

#define SAMPLES 30
#define STEPS_MOST 400
#define EVENTS 8

/* A recording as it should be. The input is what is done to it: 16 bytes a time, either a value put
 * into a column of a row, or a few bytes put anywhere. */
struct edit {
	uint8_t table, column, row, type;
	uint32_t offset;
	uint64_t value;
};

static const char *const tables[] = { "meta", "string", "kind", "process", "program", "child",
	"gap", "part", "module", "reading", "sample", "kind_total", "region", "event" };
#define TABLES (sizeof tables / sizeof *tables)
#define BYTES TABLES /* no table: bytes of the file */

static char folder[64], path[96];
static uint8_t *model;
static size_t model_size;

static void record(void)
{
	char error[RECORDING_ERROR];
	struct recorder *recorder;
	const struct recorder_options options = { .path = path };
	struct story story = { .seed = 2 };
	struct snapshot *last = NULL;
	PROMISE(recorder_create(&options, &recorder, error) == 0);
	for (size_t i = 0; i < SAMPLES; i++) {
		struct snapshot *next = story_snapshot(&story, last);
		const struct event event = { .kind = EVENT_NOTE, .wall_ns = i, .text = "note" };
		PROMISE(recorder_note(recorder, &event) == 0);
		PROMISE(recorder_add(recorder, next, "child", error) == 0);
		snapshot_unref(last);
		last = next;
	}
	snapshot_unref(last);
	PROMISE(recorder_close(recorder) == 0);
}

static void make_place(void)
{
	bool has_memory = access("/dev/shm", W_OK) == 0;
	strcpy(folder, has_memory ? "/dev/shm/fuzz-XXXXXX" : "/tmp/fuzz-XXXXXX");
	PROMISE(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/recording", folder);
}

static void drop_place(void)
{
	unlink(path);
	rmdir(folder);
}

static void load_model(void)
{
	make_place();
	record();
	int fd = open(path, O_RDONLY);
	off_t size = lseek(fd, 0, SEEK_END);
	PROMISE(fd >= 0 && size > 0);
	model_size = (size_t)size;
	model = malloc(model_size);
	PROMISE(model && pread(fd, model, model_size, 0) == (ssize_t)model_size);
	close(fd);
	drop_place();
}

static void write_model(void)
{
	make_place();
	int fd = open(path, O_WRONLY | O_CREAT, 0600);
	PROMISE(fd >= 0 && write(fd, model, model_size) == (ssize_t)model_size);
	close(fd);
}

static void put_bytes(const struct edit *edit)
{
	int fd = open(path, O_WRONLY);
	if (edit->type % 4 == 3)
		PROMISE(ftruncate(fd, (off_t)(edit->offset % (model_size + 1))) == 0);
	else
		PROMISE(pwrite(fd, &edit->value, 1 + edit->type % 4,
				(off_t)(edit->offset % model_size)) >= 0);
	close(fd);
}

static void bind_value(sqlite3_stmt *statement, const struct edit *edit)
{
	switch (edit->type % 6) {
	case 0:
		sqlite3_bind_null(statement, 1);
		break;
	case 1:
		sqlite3_bind_double(statement, 1, (double)edit->value / 3);
		break;
	case 2:
		sqlite3_bind_text(statement, 1, (const char *)&edit->value, 8, SQLITE_TRANSIENT);
		break;
	case 3:
		sqlite3_bind_blob(statement, 1, &edit->value, 8, SQLITE_TRANSIENT);
		break;
	case 4: /* near what is there */
		sqlite3_bind_int64(statement, 1, edit->row + (int8_t)edit->value);
		break;
	default:
		sqlite3_bind_int64(statement, 1, (sqlite3_int64)edit->value);
		break;
	}
}

/* The name of a column; false where the table has not so many. */
static bool name_column(sqlite3 *db, const struct edit *edit, char name[64])
{
	char sql[96];
	sqlite3_stmt *statement = NULL;
	snprintf(sql, sizeof sql, "SELECT * FROM %s", tables[edit->table % (TABLES + 1)]);
	bool is_there = sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
			edit->column < sqlite3_column_count(statement);
	if (is_there)
		snprintf(name, 64, "%s", sqlite3_column_name(statement, edit->column));
	sqlite3_finalize(statement);
	return is_there;
}

/* What is refused, by a key that is there already or a file broken before, stays as it is. */
static void put_value(const struct edit *edit)
{
	sqlite3 *db;
	char sql[512], column[64];
	const char *table = tables[edit->table % (TABLES + 1)];
	sqlite3_stmt *statement = NULL;
	PROMISE(sqlite3_open(path, &db) == SQLITE_OK);
	sqlite3_exec(db, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF", NULL, NULL, NULL);
	if (name_column(db, edit, column)) {
		snprintf(sql, sizeof sql,
			"UPDATE %s SET \"%s\" = ? WHERE \"%s\" IN "
			"(SELECT \"%s\" FROM %s ORDER BY 1 LIMIT 1 OFFSET %d)",
			table, column, column, column, table, edit->row);
		if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK) {
			bind_value(statement, edit);
			sqlite3_step(statement);
		}
		sqlite3_finalize(statement);
	}
	sqlite3_close(db);
}

static void check_snapshot(const struct snapshot *before, const struct snapshot *now)
{
	struct event events[EVENTS];
	const struct process *process = &now->process;
	check_table(now->table);
	for (size_t i = 0; i < process->cmdline_count; i++)
		PROMISE(strlen(process->cmdline[i]) < 1 << 24);
	PROMISE(!process->cmdline[process->cmdline_count]);
	for (size_t i = 0; i < process->child_count; i++)
		PROMISE(process->children[i].comm);
	for (size_t i = 0; i < now->table->module_count; i++)
		PROMISE(now->table->modules[i].last < now->table->count);
	PROMISE(now->duty >= 0 && now->duty <= 1);
	if (before)
		PROMISE(diff_events(before, now, events, EVENTS) <= EVENTS);
}

static void walk(struct source *source)
{
	struct snapshot *before = NULL, *now;
	for (int i = 0; i < STEPS_MOST && source_next(source, 0, &now) == 0; i++) {
		check_snapshot(before, now);
		snapshot_unref(before);
		before = now;
	}
	snapshot_unref(before);
}

static void check_recording(struct recording *recording)
{
	struct event event;
	for (size_t i = 0; i < STEPS_MOST && recording_event(recording, i, &event); i++)
		PROMISE(memchr(event.text, '\0', sizeof event.text));
	for (size_t i = 0; i < recording_process_count(recording); i++) {
		struct source *source;
		const struct recorded_process *process = recording_process(recording, i);
		PROMISE(process->comm && process->role);
		if (recording_source(recording, i, &source))
			continue;
		walk(source);
		source_seek(source, process->first_wall_ns / 2 + process->last_wall_ns / 2);
		walk(source);
		recording_go_to(source, process->samples);
		walk(source);
		source_close(source);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char error[RECORDING_ERROR];
	struct recording *recording;
	struct edit edit;
	if (!model)
		load_model();
	write_model();
	for (; size >= sizeof edit; data += sizeof edit, size -= sizeof edit) {
		memcpy(&edit, data, sizeof edit);
		if (edit.table % (TABLES + 1) == BYTES)
			put_bytes(&edit);
		else
			put_value(&edit);
	}
	if (recording_open(path, &recording, error) == 0) {
		check_recording(recording);
		recording_close(recording);
	}
	drop_place();
	return 0;
}
