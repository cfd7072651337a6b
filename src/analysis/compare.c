/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/compare.h"

#include <string.h>
#include <unistd.h>

#include "overlap.h"

#define WHOLE 255       /* the share of a cell that is all of it */
#define SHARE_EXACT 127 /* pages of a cell whose shares tell each of them */

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* The region of one side that ends behind `address`, or NULL. */
static const struct region *side_at(struct alignment *alignment, size_t side, uint64_t address)
{
	const struct region_table *table = alignment->tables[side];
	size_t *next = &alignment->next[side];
	while (*next < table->count && table->regions[*next].end <= address)
		++*next;
	return *next < table->count ? &table->regions[*next] : NULL;
}

static uint64_t start_of(const struct region *region)
{
	return region ? region->start : UINT64_MAX;
}

bool compare_next(struct alignment *alignment, struct aligned *ret_piece)
{
	const struct region *sides[2];
	struct aligned piece = { .end = UINT64_MAX };
	for (size_t i = 0; i < 2; i++)
		sides[i] = side_at(alignment, i, alignment->reach);
	piece.start = least(start_of(sides[0]), start_of(sides[1]));
	if (piece.start == UINT64_MAX)
		return false;
	if (piece.start < alignment->reach)
		piece.start = alignment->reach;
	for (size_t i = 0; i < 2; i++) {
		if (start_of(sides[i]) > piece.start) {
			piece.end = least(piece.end, start_of(sides[i]));
			continue;
		}
		piece.sides[i] = sides[i];
		piece.end = least(piece.end, sides[i]->end);
	}
	piece.is_same_thing = piece.sides[0] && piece.sides[1] &&
			      overlap_is_same_thing(piece.sides[0], piece.sides[1]);
	alignment->reach = piece.end;
	*ret_piece = piece;
	return true;
}

bool compare_is_family(const struct process *first, const struct process *second)
{
	if (first->ppid == second->pid || second->ppid == first->pid)
		return true;
	return first->ppid == second->ppid && first->exe[0] && strcmp(first->exe, second->exe) == 0;
}

static bool covers(const struct page_frames *frames, uint64_t start, uint64_t end, uint64_t page)
{
	return frames && frames->start <= start && frames->start + frames->count * page >= end;
}

static enum match match_of(uint64_t first, uint64_t second)
{
	if (first && second)
		return first == second ? MATCH_SAME : MATCH_COPIED;
	if (first || second)
		return first ? MATCH_FIRST : MATCH_SECOND;
	return MATCH_NONE;
}

static void count_frames(const struct page_frames *const frames[2], uint64_t start, uint64_t end,
	uint64_t page, struct match_count *count)
{
	for (uint64_t address = start; address < end; address += page) {
		uint64_t first = frames[0]->frames[(address - frames[0]->start) / page];
		uint64_t second = frames[1]->frames[(address - frames[1]->start) / page];
		count->pages[match_of(first, second)]++;
	}
}

/* Pages of one thing that both have in RAM are one frame in any case: a file's own, or of a shared
 * mapping, or the page of zeros. */
static bool is_common(const struct page_pair *pair, uint8_t first, uint8_t second)
{
	const struct aligned *piece = pair->piece;
	if (!piece->is_same_thing || first == PAGE_ABSENT || second == PAGE_ABSENT)
		return false;
	if (pair->is_one_process)
		return first == second || (first != PAGE_FILE && first != PAGE_ZERO);
	return (first == second && (first == PAGE_FILE || first == PAGE_ZERO)) ||
	       piece->sides[0]->permissions & piece->sides[1]->permissions & PERMISSION_SHARED;
}

/* A share of so many pages, in pages: exact for up to SHARE_EXACT. */
static uint64_t pages_of(uint8_t share, uint64_t pages)
{
	return (share * pages + WHOLE / 2) / WHOLE;
}

static bool is_estimate(const struct page_cell *cell, uint64_t pages)
{
	bool is_plain = (cell->present == 0 || cell->present == WHOLE) &&
			(cell->shared == 0 || cell->shared == WHOLE);
	return pages > SHARE_EXACT && !is_plain;
}

/* Counts a cell, so many pages large. */
static void count_cell(const struct page_pair *pair, const struct page_cell *first,
	const struct page_cell *second, uint64_t pages, struct match_count *count)
{
	uint64_t one = pages_of(first->present, pages), other = pages_of(second->present, pages);
	uint64_t both = least(one, other), same = 0;
	if (is_common(pair, first->dominant, second->dominant))
		same = both;
	else if (pair->is_family && pair->piece->is_same_thing)
		same = least(both, pages_of((uint8_t)least(first->shared, second->shared), pages));
	count->pages[MATCH_SAME] += same;
	count->pages[MATCH_COPIED] += both - same;
	count->pages[MATCH_FIRST] += one - both;
	count->pages[MATCH_SECOND] += other - both;
	count->pages[MATCH_NONE] += pages - one - other + both;
	count->is_estimated |= is_estimate(first, pages) || is_estimate(second, pages);
}

static void count_shares(const struct page_pair *pair, const struct page_window *window,
	size_t from, size_t to, struct match_count *count)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	for (size_t i = from; i < to; i++) {
		uint64_t start = window->start + i * window->cell;
		uint64_t pages = least(window->cell, window->end - start) / page;
		count_cell(pair, &pair->maps[0]->cells[i], &pair->maps[1]->cells[i], pages, count);
	}
}

static bool is_same_window(const struct page_window *a, const struct page_window *b)
{
	return a->start == b->start && a->end == b->end && a->cell == b->cell &&
	       a->count == b->count;
}

struct match_count compare_cells(const struct page_pair *pair, size_t first, size_t count)
{
	struct match_count counted = { 0 };
	if (!pair->maps[0] || !pair->maps[1] ||
		!is_same_window(&pair->maps[0]->window, &pair->maps[1]->window))
		return counted;
	const struct page_window *window = &pair->maps[0]->window;
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	size_t cells = (size_t)((window->end - window->start + window->cell - 1) / window->cell);
	size_t from = least(first, cells), to = from + least(count, cells - from);
	uint64_t start = window->start + from * window->cell;
	uint64_t end = to == cells ? window->end : window->start + to * window->cell;
	counted.is_proved = covers(pair->frames[0], window->start, window->end, page) &&
			    covers(pair->frames[1], window->start, window->end, page);
	counted.is_sampled =
		!counted.is_proved && (pair->maps[0]->is_sampled || pair->maps[1]->is_sampled);
	if (counted.is_proved)
		count_frames(pair->frames, start, end, page, &counted);
	else
		count_shares(pair, window, from, to, &counted);
	return counted;
}

static uint64_t difference(uint64_t whole, uint64_t part)
{
	if (whole == UNKNOWN || part == UNKNOWN)
		return UNKNOWN;
	return whole > part ? whole - part : 0;
}

struct family_sum compare_family(const struct snapshot *const *members, size_t count)
{
	struct family_sum sum = { 0 };
	for (size_t i = 0; i < count; i++) {
		const uint64_t *metrics = members[i]->metrics;
		if (members[i]->life != LIFE_ALIVE)
			continue;
		sum.rss = known_sum(sum.rss, metrics[METRIC_RSS]);
		sum.pss = known_sum(sum.pss, metrics[METRIC_PSS]);
		sum.uss = known_sum(sum.uss, metrics[METRIC_USS]);
	}
	sum.again = difference(sum.rss, sum.pss);
	sum.base = difference(sum.pss, sum.uss);
	return sum;
}
