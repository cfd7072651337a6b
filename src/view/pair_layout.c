/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <unistd.h>

#include "ui/layout.h"
#include "view/page_paint.h"
#include "view/pair.h"

#define LABEL 15       /* an address and a blank */
#define GUTTER 5       /* between the sides */
#define LEAST_LABEL 58 /* columns from which on there is room for labels */
#define LEAST_CELLS 3  /* lines of the grid below which the rest gives way */
#define MOST_LIST 8
#define LARGEST_CELL (1ull << 46)

static int clamp(int value, int least, int most)
{
	return value < least ? least : value > most ? most : value;
}

static int list_height(const struct scene *scene, int height)
{
	int most = clamp(height / 6, 1, MOST_LIST);
	return scene->state->row_count < (size_t)most ? (int)scene->state->row_count : most;
}

/* Lines at the foot, from the bottom up, as long as the grid keeps its least. */
static void take_foot(struct pair_layout *layout, struct rect *rest, int totals)
{
	bool is_roomy = rest->height >= 20;
	if (rest->height >= totals + LEAST_CELLS)
		layout->totals = layout_bottom(rest, totals);
	if (is_roomy) {
		layout_bottom(rest, 1);
		layout->states = layout_bottom(rest, 1);
	}
	if (rest->height > LEAST_CELLS)
		layout->legend = layout_bottom(rest, 1);
	if (is_roomy)
		layout_bottom(rest, 1);
}

static void take_cells(struct pair_layout *layout, struct rect rest)
{
	layout->label = rest.width >= LEAST_LABEL ? LABEL : 0;
	layout_left(&rest, layout->label);
	int columns = page_grid_columns((rest.width - GUTTER) / 2);
	layout->cells[0] = layout_left(&rest, columns);
	layout->gutter = layout_left(&rest, GUTTER);
	layout->cells[1] = layout_left(&rest, columns);
}

struct pair_layout pair_layout(const struct scene *scene, struct rect area)
{
	struct pair_layout layout = { 0 };
	struct pair pair;
	struct rect rest = area;
	layout_left(&rest, 1);
	bool has_pair = pair_of(scene, &pair);
	int totals = has_pair ? pair_totals_height(scene, &pair, area.height) : 0;
	layout.head = layout_top(&rest, 1);
	layout.list = layout_top(&rest, list_height(scene, area.height));
	if (area.height >= 24)
		layout_top(&rest, 1);
	layout.title = layout_top(&rest, 1);
	take_foot(&layout, &rest, totals);
	take_cells(&layout, rest);
	return layout;
}

static uint64_t divide_up(uint64_t number, uint64_t by)
{
	return number / by + (number % by != 0);
}

struct page_window pair_window(const struct row *row, struct rect cells, int rows)
{
	uint64_t cell = (uint64_t)sysconf(_SC_PAGESIZE);
	if (cells.width <= 0 || cells.height <= 0 || row->size == 0)
		return (struct page_window){ 0 };
	uint64_t room = (uint64_t)cells.width * (uint64_t)cells.height * (uint64_t)rows;
	while (cell < LARGEST_CELL && divide_up(row->size, cell) > room)
		cell *= 2;
	return (struct page_window){
		.start = row->value,
		.end = row->value + row->size,
		.cell = cell,
		.count = divide_up(row->size, cell),
	};
}

size_t pair_top(const struct view_state *state, int height)
{
	size_t lines = height > 0 ? (size_t)height : 1;
	return state->list.selected / lines * lines;
}
