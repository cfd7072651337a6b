/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages: what stands behind each page of a process, exactly as runs, or summed into cells.
 *
 * Model
 *  - A page has one state and attributes. States follow from pagemap bits 55-63 or PAGEMAP_SCAN
 *    categories and the mapping the page is in; an ordinary user sees them all of own processes.
 *  - A look is taken of one window: an address range cut into cells of equal size (a power of two
 *    times the page size). Its result, a page map, is an immutable value, reference counted like a
 *    snapshot. Presence is exact at every zoom; shared against exclusive is exact while the window
 *    holds at most PAGE_EXACT bytes and beyond that comes from a bounded sample (`is_sampled`).
 *  - PAGEMAP_SCAN and pread() of pagemap give the same states, but for what only the first can tell:
 *    by pread() a page of zeros is PAGE_SHARED (to root only a huge one), a transparent huge page is
 *    not marked PAGE_HUGE, and windows with more than 4 GiB mapped get presence from a sample, too
 *    (`is_presence_sampled`).
 *  - Looking never faults a page in and never writes to the process. Each single call that holds the
 *    process's mmap lock is bounded (`longest_hold_ns` reports it). Cost follows cells, not bytes.
 *  - Ranges that vanish meanwhile are absent, not errors.
 * Sources: Documentation/admin-guide/mm/pagemap.rst. Page size: sysconf(_SC_PAGESIZE). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "strata/snapshot.h"

enum page_state {
	PAGE_ABSENT,
	PAGE_RESIDENT, /* present, mapped only here */
	PAGE_SHARED,   /* present, mapped elsewhere too (the page of a file below: PAGE_FILE) */
	PAGE_FILE,     /* clean page of a private file mapping: still the page cache's */
	PAGE_COW,      /* private copy of a file page, mapped only here */
	PAGE_ZERO,     /* the shared page of zeros: read but never written */
	PAGE_SWAPPED,
	PAGE_GUARD, /* MADV_GUARD_INSTALL, or nothing there and the mapping without any access */
	PAGE_STATES,
};

enum page_attribute {
	PAGE_HUGE = 1,
	PAGE_LOCKED = 2,  /* present and in a mapping that is locked; needs VmFlags in the table */
	PAGE_WRITTEN = 4, /* its soft-dirty mark is set (lens.h); told only where asked for */
};

/* "resident": screen and exports. */
const char *page_state_name(enum page_state state);

#define PAGE_EXACT (64ull << 20)

/* Consecutive pages of equal state and attributes. */
struct page_run {
	uint64_t start, end;
	uint8_t state;
	uint8_t attributes;
};

struct page_window {
	uint64_t start, end; /* page-aligned; end - start <= cell * count */
	uint64_t cell;       /* bytes a cell */
	size_t count;        /* cells */
};

/* A cell, summed. Shares are of the pages of the cell that are mapped at all, 0..255; something
 * above nothing is at least 1, less than all at most 254. */
struct page_cell {
	uint8_t dominant;   /* enum page_state: the most frequent one that is not absent */
	uint8_t attributes; /* of any page in it */
	uint8_t present;    /* share of pages in RAM */
	uint8_t shared;     /* share of pages in state PAGE_SHARED */
	bool is_mapped;     /* false: nothing but a hole of the address space */
};

struct page_map {
	struct page_window window;
	struct page_cell *cells;
	uint64_t totals[PAGE_STATES]; /* pages; shared against resident estimated when is_sampled */
	uint64_t huge, locked;        /* pages of these attributes, of any state */
	bool is_sampled;          /* shared against resident (or cow) was not read of every page */
	bool is_presence_sampled; /* nor were the pages in RAM; implies is_sampled */
	bool is_scan;             /* read by PAGEMAP_SCAN; otherwise by pread() of pagemap */
	int error;                /* positive errno when pagemap could not be read; 0 */
	uint64_t clock_ns;        /* CLOCK_MONOTONIC of the look */
	uint64_t cost_ns;         /* what it took */
	uint64_t longest_hold_ns; /* its longest single call */
	unsigned references;      /* atomic; use the functions */
};

struct page_map *page_map_ref(const struct page_map *map);
void page_map_unref(const struct page_map *map);

/* One page under the cursor, with what only root may know. */
struct page_detail {
	uint64_t address;
	uint8_t state, attributes;
	bool soft_dirty_known, is_soft_dirty;
	uint64_t frame;     /* PFN; UNKNOWN when withheld */
	uint64_t map_count; /* /proc/kpagecount; UNKNOWN */
	uint64_t flags;     /* /proc/kpageflags; UNKNOWN */
	int error;          /* positive errno; 0 */
};

struct page_reader;

struct page_reader_options {
	pid_t pid;
	bool without_scan; /* as on a kernel that has no PAGEMAP_SCAN */
};

/* One reader a process and thread. It keeps its buffers: a repeated look allocates nothing new. */
int page_reader_create(const struct page_reader_options *options, struct page_reader **ret_reader);
void page_reader_destroy(struct page_reader *reader);

/* From now on looks tell PAGE_WRITTEN, or no more. Runs never do. */
void page_reader_show_written(struct page_reader *reader, bool is_shown);
/* Looks at a window. `table` says what is mapped there (permissions, private or shared, file). */
int page_reader_look(struct page_reader *reader, const struct region_table *table,
	const struct page_window *window, struct page_map **ret_map);
/* Hands out every run of [start, end) in order, exact, absent ones included, cut at region ends and
 * without the holes between regions. Stops when `take` returns non-zero, and returns that. */
int page_reader_runs(struct page_reader *reader, const struct region_table *table, uint64_t start,
	uint64_t end, int (*take)(void *context, const struct page_run *run), void *context);
int page_reader_inspect(struct page_reader *reader, const struct region_table *table,
	uint64_t address, struct page_detail *ret_detail);

#define PAGE_RECORD_PAGES (1ull << 20) /* in RAM or in swap */
#define PAGE_RECORD_RUNS (1u << 18)

/* What stood behind each page of a process at one moment, to be looked at later as if it were then:
 * an immutable value, reference counted like a page map. */
struct page_record {
	size_t count;
	unsigned references;
	struct page_run runs[]; /* all that was mapped, in order, absent pages included */
};

struct page_record *page_record_ref(const struct page_record *record);
void page_record_unref(const struct page_record *record); /* NULL is fine */
/* All pages of the process. -E2BIG where there is more than the bounds above; -ENOMEM, -errno. */
int page_reader_record(struct page_reader *reader, const struct region_table *table,
	struct page_record **ret_record);
/* A look at the record: exact at every zoom. -EINVAL, -ENOMEM. */
int page_record_look(const struct page_record *record, const struct page_window *window,
	struct page_map **ret_map);

#define PAGE_FRAMES_MOST (256ull << 20)

/* Frame numbers of consecutive pages: an immutable value, reference counted like a page map. */
struct page_frames {
	uint64_t start; /* address of the first page */
	size_t count;   /* pages */
	unsigned references;
	uint64_t frames[]; /* 0: not in RAM */
};

struct page_frames *page_frames_ref(const struct page_frames *frames);
void page_frames_unref(const struct page_frames *frames); /* NULL is fine */
/* The frames of [start, end), page-aligned, at most PAGE_FRAMES_MOST bytes. -EPERM where they are
 * withheld, as from ordinary users; -EINVAL, -ENOMEM, -ESRCH. */
int page_reader_frames(
	struct page_reader *reader, uint64_t start, uint64_t end, struct page_frames **ret_frames);
/* The words of kpageflags: "anon lru uptodate ksm"; returns the length. */
size_t page_flags_text(uint64_t flags, char *out, size_t size);
