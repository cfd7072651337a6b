/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/recording.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "event_names.h"
#include "reader.h"
#include "strata/text.h"
#include "strata/translate.h"

#define TEXT_MOST (4 << 20) /* bytes of the longest text: a command line */

/* The database header: magic, user version, application ("Database File Format"). */
#define HEADER 100
#define HEADER_FORMAT 18 /* 2: it has, or had, a WAL beside it */
#define HEADER_VERSION 60
#define HEADER_APPLICATION 68

static uint32_t big_endian(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Looks before SQLite does: what is no recording is not even opened as a database. */
static int check_header(const char *path, bool *ret_is_unfinished)
{
	unsigned char header[HEADER];
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	bool is_file = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
	ssize_t length = is_file ? pread(fd, header, sizeof header, 0) : 0;
	int error = length < 0 ? -errno : 0;
	close(fd);
	if (error)
		return error;
	if (length < HEADER || memcmp(header, "SQLite format 3", 16) != 0 ||
		big_endian(header + HEADER_APPLICATION) != DATABASE_APPLICATION)
		return -EMEDIUMTYPE;
	*ret_is_unfinished = header[HEADER_FORMAT] == 2;
	if (big_endian(header + HEADER_VERSION) > DATABASE_VERSION)
		return -EPROTONOSUPPORT;
	return big_endian(header + HEADER_VERSION) == DATABASE_VERSION ? 0 : -EUCLEAN;
}

static int open_database(const char *path, sqlite3 **ret_db)
{
	int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	int result = sqlite3_open_v2(path, ret_db, flags, NULL);
	return *ret_db ? database_error(*ret_db, result) : -ENOMEM;
}

/* A file that is shorter than it says is refused by SQLite, but for repairs: then it may be read as far
 * as it goes. Nothing can be written in either case. */
static void make_wary(sqlite3 *db, bool is_salvaging)
{
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, !is_salvaging, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, is_salvaging, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, TEXT_MOST);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(db, SQLITE_LIMIT_WORKER_THREADS, 0);
}

static int begin_reading(sqlite3 *db, bool is_salvaging)
{
	make_wary(db, is_salvaging);
	int error = database_run(db, "PRAGMA cell_size_check = ON");
	if (!error)
		error = database_run(db, "PRAGMA mmap_size = 0");
	if (!error)
		error = database_run(db, "BEGIN");
	return error ? error : database_check(db);
}

static int read_kinds(struct recording *recording)
{
	sqlite3_stmt *statement;
	for (size_t i = 0; i < KINDS_MOST; i++)
		recording->kinds[i] = REGION_UNKNOWN;
	int error = database_prepare(recording->db, "SELECT id, name FROM kind", &statement);
	while (!error && sqlite3_step(statement) == SQLITE_ROW) {
		size_t length;
		struct columns columns = columns_take(statement);
		uint64_t id = take_number(&columns, KINDS_MOST - 1);
		const char *name = take_text(&columns, &length);
		if (columns.is_damaged)
			error = -EUCLEAN;
		else
			recording->kinds[id] = region_kind_of(name);
	}
	int result = database_error(recording->db, sqlite3_finalize(statement));
	return error ? error : result;
}

/* To read a WAL, SQLite makes a file beside it. */
static bool lacks_folder(const struct recording *recording, int error)
{
	return recording && recording->db && recording->is_unfinished &&
	       (error == -EROFS || error == -ENOENT || error == -EACCES || error == -EPERM);
}

static void explain(
	const struct recording *recording, const char *path, int error, char line[RECORDING_ERROR])
{
	if (lacks_folder(recording, error)) {
		snprintf(line, RECORDING_ERROR,
			_("%s: it was not finished; copy it, with the -wal beside it, to a folder "
			  "of "
			  "your own"),
			path);
		return;
	}
	switch (error) {
	case -EMEDIUMTYPE:
		snprintf(line, RECORDING_ERROR, _("%s: it is no recording of strata"), path);
		break;
	case -EPROTONOSUPPORT:
		snprintf(line, RECORDING_ERROR,
			_("%s: a newer strata has written it; this one cannot read it"), path);
		break;
	case -EUCLEAN:
		snprintf(line, RECORDING_ERROR,
			_("%s: it is damaged, and nothing in it can be read"), path);
		break;
	default:
		snprintf(line, RECORDING_ERROR, _("%s: it cannot be read: %s"), path,
			strerror(-error));
		break;
	}
}

static int open_file(struct recording *recording, const char *path)
{
	int error = open_database(path, &recording->db);
	if (!error)
		error = begin_reading(recording->db, false);
	if (error != -EUCLEAN)
		return error;
	snprintf(recording->damage, sizeof recording->damage,
		_("the file is damaged: something is missing in it"));
	sqlite3_close(recording->db);
	recording->db = NULL;
	error = open_database(path, &recording->db);
	return error ? error : begin_reading(recording->db, true);
}

static int open_all(struct recording *recording, const char *path)
{
	int error = check_header(path, &recording->is_unfinished);
	if (!error)
		error = open_file(recording, path);
	if (!error)
		error = read_kinds(recording);
	if (!error)
		error = database_prepare(recording->db,
			"SELECT wall_ns, kind, region_kind, address, text FROM event WHERE id = ?",
			&recording->event);
	if (error)
		return error;
	error = recording_find_processes(recording);
	if (error != -EUCLEAN || recording->process_count == 0)
		return error;
	snprintf(recording->damage, sizeof recording->damage,
		_("the file is damaged: other processes in it cannot be read"));
	return 0;
}

int recording_open(const char *path, struct recording **ret_recording, char error[RECORDING_ERROR])
{
	struct recording *recording = calloc(1, sizeof *recording);
	int result = recording ? open_all(recording, path) : -ENOMEM;
	if (result == 0) {
		*ret_recording = recording;
		return 0;
	}
	explain(recording, path, result, error);
	recording_close(recording);
	return result;
}

void recording_close(struct recording *recording)
{
	if (!recording)
		return;
	sqlite3_finalize(recording->event);
	sqlite3_close(recording->db);
	arena_finish(&recording->arena);
	free(recording->processes);
	free(recording->places);
	free(recording);
}

size_t recording_process_count(const struct recording *recording)
{
	return recording->process_count;
}

const struct recorded_process *recording_process(const struct recording *recording, size_t index)
{
	return &recording->processes[index];
}

static bool take_event(
	const struct recording *recording, struct columns *columns, struct event *event)
{
	size_t length;
	*event = (struct event){ .wall_ns = take_number(columns, INT64_MAX) };
	bool is_known = event_of(take_text(columns, &length), &event->kind);
	uint64_t kind = take_number(columns, KINDS_MOST - 1);
	event->region_kind = recording->kinds[kind];
	event->address = take_bits(columns);
	const char *text = take_text(columns, &length);
	text_sanitise(text, length, event->text, sizeof event->text);
	return is_known && !columns->is_damaged;
}

bool recording_event(const struct recording *recording, size_t index, struct event *ret_event)
{
	sqlite3_stmt *statement = recording->event;
	sqlite3_bind_int64(statement, 1, (sqlite3_int64)index + 1);
	struct event event;
	struct columns columns = columns_take(statement);
	bool is_there =
		sqlite3_step(statement) == SQLITE_ROW && take_event(recording, &columns, &event);
	sqlite3_reset(statement);
	if (is_there)
		*ret_event = event;
	return is_there;
}

const char *recording_damage(const struct recording *recording)
{
	return recording->damage;
}
