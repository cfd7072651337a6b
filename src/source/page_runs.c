/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>

#include "page_reader.h"
#include "page_walk.h"
#include "strata/snapshot.h"

/* Runs are handed out once the next one is known to be another. */
struct joiner {
	struct page_run run; /* start == end: none */
	uint64_t region_end; /* of the region it is in */
	const struct region_table *table;
	int (*take)(void *context, const struct page_run *run);
	void *context;
};

static int flush(struct joiner *joiner)
{
	const struct page_run run = joiner->run;
	joiner->run.start = joiner->run.end;
	return run.start < run.end ? joiner->take(joiner->context, &run) : 0;
}

static int take_run(void *context, const struct page_run *run)
{
	struct joiner *joiner = context;
	struct page_run *last = &joiner->run;
	bool is_same = last->start < last->end && run->start == last->end &&
		       run->start < joiner->region_end && run->state == last->state &&
		       run->attributes == last->attributes;
	if (is_same) {
		last->end = run->end;
		return 0;
	}
	int result = flush(joiner);
	*last = *run;
	if (run->start >= joiner->region_end) {
		size_t index = page_walk_first(joiner->table, run->start);
		joiner->region_end = joiner->table->regions[index].end;
	}
	return result;
}

static int run_once(struct page_reader *reader, struct joiner *joiner, uint64_t start, uint64_t end)
{
	const struct page_sink sink = { .context = joiner, .take = take_run };
	struct page_walk walk = {
		.table = joiner->table,
		.start = start,
		.end = end,
		.is_scan = !reader->scan.is_missing,
		.sample_every = 1,
		.block = PAGE_SCAN_REACH,
		.stretch = 1,
		.scan = &reader->scan,
		.entries = &reader->entries,
		.sink = &sink,
	};
	reader->scan.wants_written = false;
	int result = page_walk_run(&walk);
	return result ? result : flush(joiner);
}

int page_reader_runs(struct page_reader *reader, const struct region_table *table, uint64_t start,
	uint64_t end, int (*take)(void *context, const struct page_run *run), void *context)
{
	struct joiner joiner = { .table = table, .take = take, .context = context };
	int result = page_reader_begin(reader);
	if (result)
		return result;
	result = run_once(reader, &joiner, start, end);
	/* It is at its first call that the kernel is found to have no scan: nothing was handed out
	 * but what is absent, and that comes again. */
	if (result == -ENOTTY && reader->scan.is_missing)
		result = run_once(reader, &joiner, start, end);
	page_reader_end(reader);
	return result;
}
