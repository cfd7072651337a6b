/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "strata/translate.h"
#include "ui/layout.h"
#include "view/filter.h"
#include "view/pencil.h"
#include "view/region_columns.h"
#include "view/region_details.h"
#include "view/view.h"
#include "view/words.h"

#define COLUMN(name) (UINT64_C(1) << REGION_COLUMN_##name)
#define COUNTER(name) (UINT64_C(1) << REGION_COLUMN_OF(COUNTER_##name))

static const uint64_t always = COLUMN(ADDRESS) | COLUMN(PERMISSIONS) | COLUMN(KIND) | COLUMN(SIZE) |
			       COUNTER(RSS) | COLUMN(NAME);
/* In the order in which they find room. */
static const struct {
	int width; /* of the area, at least; more with a baseline's column */
	uint64_t columns;
} roomy[] = {
	{ 78, COUNTER(PSS) },
	{ 88, COLUMN(USS) },
	{ 96, COUNTER(PRIVATE_DIRTY) },
	{ 132, COUNTER(SHARED_CLEAN) | COUNTER(SHARED_DIRTY) | COUNTER(REFERENCED) |
			COUNTER(SWAP) },
};

static uint64_t columns_shown(const struct scene *scene, struct rect area)
{
	if (scene->state->columns)
		return scene->state->columns;
	uint64_t columns = always | (scene->baseline ? COLUMN(GREW) : 0);
	int width = area.width - (scene->baseline ? region_columns[REGION_COLUMN_GREW].width : 0);
	for (size_t i = 0; i < sizeof roomy / sizeof *roomy; i++)
		if (width >= roomy[i].width)
			columns |= roomy[i].columns;
	return columns;
}

/* Of the columns shown, those not scrolled away; the address stays. */
static uint64_t columns_visible(const struct scene *scene, struct rect area)
{
	uint64_t shown = columns_shown(scene, area);
	size_t hidden = scene->state->horizontal;
	for (unsigned i = REGION_COLUMN_ADDRESS + 1; i < REGION_COLUMNS && hidden > 0; i++)
		if (shown >> i & 1) {
			shown &= ~(UINT64_C(1) << i);
			hidden--;
		}
	return shown;
}

/* The line of titles and every row leave a column for the stripe. */
static struct rect inner(struct rect line)
{
	layout_left(&line, 2);
	return line;
}

static size_t title_at(const struct scene *scene, struct rect area, int x)
{
	size_t column = column_at(
		inner(area), region_columns, REGION_COLUMNS, columns_visible(scene, area), x);
	return column < REGION_COLUMNS && region_columns[column].compare ? column : SIZE_MAX;
}

static void sort(const struct scene *scene, struct view_state *state)
{
	if (state->sort >= REGION_COLUMNS || !region_columns[state->sort].compare) {
		for (size_t i = 0; state->is_reversed && i < state->row_count / 2; i++) {
			struct row row = state->rows[i];
			state->rows[i] = state->rows[state->row_count - 1 - i];
			state->rows[state->row_count - 1 - i] = row;
		}
		return;
	}
	if (state->sort == REGION_COLUMN_GREW)
		for (size_t i = 0; i < state->row_count; i++)
			state->rows[i].grew = region_growth(
				scene, &scene->now->table->regions[state->rows[i].first]);
	state_sort(state, region_columns, scene);
}

static void add_to_sum(struct kind_total *sum, const struct region *region)
{
	sum->regions++;
	sum->size += region_size(region);
	sum->rss = known_sum(sum->rss, region->counters[COUNTER_RSS]);
	sum->pss = known_sum(sum->pss, region->counters[COUNTER_PSS]);
	sum->uss = known_sum(sum->uss, region_uss(region));
	sum->swap = known_sum(sum->swap, region->counters[COUNTER_SWAP]);
}

static void sum_up(const struct scene *scene, struct view_state *state)
{
	const struct region *regions = scene->now->table->regions;
	memset(&state->sum, 0, sizeof state->sum);
	for (size_t i = 0; i < state->row_count; i++)
		if (!state->marked_count || state_is_marked(state, state->rows[i].value))
			add_to_sum(&state->sum, &regions[state->rows[i].first]);
}

/* Takes the sorted rows over and puts details behind the expanded ones. */
static void expand(const struct scene *scene, struct view_state *state)
{
	if (state->open_count == 0)
		return;
	struct row *sorted = state->rows;
	size_t count = state->row_count;
	state->rows = NULL;
	state->row_count = state->row_capacity = 0;
	for (size_t i = 0; i < count; i++) {
		state_add_row(state, sorted[i]);
		if (state_is_open(state, sorted[i].value))
			region_add_details(
				state, &scene->now->table->regions[sorted[i].first], sorted[i]);
	}
	free(sorted);
}

static void arrange(const struct scene *scene, struct view_state *state)
{
	struct row current = state_current(state);
	state_clear_rows(state);
	if (!scene->now)
		return;
	const struct region_table *table = scene->now->table;
	for (uint32_t i = 0; i < table->count; i++)
		if (filter_fits(state->filter, &table->regions[i]))
			state_add_row(state, (struct row){ .tag = TAG_REGION,
						     .first = i,
						     .count = 1,
						     .value = table->regions[i].start,
						     .size = region_size(&table->regions[i]) });
	sort(scene, state);
	sum_up(scene, state);
	expand(scene, state);
	state_restore(state, current);
}

static const struct region *region_of(const struct scene *scene, const struct row *row)
{
	return &scene->now->table->regions[row->first];
}

static void paint_region(const struct scene *scene, struct canvas *canvas, struct rect line,
	const struct row *row, uint64_t chosen)
{
	const struct region *region = region_of(scene, row);
	bool is_marked = state_is_marked(scene->state, row->value);
	if (is_marked)
		canvas_glyph(canvas, line.x, line.y, GLYPH_YES, PEN_BOLD(ROLE_MATCH));
	else
		canvas_glyph(canvas, line.x, line.y, GLYPH_STRIPE, PEN(role_of_kind(region->kind)));
	column_row(canvas, inner(line), region_columns, REGION_COLUMNS, chosen, row, scene);
}

static void paint_sum(const struct scene *scene, struct canvas *canvas, struct rect line)
{
	const struct view_state *state = scene->state;
	const struct kind_total *sum = &state->sum;
	const struct {
		const char *label;
		uint64_t bytes;
	} figures[] = { { _("size"), sum->size }, { "RSS", sum->rss }, { "PSS", sum->pss },
		{ "USS", sum->uss }, { _("swap"), sum->swap } };
	char text[UNITS_TEXT], all[UNITS_TEXT];
	struct pencil pencil = pencil_at(canvas, line);
	canvas_fill(canvas, line, ' ', PEN_ON(ROLE_TEXT, ROLE_BAR));
	units_count(sum->regions, UNITS_WIDE, text);
	units_count(scene->now->table->count, UNITS_WIDE, all);
	struct pen title = PEN_ON(ROLE_TITLE, ROLE_BAR);
	if (state->marked_count)
		pencil_write(&pencil, title, _(" %s marked"), text);
	else
		pencil_write(&pencil, title, _(" %s of %s regions"), text, all);
	for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
		struct pen value = PEN_ON(ROLE_VALUE, ROLE_BAR);
		value.bold = true;
		pencil_write(&pencil, PEN_ON(ROLE_DIM, ROLE_BAR), "  %s ", figures[i].label);
		pencil_write(
			&pencil, value, "%s", units_bytes(figures[i].bytes, UNITS_NARROW, text));
	}
}

static void paint(const struct scene *scene, struct canvas *canvas, struct rect area)
{
	const struct view_state *state = scene->state;
	uint64_t chosen = columns_visible(scene, area);
	struct rect rest = area, title = layout_top(&rest, 1), foot = layout_bottom(&rest, 1);
	column_header(canvas, inner(title), region_columns, REGION_COLUMNS, chosen, state->sort,
		state->is_reversed);
	paint_sum(scene, canvas, foot);
	for (size_t i = state->list.top; i < state->row_count && rest.height > 0; i++) {
		struct rect line = layout_top(&rest, 1);
		const struct row *row = &state->rows[i];
		if (row->tag == TAG_REGION)
			paint_region(scene, canvas, line, row, chosen);
		else
			region_paint_detail(scene, canvas, line, row);
		if (i == state->list.selected)
			canvas_ground(canvas, line, ROLE_SELECTED);
	}
}

static struct selection selected(const struct scene *scene)
{
	struct row row = state_current(scene->state);
	if (!scene->now || row.tag == UINT32_MAX)
		return (struct selection){ .name = "" };
	const struct region *region = region_of(scene, &row);
	return (struct selection){ region, row.first, 1, region->start, region->end, "" };
}

static bool reveal(const struct scene *scene, struct view_state *state, uint64_t address)
{
	for (size_t i = 0; scene->now && i < state->row_count; i++) {
		const struct region *region = region_of(scene, &state->rows[i]);
		if (address < region->start || address >= region->end)
			continue;
		state->list.selected = i;
		return true;
	}
	return false;
}

static bool find(const struct scene *scene, struct view_state *state, int step)
{
	size_t rows = state->row_count, at = state->list.selected;
	for (size_t i = 0; i < rows && state->find[0]; i++) {
		at = (at + rows + (size_t)step) % rows;
		const struct row *row = &state->rows[at];
		if (row->tag == TAG_REGION && filter_fits(state->find, region_of(scene, row))) {
			state->list.selected = at;
			return true;
		}
	}
	return false;
}

static bool scroll(const struct scene *scene, struct view_state *state, int step)
{
	if (step < 0 && state->horizontal == 0)
		return false;
	size_t shown =
		(size_t)__builtin_popcountll(columns_shown(scene, (struct rect){ .width = 200 }));
	if (step > 0 && state->horizontal + 3 > shown)
		return false;
	state->horizontal += (size_t)step;
	return true;
}

/* What opens is to be seen: from the lower half of the window the row moves to its middle. */
static void toggle(struct view_state *state, uint64_t start)
{
	struct list *list = &state->list;
	size_t half = list->height / 2;
	state_toggle_open(state, start);
	if (state_is_open(state, start) && list->selected > list->top + half)
		list->top = list->selected - half;
}

static bool obey(const struct scene *scene, struct view_state *state, enum command command)
{
	struct selection selection = selected(scene);
	switch (command) {
	case COMMAND_ENTER:
		if (selection.region)
			toggle(state, selection.start);
		return selection.region != NULL;
	case COMMAND_MARK:
		if (selection.region)
			state_toggle_marked(state, selection.start);
		list_move(&state->list, 1);
		return selection.region != NULL;
	case COMMAND_FOLD_ALL:
		state->open_count = 0;
		return true;
	case COMMAND_LEFT:
		return scroll(scene, state, -1);
	case COMMAND_RIGHT:
		return scroll(scene, state, 1);
	case COMMAND_FIND_NEXT:
		return find(scene, state, 1);
	case COMMAND_FIND_PREVIOUS:
		return find(scene, state, -1);
	default:
		return false;
	}
}

const struct view view_regions = {
	.name = "regions",
	.title = N_("Regions"),
	.summary = N_("a table of every mapping: sort, filter, mark, sum, expand"),
	.needs = DETAIL_MAPS | DETAIL_SMAPS,
	.has_side = true,
	.head = 1,
	.foot = 1,
	.columns = region_columns,
	.column_count = REGION_COLUMNS,
	.columns_shown = columns_shown,
	.title_at = title_at,
	.arrange = arrange,
	.paint = paint,
	.obey = obey,
	.selected = selected,
	.reveal = reveal,
};
