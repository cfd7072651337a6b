/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of the recorder.
 *
 * What is in the file of the last sample is kept beside it: for each region the sample with which its
 * row begins and the numbers of its strings and parts. A new sample is compared with the last, and
 * only what differs is written. After an error nothing more is: what is kept may be ahead of the
 * file by then. */
#pragma once

#include "strata/recording.h"

#include "database.h"
#include "veil.h"

/* So many samples, or so many rows of regions for each region there is, make a chapter: a seek reads
 * no more than one. */
#define CHAPTER_SAMPLES 600
#define CHAPTER_ROWS 4
#define CHAPTER_ROWS_LEAST 1000

enum statement {
	STATEMENT_STRING,
	STATEMENT_FIND_STRING,
	STATEMENT_PROCESS,
	STATEMENT_PROGRAM,
	STATEMENT_CHILD,
	STATEMENT_GAP,
	STATEMENT_PART,
	STATEMENT_MODULE,
	STATEMENT_READING,
	STATEMENT_SAMPLE,
	STATEMENT_KIND,
	STATEMENT_REGION,
	STATEMENT_END_REGION,
	STATEMENT_EVENT,
	STATEMENT_META,
	STATEMENTS,
};

/* A region as it stands in the file. */
struct stored {
	uint64_t first;               /* its row: with start the key */
	uint64_t path, module, flags; /* strings */
	uint64_t parts;               /* a list */
};

/* A process as it stands in the file. */
struct recorded {
	const struct snapshot *last; /* the sample before; NULL: none yet */
	pid_t pid;
	uint64_t start_ticks;
	uint64_t id, number; /* of the last sample */
	uint64_t chapter, chapter_rows;
	uint64_t reading, modules, program, children, gaps;
	struct stored *stored; /* of last->table's regions */
	struct stored *fresh;  /* of those being written */
	size_t capacity;       /* of each */
};

struct recorder {
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENTS];
	struct veil veil;
	struct recorded *processes;
	size_t process_count;
	uint64_t strings, lists, programs; /* the last numbers given */
	int failure;                       /* why it has ended; 0 */
	char *path;
};

/* recorder_names.c: the number of a text, which is written if it is new. */
int recorder_text(struct recorder *recorder, const char *text, uint64_t *ret_id);
/* The same, where "" is 0: NULL in the file. */
int recorder_name(struct recorder *recorder, const char *name, uint64_t *ret_id);

/* recorder_lists.c: lists are written when they differ from those of the last sample. */
int recorder_children(
	struct recorder *recorder, struct recorded *recorded, const struct snapshot *snapshot);
int recorder_gaps(
	struct recorder *recorder, struct recorded *recorded, const struct snapshot *snapshot);
int recorder_modules(
	struct recorder *recorder, struct recorded *recorded, const struct region_table *table);
/* `old` is what the region was, with the list `old_list`; NULL for nothing. */
int recorder_parts(struct recorder *recorder, const struct region *old, uint64_t old_list,
	const struct region *region, uint64_t *ret_list);

/* recorder_program.c: who the process is. */
int recorder_program(
	struct recorder *recorder, struct recorded *recorded, const struct snapshot *snapshot);

/* recorder_regions.c: the regions of a new table or of a new chapter, and their kinds. */
int recorder_regions(
	struct recorder *recorder, struct recorded *recorded, const struct region_table *table);
