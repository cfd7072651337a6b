/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "database.h"
#include "strata/metric.h"
#include "strata/region.h"

/* schema.sql, made C when it is built; NULL at the end. */
extern const char *const schema_statements[];

/* The columns of the tables are the figures there are: one more makes another version. */
static_assert(METRICS == 32 && COUNTERS == 20, "schema.sql, then DATABASE_VERSION");

static int write_kinds(sqlite3 *db)
{
	sqlite3_stmt *statement;
	int error = database_prepare(db, "INSERT INTO kind VALUES (?, ?)", &statement);
	for (unsigned kind = 0; !error && kind < REGION_KINDS; kind++) {
		const char *name = region_kind_name((enum region_kind)kind);
		struct columns columns = columns_put(statement);
		put_number(&columns, kind);
		put_text(&columns, name, strlen(name));
		error = database_do(statement);
	}
	sqlite3_finalize(statement);
	return error;
}

static int write_schema(sqlite3 *db)
{
	int error = 0;
	for (size_t i = 0; !error && schema_statements[i]; i++)
		error = database_run(db, schema_statements[i]);
	return error;
}

int database_create(sqlite3 *db)
{
	char marks[128];
	snprintf(marks, sizeof marks, "PRAGMA application_id = %d; PRAGMA user_version = %d",
		DATABASE_APPLICATION, DATABASE_VERSION);
	int error = database_run(db, "BEGIN");
	if (!error)
		error = database_run(db, marks);
	if (!error)
		error = write_schema(db);
	if (!error)
		error = write_kinds(db);
	return error ? error : database_run(db, "COMMIT");
}

static bool is_same(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
	const char *text_a = (const char *)sqlite3_column_text(a, column);
	const char *text_b = (const char *)sqlite3_column_text(b, column);
	return text_a && text_b ? strcmp(text_a, text_b) == 0 : text_a == text_b;
}

/* Goes through both in step: what is in one only, or differs, is not ours. */
static int compare(sqlite3_stmt *ours, sqlite3_stmt *theirs)
{
	for (;;) {
		int result = sqlite3_step(theirs);
		if (sqlite3_step(ours) != result)
			return result == SQLITE_ROW || result == SQLITE_DONE
				       ? -EUCLEAN
				       : database_error(sqlite3_db_handle(theirs), result);
		if (result != SQLITE_ROW)
			return database_error(sqlite3_db_handle(theirs), result);
		for (int column = 0; column < 4; column++)
			if (!is_same(ours, theirs, column))
				return -EUCLEAN;
	}
}

int database_check(sqlite3 *db)
{
	static const char sql[] =
		"SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name";
	sqlite3 *model = NULL;
	sqlite3_stmt *ours = NULL, *theirs = NULL;
	int error = sqlite3_open(":memory:", &model) == SQLITE_OK ? 0 : -ENOMEM;
	if (!error)
		error = write_schema(model);
	if (!error)
		error = database_prepare(model, sql, &ours);
	if (!error)
		error = database_prepare(db, sql, &theirs);
	if (!error)
		error = compare(ours, theirs);
	sqlite3_finalize(ours);
	sqlite3_finalize(theirs);
	sqlite3_close(model);
	return error;
}
