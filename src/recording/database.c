/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "database.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int system_error(sqlite3 *db, int otherwise)
{
	int error = sqlite3_system_errno(db);
	return error ? -error : -otherwise;
}

int database_error(sqlite3 *db, int result)
{
	switch (result & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return 0;
	case SQLITE_NOMEM:
		return -ENOMEM;
	case SQLITE_FULL:
		return -ENOSPC;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EBUSY;
	case SQLITE_READONLY:
		return -EROFS;
	case SQLITE_NOTADB:
		return -EMEDIUMTYPE;
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR:
		/* A file that ends too soon is damaged, however that is called. */
		if (result == SQLITE_IOERR_SHORT_READ)
			return -EUCLEAN;
		return system_error(db, EIO);
	default:
		return -EUCLEAN;
	}
}

int database_run(sqlite3 *db, const char *sql)
{
	return database_error(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
}

int database_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret_statement)
{
	return database_error(db,
		sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, ret_statement, NULL));
}

int database_prepare_row(
	sqlite3 *db, const char *table, unsigned columns, sqlite3_stmt **ret_statement)
{
	char sql[256];
	int length = snprintf(sql, sizeof sql, "INSERT INTO %s VALUES (?", table);
	for (unsigned i = 1; i < columns; i++)
		length += snprintf(sql + length, sizeof sql - (size_t)length, ",?");
	snprintf(sql + length, sizeof sql - (size_t)length, ")");
	return database_prepare(db, sql, ret_statement);
}

int database_do(sqlite3_stmt *statement)
{
	sqlite3_step(statement);
	return database_error(sqlite3_db_handle(statement), sqlite3_reset(statement));
}

struct columns columns_put(sqlite3_stmt *statement)
{
	return (struct columns){ .statement = statement, .next = 1 };
}

void put_number(struct columns *columns, uint64_t number)
{
	sqlite3_bind_int64(columns->statement, columns->next++, (sqlite3_int64)number);
}

void put_known(struct columns *columns, uint64_t number)
{
	if (number == UINT64_MAX)
		sqlite3_bind_null(columns->statement, columns->next++);
	else
		put_number(columns, number);
}

void put_reference(struct columns *columns, uint64_t id)
{
	put_known(columns, id ? id : UINT64_MAX);
}

void put_real(struct columns *columns, double number)
{
	sqlite3_bind_double(columns->statement, columns->next++, number);
}

void put_text(struct columns *columns, const char *text, size_t length)
{
	sqlite3_bind_text64(
		columns->statement, columns->next++, text, length, SQLITE_STATIC, SQLITE_UTF8);
}

void put_bytes(struct columns *columns, const void *bytes, size_t length)
{
	sqlite3_bind_blob64(columns->statement, columns->next++, bytes, length, SQLITE_STATIC);
}

struct columns columns_take(sqlite3_stmt *statement)
{
	return (struct columns){ .statement = statement };
}

uint64_t take_bits(struct columns *columns)
{
	int column = columns->next++;
	if (sqlite3_column_type(columns->statement, column) == SQLITE_INTEGER)
		return (uint64_t)sqlite3_column_int64(columns->statement, column);
	columns->is_damaged = true;
	return 0;
}

uint64_t take_number(struct columns *columns, uint64_t most)
{
	uint64_t number = take_bits(columns);
	if (number <= most)
		return number;
	columns->is_damaged = true;
	return 0;
}

uint64_t take_known(struct columns *columns, uint64_t most)
{
	if (sqlite3_column_type(columns->statement, columns->next) != SQLITE_NULL)
		return take_number(columns, most);
	columns->next++;
	return UINT64_MAX;
}

uint64_t take_reference(struct columns *columns)
{
	uint64_t id = take_known(columns, INT64_MAX);
	return id == UINT64_MAX ? 0 : id;
}

bool take_flag(struct columns *columns)
{
	return take_number(columns, 1) == 1;
}

const char *take_text(struct columns *columns, size_t *ret_length)
{
	int column = columns->next++;
	bool is_text = sqlite3_column_type(columns->statement, column) == SQLITE_TEXT;
	const char *text = (const char *)sqlite3_column_text(columns->statement, column);
	size_t length = (size_t)sqlite3_column_bytes(columns->statement, column);
	if (is_text && text && strlen(text) == length) {
		*ret_length = length;
		return text;
	}
	columns->is_damaged = true;
	*ret_length = 0;
	return "";
}
