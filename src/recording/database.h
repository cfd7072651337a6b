/* SPDX-License-Identifier: GPL-2.0-or-later */
/* database is what recorder and recording share of SQLite: errors as -errno, columns one behind the
 * other, and the schema (schema.sql).
 *
 * SQLite's integers have a sign, ours none: the same bits are stored, so an address in the upper
 * half reads as negative. UNKNOWN is NULL. */
#pragma once

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DATABASE_APPLICATION 0x53745261 /* "StRa" */
#define DATABASE_VERSION 1

/* SQLite's result as 0 or -errno: -EUCLEAN for what is damaged, -EMEDIUMTYPE for no database. */
int database_error(sqlite3 *db, int result);
int database_run(sqlite3 *db, const char *sql);
int database_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret_statement);
/* Prepares the insertion of a whole row into `table`, which has so many columns. */
int database_prepare_row(
	sqlite3 *db, const char *table, unsigned columns, sqlite3_stmt **ret_statement);
/* Runs a statement that gives no rows, and makes it ready for the next time. */
int database_do(sqlite3_stmt *statement);

/* Makes an empty file a recording without samples. */
int database_create(sqlite3 *db);
/* Is it exactly what database_create() makes? 0, -EUCLEAN or another error. */
int database_check(sqlite3 *db);

/* The columns of a row, put or taken in their order. */
struct columns {
	sqlite3_stmt *statement;
	int next;
	bool is_damaged; /* something taken was not what it must be */
};

struct columns columns_put(sqlite3_stmt *statement);
void put_number(struct columns *columns, uint64_t number);
/* NULL where it is UNKNOWN. */
void put_known(struct columns *columns, uint64_t number);
/* NULL where it is 0: strings and lists. */
void put_reference(struct columns *columns, uint64_t id);
void put_real(struct columns *columns, double number);
/* Bytes that outlive the next database_do(). */
void put_text(struct columns *columns, const char *text, size_t length);
void put_bytes(struct columns *columns, const void *bytes, size_t length);

/* What is taken is checked: a number may be at most `most`; else the columns are damaged, and 0 is
 * given. */
struct columns columns_take(sqlite3_stmt *statement);
uint64_t take_number(struct columns *columns, uint64_t most);
/* Any 64 bits. */
uint64_t take_bits(struct columns *columns);
/* UNKNOWN where it is NULL. */
uint64_t take_known(struct columns *columns, uint64_t most);
/* 0 where it is NULL. */
uint64_t take_reference(struct columns *columns);
bool take_flag(struct columns *columns);
/* Text without NUL inside; "" when damaged. Holds until the next step. */
const char *take_text(struct columns *columns, size_t *ret_length);
