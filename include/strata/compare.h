/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparing two processes, or one at two times, by address: regions, pages, and sums of a family.
 *
 * Model
 *  - Alignment: both tables are cut where either has a border, so that each piece has one region at
 *    most on either side. Pieces come in ascending order and do not overlap.
 *  - A page is in RAM on neither side, on one, or on both; then it is one frame, or two. That it is
 *    one is proved by equal frame numbers (root alone reads them), and otherwise inferred: both
 *    sides map the same thing at the same address, neither has the page to itself, and one process
 *    descends from the other (or the page is a file's). Which of the two it was stands in the result.
 *  - Without frames, pages are counted from the cells of page maps: exact where a cell is a page or
 *    its pages are alike, else as if what both share were the same pages of the cell.
 *  - Of a family every page counts once in the sum of PSS. What the sum of RSS has beyond it was
 *    counted more than once; what remains of it beyond the sum of USS is the shared base. */
#pragma once

#include "strata/pages.h"
#include "strata/snapshot.h"

enum match {
	MATCH_NONE,   /* in RAM on neither side */
	MATCH_SAME,   /* one frame, mapped by both */
	MATCH_COPIED, /* in RAM on both sides, each with a frame of its own */
	MATCH_FIRST,  /* in RAM on the first side only */
	MATCH_SECOND,
	MATCHES,
};

/* A piece of the address space. At least one side has it. */
struct aligned {
	uint64_t start, end;
	const struct region *sides[2]; /* NULL: not mapped there */
	bool is_same_thing;            /* both: the same place of the same file, or no file */
};

/* Where the alignment of two tables has come to; begins with all but the tables zero. */
struct alignment {
	const struct region_table *tables[2];
	size_t next[2];
	uint64_t reach;
};

/* The next piece; false when there are no more. */
bool compare_next(struct alignment *alignment, struct aligned *ret_piece);

/* Is one the child of the other, or are both children of one that run the same program? */
bool compare_is_family(const struct process *first, const struct process *second);

/* Two looks at one piece. */
struct page_pair {
	const struct page_map *maps[2];      /* of equal windows; NULL: nothing known */
	const struct page_frames *frames[2]; /* NULL: withheld */
	const struct aligned *piece;
	bool is_family;
	bool is_one_process; /* at two times: what was there and still is, unless it was copied */
};

struct match_count {
	uint64_t pages[MATCHES];
	bool is_proved;    /* by frame numbers */
	bool is_sampled;   /* not every page was read; never when proved */
	bool is_estimated; /* cells were too large to tell each page; never when proved */
};

/* Counts the pages of `count` cells from cell `first` on, as far as the window reaches. */
struct match_count compare_cells(const struct page_pair *pair, size_t first, size_t count);

struct family_sum {
	uint64_t rss, pss, uss;
	uint64_t again; /* of RSS: counted more than once */
	uint64_t base;  /* of PSS: shared, in RAM once */
};

/* Sums; UNKNOWN where a member's is. Members that have ended add nothing. */
struct family_sum compare_family(const struct snapshot *const *members, size_t count);
