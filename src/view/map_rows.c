/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/map.h"

#include <string.h>

#include "demo/run.h"
#include "view/filter.h"

#define RUN_LEAST 64                    /* so many mappings in a row fold into one block */
#define RUN_LARGEST (UINT64_C(1) << 28) /* larger ones stand alone */
#define RUN_GAP (UINT64_C(1) << 30)     /* and across such a gap there is no run */
#define SMALL_GAP (UINT64_C(1) << 16)   /* not shown between two modules */

/* Addresses are page-aligned, so the low bits tell whose key it is. */
#define KEY_RUN 1
#define KEY_PARTS 2

struct block {
	enum map_tag tag; /* MAP_MODULE, MAP_RUN; MAP_REGION: each stands alone */
	uint32_t first, count;
};

/* What all the functions below work on. */
struct arranging {
	const struct scene *scene;
	struct view_state *state;
	const struct region_table *table;
};

static uint64_t user_end(const struct region_table *table)
{
	/* x86-64 with four and five levels of page tables, and 48 bits elsewhere. */
	static const uint64_t ends[] = { 0x7ffffffff000, 0x1000000000000, 0xfffffffffff000 };
	size_t i = 0;
	for (size_t at = table->count; at-- > 0;) {
		const struct region *region = &table->regions[at];
		if (region->kind == REGION_VSYSCALL)
			continue;
		while (i + 1 < sizeof ends / sizeof *ends && region->end > ends[i])
			i++;
		break;
	}
	return ends[i];
}

static bool is_same_module(const struct region *a, const struct region *b)
{
	return a->module == b->module || strcmp(a->module, b->module) == 0;
}

static bool joins_run(const struct region *region)
{
	switch ((enum region_kind)region->kind) {
	case REGION_HEAP:
	case REGION_STACK:
	case REGION_VDSO:
	case REGION_VVAR:
	case REGION_VSYSCALL:
		return false;
	default:
		return !region->module[0] && region_size(region) < RUN_LARGEST;
	}
}

/* The block whose highest region is `last`. */
static struct block block_below(const struct region_table *table, uint32_t last)
{
	const struct region *regions = table->regions, *top = &regions[last];
	uint32_t first = last;
	if (top->module[0]) {
		while (first > 0 && is_same_module(&regions[first - 1], top))
			first--;
		uint32_t count = last - first + 1;
		return (struct block){ count > 1 ? MAP_MODULE : MAP_REGION, first, count };
	}
	while (first > 0 && joins_run(&regions[first]) && joins_run(&regions[first - 1]) &&
		regions[first].start - regions[first - 1].end <= RUN_GAP)
		first--;
	uint32_t count = last - first + 1;
	return (struct block){ count >= RUN_LEAST ? MAP_RUN : MAP_REGION, first, count };
}

uint64_t map_key(const struct scene *scene, const struct row *row)
{
	const struct region_table *table = scene->now->table;
	switch ((enum map_tag)row->tag) {
	case MAP_MODULE:
		return row->value;
	case MAP_RUN:
		/* New mappings are placed below the old ones: the upper end stays. */
		return table->regions[row->first + row->count - 1].end | KEY_RUN;
	case MAP_REGION:
	case MAP_CHILD:
		return table->regions[row->first].part_count ? row->value | KEY_PARTS : 0;
	default:
		return 0;
	}
}

bool map_is_open(const struct scene *scene, const struct view_state *state, const struct row *row)
{
	uint64_t key = map_key(scene, row);
	bool is_block = row->tag == MAP_MODULE || row->tag == MAP_RUN;
	return key && state_is_open(state, key) != (state->is_all_open && !is_block);
}

static void add(struct arranging *at, struct row row)
{
	state_add_row(at->state, row); /* on exhaustion the picture ends early */
}

/* The loader leaves small holes between libraries: they say nothing. */
static bool is_between_modules(const struct arranging *at, uint32_t above)
{
	const struct region *regions = at->table->regions;
	return regions[above].start - regions[above - 1].end < SMALL_GAP &&
	       regions[above].module[0] && regions[above - 1].module[0];
}

/* Resident bytes of another sample between two addresses. */
static uint64_t resident_within(const struct region_table *table, uint64_t start, uint64_t end)
{
	size_t low = 0, high = table->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (table->regions[middle].start < start)
			low = middle + 1;
		else
			high = middle;
	}
	uint64_t sum = 0;
	for (; low < table->count && table->regions[low].start < end; low++)
		if (table->regions[low].counters[COUNTER_RSS] != UNKNOWN)
			sum += table->regions[low].counters[COUNTER_RSS];
	return sum;
}

static int64_t growth(const struct arranging *at, const struct snapshot *since,
	const struct row *row, uint64_t end)
{
	if (!since || since->table == at->table || row->rss == UNKNOWN)
		return 0;
	return (int64_t)(row->rss - resident_within(since->table, row->value, end));
}

static struct row add_block(struct arranging *at, struct block block)
{
	const struct region *regions = at->table->regions;
	struct row row = { .tag = block.tag, .first = block.first, .count = block.count };
	uint64_t sizes[REGION_KINDS] = { 0 };
	uint32_t unknown = 0;
	for (uint32_t i = block.first; i < block.first + block.count; i++) {
		uint64_t rss = regions[i].counters[COUNTER_RSS];
		sizes[regions[i].kind] += region_size(&regions[i]);
		row.size += region_size(&regions[i]);
		unknown += rss == UNKNOWN;
		if (rss == UNKNOWN)
			continue;
		row.rss += rss;
		row.pss = known_sum(row.pss, regions[i].counters[COUNTER_PSS]);
		row.uss = known_sum(row.uss, region_uss(&regions[i]));
	}
	if (unknown == block.count)
		row.rss = row.pss = row.uss = UNKNOWN;
	row.is_partial = unknown > 0;
	/* Guards are there for what lies beside them: many stacks with theirs are stacks. */
	if (sizes[REGION_GUARD] < row.size)
		sizes[REGION_GUARD] = 0;
	for (unsigned kind = 0; kind < REGION_KINDS; kind++)
		if (sizes[kind] > sizes[row.kind])
			row.kind = (uint8_t)kind;
	row.value = regions[block.first].start;
	uint64_t end = regions[block.first + block.count - 1].end;
	row.grew = growth(at, at->scene->baseline, &row, end);
	row.moved = growth(at, at->scene->before, &row, end);
	add(at, row);
	return row;
}

static bool is_here(const struct arranging *at, const struct run_marker *marker)
{
	const struct demo_run *run = at->scene->demo;
	for (size_t i = 0; i < run->process_count; i++)
		if (strcmp(run->processes[i].role, marker->role) == 0)
			return run->processes[i].pid == at->scene->now->process.pid;
	return true;
}

/* The highest marker in [start, end), or NULL. */
static const struct run_marker *highest_marker(
	const struct arranging *at, uint64_t start, uint64_t end)
{
	const struct demo_run *run = at->scene->demo;
	const struct run_marker *highest = NULL;
	for (size_t i = 0; i < run->marker_count; i++) {
		const struct run_marker *marker = &run->markers[i];
		if (marker->address >= start && marker->address < end && is_here(at, marker) &&
			(!highest || marker->address > highest->address))
			highest = marker;
	}
	return highest;
}

/* Of several at one address the first stands for all. `kind` of what they are in; REGION_KINDS in a gap. */
static void add_markers(struct arranging *at, uint64_t start, uint64_t end, uint8_t kind)
{
	const struct run_marker *marker;
	while (at->scene->demo && (marker = highest_marker(at, start, end))) {
		add(at, (struct row){ .tag = MAP_MARKER,
				.first = (uint32_t)(marker - at->scene->demo->markers),
				.value = marker->address,
				.size = marker->length,
				.kind = kind });
		end = marker->address;
	}
}

static void add_gap(struct arranging *at, uint64_t start, uint64_t end)
{
	if (start >= end)
		return;
	add(at, (struct row){ .tag = MAP_GAP, .value = start, .size = end - start });
	add_markers(at, start, end, REGION_KINDS);
}

static void add_parts(struct arranging *at, uint32_t index)
{
	const struct region *region = &at->table->regions[index];
	for (uint32_t part = region->part_count; part-- > 0;)
		add(at, (struct row){ .tag = MAP_PART,
				.first = index,
				.count = part,
				.value = region->parts[part].start,
				.size = region->parts[part].end - region->parts[part].start });
}

static void add_region(struct arranging *at, enum map_tag tag, uint32_t index)
{
	const struct region *region = &at->table->regions[index];
	struct row row = { .tag = tag,
		.first = index,
		.count = 1,
		.value = region->start,
		.size = region_size(region),
		.rss = region->counters[COUNTER_RSS],
		.pss = region->counters[COUNTER_PSS],
		.uss = region_uss(region),
		.kind = region->kind };
	add(at, row);
	if (map_is_open(at->scene, at->state, &row))
		add_parts(at, index);
	add_markers(at, region->start, region->end, region->kind);
}

/* Regions of a block, highest first, with what lies between them. */
static void add_regions(struct arranging *at, enum map_tag tag, struct block block)
{
	const struct region *regions = at->table->regions;
	for (uint32_t i = block.first + block.count; i-- > block.first;) {
		add_region(at, tag, i);
		if (i > block.first)
			add_gap(at, regions[i - 1].end, regions[i].start);
	}
}

static void add_folding(struct arranging *at, struct block block)
{
	const struct region *regions = at->table->regions;
	const struct row row = add_block(at, block);
	if (map_is_open(at->scene, at->state, &row))
		add_regions(at, MAP_CHILD, block);
	else
		add_markers(at, regions[block.first].start,
			regions[block.first + block.count - 1].end, row.kind);
}

static void add_all(struct arranging *at)
{
	const struct region *regions = at->table->regions;
	const uint64_t top = user_end(at->table);
	uint64_t above = UINT64_MAX; /* lowest address so far */
	for (uint32_t left = (uint32_t)at->table->count; left > 0;) {
		struct block block = block_below(at->table, left - 1);
		if (above > top && regions[block.first].start < top) {
			add(at, (struct row){ .tag = MAP_EDGE_TOP, .value = top });
			above = top;
		}
		if (above <= top && !(left < at->table->count && is_between_modules(at, left)))
			add_gap(at, regions[left - 1].end, above);
		if (block.tag == MAP_REGION)
			add_regions(at, MAP_REGION, block);
		else
			add_folding(at, block);
		above = regions[block.first].start;
		left = block.first;
	}
	add_gap(at, 0, above);
	add(at, (struct row){ .tag = MAP_EDGE_BOTTOM });
}

/* Only what passes the filter, nothing folded, no gaps. */
static void add_filtered(struct arranging *at)
{
	for (uint32_t i = (uint32_t)at->table->count; i-- > 0;)
		if (filter_fits(at->state->filter, &at->table->regions[i]))
			add_region(at, MAP_REGION, i);
}

/* Where the cursor is at first. */
static void select_stack(const struct arranging *at)
{
	for (size_t i = 0; i < at->state->row_count; i++) {
		const struct row *row = &at->state->rows[i];
		if (row->tag == MAP_REGION && at->table->regions[row->first].kind == REGION_STACK)
			at->state->list.selected = i;
	}
}

void map_arrange(const struct scene *scene, struct view_state *state)
{
	struct row current = state_current(state);
	state_clear_rows(state);
	if (!scene->now || scene->now->table->count == 0)
		return;
	struct arranging at = { scene, state, scene->now->table };
	if (state->filter[0])
		add_filtered(&at);
	else
		add_all(&at);
	state->largest = 0;
	for (size_t i = 0; i < state->row_count; i++)
		if (state->rows[i].tag != MAP_GAP && state->rows[i].size > state->largest)
			state->largest = state->rows[i].size;
	if (current.tag == UINT32_MAX)
		select_stack(&at);
	else
		state_restore(state, current);
}
