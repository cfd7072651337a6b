/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>
#include <unistd.h>

#include "strata/translate.h"
#include "ui/layout.h"
#include "view/page_paint.h"
#include "view/pages.h"
#include "view/pencil.h"
#include "view/words.h"

#define TICK 16 /* columns between two figures of the ruler */

static const struct page_place *place_of(const struct scene *scene)
{
	return &scene->state->place;
}

static void paint_scope(const struct scene *scene, struct pencil *pencil)
{
	char address[UNITS_TEXT], size[UNITS_TEXT];
	const struct region_table *table = scene->now->table;
	const struct page_place *place = place_of(scene);
	const struct region *region = region_find(table->regions, table->count, place->start);
	if (place->end == 0) {
		pencil_write(pencil, PEN_BOLD(ROLE_TITLE), "%s", _("whole process"));
		pencil_write(pencil, PEN(ROLE_DIM), "%s", _(", holes folded"));
		return;
	}
	enum region_kind kind = region ? (enum region_kind)region->kind : REGION_UNKNOWN;
	struct pen ink = PEN_BOLD(role_of_kind(kind));
	if (!place->is_region && region && region->module[0])
		pencil_name(pencil, ink, 24, words_basename(region->module));
	else
		pencil_write(pencil, ink, "%s", region ? region_kind_name(kind) : _("unmapped"));
	pencil_write(pencil, ink, " %s", units_address(place->start, address));
	pencil_write(pencil, PEN(ROLE_TEXT), " · %s",
		units_bytes(place->end - place->start, UNITS_WIDE, size));
}

/* How the pages were read; what was not read of every page is said, with `is_sampled`. */
static const char *doubt(const struct scene *scene, bool *ret_is_sampled)
{
	bool is_sampled = false, is_presence_sampled = false, is_seen = false;
	int error = 0;
	for (size_t i = 0; scene->pages && i < scene->pages->count; i++) {
		const struct page_map *map = scene->pages->maps[i];
		is_seen |= map && map->window.cell == place_of(scene)->cell;
		is_sampled |= map && map->is_sampled;
		is_presence_sampled |= map && map->is_presence_sampled;
		error = map && map->error ? map->error : error;
	}
	*ret_is_sampled = is_sampled;
	if (scene->replay)
		return _("a recording holds no pages");
	if (error)
		return words_error(error);
	if (scene->ended_wall_ns && !is_seen)
		return _("exited before it was looked at so");
	return is_presence_sampled ? _("all sampled") : is_sampled ? _("≈ sampled") : NULL;
}

/* "anon 7f1c_8740_0000 · 100 MiB · one cell = 32 pages · row = 2 MiB" */
static void paint_title(const struct scene *scene, struct canvas *canvas, struct rect line)
{
	char count[UNITS_TEXT], size[UNITS_TEXT], time[WORDS_TEXT];
	struct page_grid grid = pages_grid(scene, scene->state);
	uint64_t pages = grid.cell / (uint64_t)sysconf(_SC_PAGESIZE);
	struct pencil pencil = pencil_at(canvas, line);
	paint_scope(scene, &pencil);
	pencil_write(&pencil, PEN(ROLE_DIM),
		translate_many(" · one cell = %s page", " · one cell = %s pages", pages),
		units_count(pages, UNITS_WIDE, count));
	bool is_sampled;
	const char *said = doubt(scene, &is_sampled);
	if (said)
		pencil_write(&pencil, PEN(ROLE_WARNING), " · %s", said);
	if (pages_wiped(scene))
		pencil_write(&pencil, PEN(ROLE_PAGE_CHANGED), _(" · written since %s"),
			words_time(pages_wiped(scene), time));
	else if (place_of(scene)->is_marking)
		pencil_write(&pencil, PEN(ROLE_PAGE_CHANGED), "%s", _(" · since the baseline"));
	pencil_write_whole(&pencil, PEN(ROLE_DIM), _(" · row = %s"),
		units_bytes(page_grid_row_bytes(&grid), UNITS_WIDE, size));
}

static struct page_spot cursor_spot(const struct scene *scene, const struct page_grid *grid)
{
	const struct view_state *state = scene->state;
	size_t row = pages_row_of_address(state, state->place.cursor);
	if (row == state->row_count)
		return (struct page_spot){ .line = UINT64_MAX, .column = -1 };
	struct page_stretch stretch = pages_stretch(state, row);
	return page_grid_spot(grid, &stretch, state->place.cursor);
}

static void paint_ruler(const struct scene *scene, struct canvas *canvas, struct rect line)
{
	char size[UNITS_TEXT];
	struct page_grid grid = pages_grid(scene, scene->state);
	int x = line.x + PAGES_LABEL;
	for (int column = 0; column < grid.columns; column += TICK)
		canvas_printf(canvas, x + column, line.y, TICK - 1, PEN(ROLE_DIM), "+%s",
			units_bytes(grid.cell * (uint64_t)column, UNITS_NARROW, size));
	int column = cursor_spot(scene, &grid).column;
	if (column >= 0)
		canvas_glyph(canvas, x + column, line.y, GLYPH_DOWN, PEN(ROLE_PAGE_CURSOR));
}

static void paint_label(const struct scene *scene, struct canvas *canvas, int x, int y,
	uint64_t address, bool is_current)
{
	char text[UNITS_TEXT];
	const struct region_table *table = scene->now->table;
	const struct region *region = region_find(table->regions, table->count, address);
	bool begins = region && region->start == address;
	struct pen pen = is_current ? PEN_BOLD(ROLE_VALUE)
			 : begins   ? PEN(role_of_kind(region->kind))
				    : PEN(ROLE_DIM);
	canvas_name(canvas, x + 1, y, PAGES_LABEL - 2, pen, units_address(address, text));
}

/* What the screen shows of one stretch. */
static void paint_stretch(const struct scene *scene, struct canvas *canvas, struct rect cells,
	const struct page_stretch *stretch)
{
	struct page_grid grid = pages_grid(scene, scene->state);
	const struct page_place *place = place_of(scene);
	uint64_t top = scene->state->list.top, bottom = top + (uint64_t)cells.height;
	struct page_window window = pages_window(&grid, stretch, top, bottom);
	if (window.count == 0)
		return;
	uint64_t first = stretch->line > top ? stretch->line : top;
	uint64_t last = stretch->line + stretch->lines;
	struct page_picture picture = {
		.start = window.start,
		.end = window.end,
		.cell = window.cell,
		.now = scene->pages,
		.before = place->is_marking           ? scene->pages_baseline
			  : scene->are_pages_flashing ? scene->pages_before
						      : NULL,
		.is_fading = scene->are_pages_fading && !place->is_marking && !pages_wiped(scene),
		.cursor = place->cursor,
		.is_plain = scene->is_plain,
		.shows_written = pages_wiped(scene) != 0,
	};
	cells.y += (int)(first - top);
	cells.height = (int)((last < bottom ? last : bottom) - first);
	page_paint(canvas, cells, &picture);
	uint64_t line = cursor_spot(scene, &grid).line;
	for (int i = 0; i < cells.height; i++)
		paint_label(scene, canvas, cells.x - PAGES_LABEL, cells.y + i,
			window.start + (uint64_t)(i * grid.rows) * page_grid_row_bytes(&grid),
			first + (uint64_t)i == line);
}

void pages_paint(const struct scene *scene, struct canvas *canvas, struct rect area)
{
	const struct view_state *state = scene->state;
	struct page_grid grid = pages_grid(scene, state);
	struct rect rest = area;
	layout_left(&rest, 1);
	paint_title(scene, canvas, layout_top(&rest, 1));
	struct rect ruler = layout_top(&rest, 1);
	bool is_sampled;
	doubt(scene, &is_sampled);
	pages_paint_legend(scene, is_sampled, canvas, layout_bottom(&rest, 1));
	ruler.x = rest.x = area.x;
	paint_ruler(scene, canvas, ruler);
	struct rect cells = { rest.x + PAGES_LABEL, rest.y, grid.columns, rest.height };
	uint64_t bottom = state->list.top + (uint64_t)cells.height;
	for (size_t row = pages_row_of_line(state, state->list.top); row < state->row_count;
		row++) {
		struct page_stretch stretch = pages_stretch(state, row);
		if (stretch.line >= bottom)
			break;
		paint_stretch(scene, canvas, cells, &stretch);
	}
}
