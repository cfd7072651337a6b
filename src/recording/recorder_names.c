/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "recorder.h"

static int find(struct recorder *recorder, const char *text, uint64_t *ret_id)
{
	sqlite3_stmt *statement = recorder->statements[STATEMENT_FIND_STRING];
	struct columns columns = columns_put(statement);
	put_text(&columns, text, strlen(text));
	if (sqlite3_step(statement) == SQLITE_ROW)
		*ret_id = (uint64_t)sqlite3_column_int64(statement, 0);
	return database_error(recorder->db, sqlite3_reset(statement));
}

int recorder_text(struct recorder *recorder, const char *text, uint64_t *ret_id)
{
	uint64_t id = 0;
	int error = find(recorder, text, &id);
	if (!error && id == 0) {
		id = ++recorder->strings;
		struct columns columns = columns_put(recorder->statements[STATEMENT_STRING]);
		put_number(&columns, id);
		put_text(&columns, text, strlen(text));
		error = database_do(columns.statement);
	}
	if (!error)
		*ret_id = id;
	return error;
}

int recorder_name(struct recorder *recorder, const char *name, uint64_t *ret_id)
{
	if (*name)
		return recorder_text(recorder, name, ret_id);
	*ret_id = 0;
	return 0;
}
