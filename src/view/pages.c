/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/pages.h"

#include <unistd.h>

#include "strata/translate.h"
#include "view/page_paint.h"

/* The Pages view listens to the cursor here; where it may go stands in pages_move.c, how it looks in
 * pages_paint.c. */

struct page_grid pages_grid(const struct scene *scene, const struct view_state *state)
{
	return (struct page_grid){
		.cell = state->place.cell,
		.columns = page_grid_columns(state->width - PAGES_LABEL - 1),
		.rows = page_paint_rows(scene->is_plain),
	};
}

uint64_t pages_wiped(const struct scene *scene)
{
	return scene->wiped_wall_ns ? scene->wiped_wall_ns[LENS_WRITTEN] : 0;
}

struct page_stretch pages_stretch(const struct view_state *state, size_t row)
{
	const struct row *stretch = &state->rows[row];
	return (struct page_stretch){ stretch->value, stretch->value + stretch->size,
		stretch->first, stretch->count };
}

size_t pages_row_of_line(const struct view_state *state, uint64_t line)
{
	size_t low = 0, high = state->row_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (state->rows[middle].first + (uint64_t)state->rows[middle].count <= line)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t pages_row_of_address(const struct view_state *state, uint64_t address)
{
	for (size_t i = 0; i < state->row_count; i++)
		if (address - state->rows[i].value < state->rows[i].size)
			return i;
	return state->row_count;
}

/* A region that grows or shrinks takes the scope with it. */
static void follow_scope(const struct region_table *table, struct page_place *place)
{
	const struct region *region = region_find(table->regions, table->count, place->start);
	if (place->is_region && region && region->start == place->start)
		place->end = region->end;
}

static void arrange_stretches(const struct scene *scene, struct view_state *state,
	const struct page_grid *grid, uint64_t end)
{
	struct page_stretch stretch = { 0 };
	uint64_t start = state->place.start;
	for (size_t index = 0;
		page_grid_next(grid, scene->now->table, start, end, &index, &stretch);) {
		struct row row = { .value = stretch.start,
			.size = stretch.end - stretch.start,
			.first = (uint32_t)stretch.line,
			.count = (uint32_t)stretch.lines };
		if (!state_add_row(state, row))
			break;
	}
	state->lines = stretch.line + stretch.lines;
}

/* Somebody else has moved the list (the wheel): the cursor goes along, by the lines as they were. */
static void follow_list(const struct page_grid *grid, struct view_state *state)
{
	struct page_place *place = &state->place;
	size_t line = state->list.selected, row = pages_row_of_line(state, line);
	if (line == place->line || row == state->row_count)
		return;
	struct page_stretch stretch = pages_stretch(state, row);
	struct page_spot spot = { .line = line };
	size_t old = pages_row_of_address(state, place->cursor);
	if (old < state->row_count) {
		struct page_stretch from = pages_stretch(state, old);
		spot.column = page_grid_spot(grid, &from, place->cursor).column;
	}
	if (!page_grid_address(grid, &stretch, spot, &place->cursor))
		place->cursor = stretch.end - 1;
}

/* The list follows the cursor. At another zoom it stays where it was on the screen. */
static void lead_list(const struct page_grid *grid, struct view_state *state, bool has_zoomed)
{
	struct page_place *place = &state->place;
	struct list *list = &state->list;
	size_t row = pages_row_of_address(state, place->cursor);
	if (row == state->row_count) {
		row = 0;
		place->cursor = state->rows[0].value;
	}
	struct page_stretch stretch = pages_stretch(state, row);
	size_t line = page_grid_spot(grid, &stretch, place->cursor).line;
	size_t above = place->line - list->top;
	if (has_zoomed)
		list->top = line > above ? line - above : 0;
	place->line = list->selected = line;
}

/* What was searched for has been found. */
static void take_answer(const struct page_look *look, struct page_place *place)
{
	if (!look || look->sought_turn != place->seek_turn || place->seek_done == place->seek_turn)
		return;
	place->seek_done = place->seek_turn;
	if (look->sought != UINT64_MAX)
		place->cursor = look->sought;
}

static void arrange(const struct scene *scene, struct view_state *state)
{
	struct page_place *place = &state->place;
	struct page_grid grid = pages_grid(scene, state);
	follow_list(&grid, state);
	take_answer(scene->pages, place);
	state_clear_rows(state);
	state->lines = 0;
	if (!scene->now || scene->now->table->count == 0)
		return;
	follow_scope(scene->now->table, place);
	uint64_t end = place->end ? place->end : UINT64_MAX, cell = place->cell;
	place->cell = place->zoom ? place->zoom
				  : page_grid_fit(&grid, scene->now->table, place->start, end,
					    (uint64_t)(state->height > 0 ? state->height : 1));
	grid.cell = place->cell;
	arrange_stretches(scene, state, &grid, end);
	if (state->row_count)
		lead_list(&grid, state, cell != place->cell);
}

static struct selection selected(const struct scene *scene)
{
	struct selection selection = { .name = "" };
	const struct region_table *table = scene->now ? scene->now->table : NULL;
	uint64_t cursor = scene->state->place.cursor;
	if (!table || scene->state->row_count == 0)
		return selection;
	selection.region = region_find(table->regions, table->count, cursor);
	if (!selection.region)
		return selection;
	selection.first = (uint32_t)(selection.region - table->regions);
	selection.count = 1;
	selection.start = selection.region->start;
	selection.end = selection.region->end;
	return selection;
}

static void set_scope(struct view_state *state, uint64_t start, uint64_t end, bool is_region)
{
	struct page_place *place = &state->place;
	bool is_same = place->start == start && (is_region || place->end == end);
	bool holds_cursor = place->cursor >= start && (end == 0 || place->cursor < end);
	place->start = start;
	place->end = end;
	place->is_region = is_region;
	if (!is_same)
		place->zoom = 0;
	if (!holds_cursor)
		place->cursor = start;
}

static void take_over(
	const struct scene *scene, struct view_state *state, const struct selection *selection)
{
	(void)scene;
	if (selection->count > 0)
		set_scope(state, selection->start, selection->end, selection->region != NULL);
}

/* Goes to the address: in the scope where it holds it, otherwise in the region that does. */
static bool reveal(const struct scene *scene, struct view_state *state, uint64_t address)
{
	const struct region_table *table = scene->now->table;
	const struct page_place *place = &state->place;
	const struct region *region = region_find(table->regions, table->count, address);
	if (!region)
		return false;
	if (address < place->start || (place->end && address >= place->end))
		set_scope(state, region->start, region->end, true);
	state->place.cursor = address;
	return true;
}

/* From all to the region under the cursor, and back. */
static void toggle_scope(const struct scene *scene, struct view_state *state)
{
	struct selection selection = selected(scene);
	if (state->place.is_region)
		set_scope(state, 0, 0, false);
	else if (selection.region)
		set_scope(state, selection.start, selection.end, true);
}

static bool obey(const struct scene *scene, struct view_state *state, enum command command)
{
	if (state->row_count == 0)
		return false;
	switch (command) {
	case COMMAND_ENTER:
		toggle_scope(scene, state);
		return true;
	case COMMAND_MARK:
		state->place.is_marking = !state->place.is_marking;
		return true;
	default:
		return pages_move(scene, state, command) || pages_zoom(scene, state, command);
	}
}

static void look(const struct scene *scene, struct rect area, struct page_wish *wish)
{
	const struct view_state *state = scene->state;
	struct page_grid grid = pages_grid(scene, state);
	uint64_t top = state->list.top, bottom = top + (uint64_t)area.height;
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	for (size_t row = pages_row_of_line(state, top);
		row < state->row_count && wish->count < PAGE_WINDOWS; row++) {
		struct page_stretch stretch = pages_stretch(state, row);
		if (stretch.line >= bottom)
			break;
		struct page_window window = pages_window(&grid, &stretch, top, bottom);
		if (window.count)
			wish->windows[wish->count++] = window;
	}
	wish->shows_written = pages_wiped(scene) != 0;
	wish->seek_turn = state->place.seek_turn;
	wish->seek_from = state->place.seek_from;
	wish->seek_to = state->place.seek_to;
	wish->inspect = state->place.cursor / page * page;
}

static void point(
	const struct scene *scene, struct view_state *state, struct rect area, int x, int y)
{
	struct page_grid grid = pages_grid(scene, state);
	struct page_spot spot = {
		.line = state->list.top + (uint64_t)(y - area.y - PAGES_HEAD),
		.column = x - area.x - PAGES_LABEL,
	};
	size_t row = pages_row_of_line(state, spot.line);
	if (row == state->row_count || spot.column < 0 || spot.column >= grid.columns)
		return;
	struct page_stretch stretch = pages_stretch(state, row);
	page_grid_address(&grid, &stretch, spot, &state->place.cursor);
}

const struct view view_pages = {
	.name = "pages",
	.title = N_("Pages"),
	.summary = N_("page by page: what is in RAM, shared, copied, swapped or never touched"),
	.needs = DETAIL_MAPS | DETAIL_SMAPS | DETAIL_PAGES,
	.has_side = true,
	.head = PAGES_HEAD,
	.foot = PAGES_FOOT,
	.arrange = arrange,
	.paint = pages_paint,
	.obey = obey,
	.selected = selected,
	.reveal = reveal,
	.look = look,
	.take_over = take_over,
	.point = point,
	.inspect = pages_inspect,
};
