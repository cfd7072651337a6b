/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/map.h"

#include <stdio.h>

#include "strata/translate.h"
#include "view/filter.h"
#include "view/view.h"

/* The map listens to the cursor here; how it looks stands in map_paint.c, its rows in map_rows.c. */

static struct row cursor(const struct scene *scene)
{
	return state_current(scene->state);
}

static struct selection selected(const struct scene *scene)
{
	struct row row = cursor(scene);
	if (!scene->now || row.tag == UINT32_MAX)
		return (struct selection){ .name = "" };
	const struct region *regions = scene->now->table->regions;
	struct selection selection = {
		.start = row.value, .end = row.value + row.size, .name = ""
	};
	switch ((enum map_tag)row.tag) {
	case MAP_REGION:
	case MAP_CHILD:
		selection.region = &regions[row.first];
		selection.first = row.first;
		selection.count = 1;
		break;
	case MAP_PART:
		selection.region = &regions[row.first];
		selection.name = selection.region->parts[row.count].name;
		break;
	case MAP_MARKER:
		selection.region = region_find(regions, scene->now->table->count, row.value);
		break;
	case MAP_MODULE:
	case MAP_RUN:
		selection.first = row.first;
		selection.count = row.count;
		selection.end = regions[row.first + row.count - 1].end;
		selection.name = regions[row.first].module;
		break;
	default:
		break;
	}
	return selection;
}

/* The row that shows this address: the last that covers it, as inner rows follow outer ones. */
static size_t row_of(const struct scene *scene, const struct view_state *state, uint64_t address)
{
	size_t found = SIZE_MAX;
	for (size_t i = 0; i < state->row_count; i++) {
		const struct row *row = &state->rows[i];
		uint64_t end = row->value + row->size;
		if (row->tag == MAP_MODULE || row->tag == MAP_RUN)
			end = scene->now->table->regions[row->first + row->count - 1].end;
		if (row->tag != MAP_MARKER && address >= row->value && address < end)
			found = i;
	}
	return found;
}

static bool is_folded(const struct scene *scene, const struct view_state *state, size_t row)
{
	enum map_tag tag = state->rows[row].tag;
	return (tag == MAP_MODULE || tag == MAP_RUN) &&
	       !map_is_open(scene, state, &state->rows[row]);
}

static bool reveal(const struct scene *scene, struct view_state *state, uint64_t address)
{
	size_t row = row_of(scene, state, address);
	if (row == SIZE_MAX)
		return false;
	if (is_folded(scene, state, row)) {
		state_toggle_open(state, map_key(scene, &state->rows[row]));
		map_arrange(scene, state);
		row = row_of(scene, state, address);
	}
	state->list.selected = row;
	return true;
}

/* Opens or folds the row under the cursor; with `wanted`, only if it is not so already. */
static bool toggle(const struct scene *scene, struct view_state *state, const bool *wanted)
{
	struct row row = cursor(scene);
	uint64_t key = row.tag == UINT32_MAX ? 0 : map_key(scene, &row);
	if (key == 0 || (wanted && map_is_open(scene, state, &row) == *wanted))
		return false;
	state_toggle_open(state, key);
	return true;
}

/* From inside an open block to its own row. */
static bool leave(const struct scene *scene, struct view_state *state)
{
	enum map_tag tag = cursor(scene).tag;
	if (tag != MAP_CHILD && tag != MAP_PART && tag != MAP_GAP)
		return false;
	for (size_t i = state->list.selected; i-- > 0;) {
		enum map_tag above = state->rows[i].tag;
		bool is_outer = above == MAP_MODULE || above == MAP_RUN ||
				(tag == MAP_PART && (above == MAP_CHILD || above == MAP_REGION));
		if (is_outer) {
			state->list.selected = i;
			return true;
		}
		if (above == MAP_REGION)
			return false;
	}
	return false;
}

/* Looks through the regions from the cursor on, downwards or upwards, and round the end. A folded
 * module whose name fits is found as it is. */
static bool find(const struct scene *scene, struct view_state *state, int step)
{
	const struct region_table *table = scene->now ? scene->now->table : NULL;
	struct row row = cursor(scene);
	if (!table || table->count == 0 || !state->find[0] || row.tag == UINT32_MAX)
		return false;
	size_t rows = state->row_count, at = state->list.selected;
	for (size_t i = 0; i < rows; i++) {
		at = (at + rows + (size_t)step) % rows;
		const struct row *candidate = &state->rows[at];
		bool is_block = candidate->tag == MAP_MODULE || candidate->tag == MAP_RUN;
		if (!is_block && candidate->tag != MAP_REGION && candidate->tag != MAP_CHILD)
			continue;
		for (uint32_t r = candidate->first; r < candidate->first + candidate->count; r++)
			if (filter_fits(state->find, &table->regions[r])) {
				state->list.selected = at;
				return true;
			}
	}
	return false;
}

static bool mark(const struct scene *scene, struct view_state *state)
{
	struct selection selection = selected(scene);
	if (selection.count != 1)
		return false;
	state_toggle_marked(state, selection.start);
	return true;
}

static bool obey(const struct scene *scene, struct view_state *state, enum command command)
{
	static const bool open = true, folded = false;
	switch (command) {
	case COMMAND_ENTER:
		return toggle(scene, state, NULL);
	case COMMAND_RIGHT:
		return toggle(scene, state, &open);
	case COMMAND_LEFT:
		return toggle(scene, state, &folded) || leave(scene, state);
	case COMMAND_FOLD_ALL:
		state_toggle_all(state);
		return true;
	case COMMAND_FIND_NEXT:
		return find(scene, state, 1);
	case COMMAND_FIND_PREVIOUS:
		return find(scene, state, -1);
	case COMMAND_MARK:
		return mark(scene, state);
	default:
		return false;
	}
}

const struct view view_map = {
	.name = "map",
	.title = N_("Map"),
	.summary = N_("the address space as textbooks draw it: what lies where, and how much is in "
		      "memory"),
	.needs = DETAIL_MAPS | DETAIL_SMAPS | DETAIL_PAGES,
	.has_side = true,
	.arrange = map_arrange,
	.paint = map_paint,
	.obey = obey,
	.selected = selected,
	.reveal = reveal,
	.look = map_look,
	.row_at = map_row_at,
};
