/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of the reader.
 *
 * The connection is read-only and in one transaction, so a recording that is still written stays as
 * it was when it was opened. Nothing is believed: each column is checked as it is taken (database.h),
 * each reference and each order where it is used, and what is wrong is -EUCLEAN.
 * A source keeps the rows of the regions that hold at its sample. From one sample to the next, those
 * that end are dropped and those that begin are read; a seek reads those of one chapter. */
#pragma once

#include "strata/pool.h"
#include "strata/recording.h"

#include "database.h"

#define BYTES_MOST (UINT64_C(1) << 60) /* of any figure */
#define REGIONS_MOST ((size_t)1 << 22) /* at one instant */
#define LIST_MOST 65536                /* rows of a list */
#define KINDS_MOST 256                 /* in the file's table of kinds */
#define PROCESSES_MOST 1024

/* Where in the file a process is. */
struct place {
	uint64_t id; /* process.id */
	pid_t pid;
	uint64_t start_ticks;
	uint64_t first, last; /* numbers of its samples; 0: none */
};

struct recording {
	sqlite3 *db;
	sqlite3_stmt *event;
	struct recorded_process *processes;
	struct place *places;
	size_t process_count;
	enum region_kind kinds[KINDS_MOST]; /* by kind.id */
	struct arena arena;                 /* strings of the processes */
	char damage[RECORDING_ERROR];       /* what is wrong with it; "" */
	bool is_unfinished;                 /* the recorder has not closed it (yet) */
};

/* recording_processes.c: fills processes and places, as far as they can be read. */
int recording_find_processes(struct recording *recording);

/* Texts by their number, read once. */
struct names {
	sqlite3_stmt *select;
	struct name *slots; /* hashed by number */
	size_t count, capacity;
	struct arena arena;
	unsigned turn; /* counts names_begin() */
};

int names_init(struct names *names, sqlite3 *db);
void names_finish(struct names *names);
/* From here on texts are copied into `arena`, each once. */
void names_begin(struct names *names);
/* The text with this number, "" for 0, in `arena`. */
int names_get(struct names *names, uint64_t id, struct arena *arena, const char **ret_text,
	size_t *ret_length);

enum query {
	QUERY_SAMPLE,
	QUERY_PROGRAM,
	QUERY_CHILDREN,
	QUERY_GAPS,
	QUERY_READING,
	QUERY_MODULES,
	QUERY_REGIONS,
	QUERY_PARTS,
	QUERIES,
};

/* A region's row, and where in it its strings and lists are. */
struct row {
	struct region region; /* without what it points at */
	uint64_t first, last; /* last: UINT64_MAX to the end of the chapter */
	uint64_t path, module, parts, flags;
};

/* What the reading says of the whole table. */
struct reading {
	uint64_t first, layout, counters_clock_ns, modules, regions;
	bool is_stale;
	uint64_t sums[COUNTERS];
};

struct reader {
	struct source source; /* first: a source is one */
	const struct recording *recording;
	const struct place *place;
	sqlite3_stmt *queries[QUERIES];
	struct names names;
	struct pool pool;
	uint64_t number;                  /* of the sample given last; 0: none */
	const struct region_table *table; /* of that sample; NULL: none */
	struct reading reading;           /* that `table` was made of */
	struct row *rows, *spare;         /* that hold at `rows_number` */
	size_t row_count, capacity;       /* capacity of each */
	uint64_t rows_number, rows_chapter;
};

/* Begins a query: its first column is bound to `a`. To be ended with reader_end(). */
sqlite3_stmt *reader_begin(struct reader *reader, enum query query, uint64_t a);
/* 0 or what went wrong; `error` (0: none) goes first. */
int reader_end(struct reader *reader, sqlite3_stmt *statement, int error);
/* The kind with this number in the file; REGION_UNKNOWN for one that this program does not know. */
enum region_kind reader_kind(const struct reader *reader, uint64_t id);

/* reader_lists.c */
int reader_children(struct reader *reader, uint64_t list, struct snapshot *snapshot);
int reader_gaps(struct reader *reader, uint64_t list, struct snapshot *snapshot);
int reader_parts(
	struct reader *reader, uint64_t list, struct region_table *table, struct region *region);
int reader_modules(struct reader *reader, uint64_t list, struct region_table *table);

/* reader_program.c: who the process was. */
int reader_program(struct reader *reader, uint64_t program, struct snapshot *snapshot);

/* reader_rows.c: makes reader->rows those that hold at a sample. */
int reader_rows(struct reader *reader, uint64_t chapter, uint64_t number);

/* reader_table.c: a new table of reader->rows and reader->reading. */
int reader_table(struct reader *reader, struct region_table **ret_table);
