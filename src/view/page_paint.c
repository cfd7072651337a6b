/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/page_paint.h"

#include <string.h>

#define HALF 128 /* share of pages in RAM from which a cell is painted as filled */

enum fill {
	FILL_NONE,
	FILL_SOME,
	FILL_ALL,
	FILLS,
};

/* A cell as it shows. */
struct tile {
	enum fill fill;
	uint8_t ink;
	uint8_t state;
	bool is_known, is_bold;
};

/* How a state looks in one glyph: in blocks, in ASCII, and where less than half is in RAM. */
static const struct {
	char32_t glyph;
	char all, some;
} signs[PAGE_STATES] = {
	[PAGE_ABSENT] = { U'·', '.', '.' },
	[PAGE_RESIDENT] = { U'█', 'R', 'r' },
	[PAGE_SHARED] = { U'▒', 'S', 's' },
	[PAGE_FILE] = { U'░', 'F', 'f' },
	[PAGE_COW] = { U'▓', 'C', 'c' },
	[PAGE_ZERO] = { U'0', '0', '0' },
	[PAGE_SWAPPED] = { U'w', 'W', 'w' },
	[PAGE_GUARD] = { U'x', 'X', 'x' },
};

int page_paint_rows(bool is_plain)
{
	return is_plain ? 1 : 2;
}

enum role page_ink(const struct page_cell *cell)
{
	return cell->attributes & PAGE_HUGE && cell->present ? ROLE_PAGE_HUGE
							     : role_of_page(cell->dominant);
}

/* Pages of these states are in no RAM of their own, and fill their cell nevertheless. */
static bool is_whole(uint8_t state)
{
	return state == PAGE_SWAPPED || state == PAGE_GUARD;
}

static enum fill fill_of(const struct page_cell *cell)
{
	if (cell->dominant == PAGE_ABSENT)
		return FILL_NONE;
	return cell->present >= HALF || is_whole(cell->dominant) ? FILL_ALL : FILL_SOME;
}

/* A picture being painted, with the maps that were last of use: mostly those of the next cell. */
struct painting {
	const struct page_picture *picture;
	const struct page_map *now, *before;
};

static const struct page_cell *cell_of(
	const struct page_look *look, const struct page_map **map, uint64_t address, uint64_t cell)
{
	if (*map && page_look_covers(*map, address, cell))
		return &(*map)->cells[(address - (*map)->window.start) / cell];
	*map = page_look_map(look, address, cell);
	return *map ? &(*map)->cells[(address - (*map)->window.start) / cell] : NULL;
}

static bool has_changed(struct painting *painting, uint64_t address, const struct page_cell *cell)
{
	const struct page_picture *picture = painting->picture;
	if (picture->shows_written && cell->attributes & PAGE_WRITTEN)
		return true;
	const struct page_cell *old =
		cell_of(picture->before, &painting->before, address, picture->cell);
	return old && memcmp(old, cell, sizeof *cell) != 0;
}

/* The cell so many behind the first; nothing where the picture has ended. */
static struct tile tile_at(struct painting *painting, uint64_t index)
{
	const struct page_picture *picture = painting->picture;
	struct tile tile = { .ink = ROLE_TEXT };
	if (index > (picture->end - 1 - picture->start) / picture->cell)
		return tile;
	uint64_t address = picture->start + index * picture->cell;
	const struct page_cell *cell =
		cell_of(picture->now, &painting->now, address, picture->cell);
	if (cell && cell->is_mapped)
		tile = (struct tile){
			.fill = fill_of(cell),
			.ink = (uint8_t)page_ink(cell),
			.state = cell->dominant,
			.is_known = true,
			.is_bold = cell->attributes & PAGE_LOCKED,
		};
	if (cell && has_changed(painting, address, cell)) {
		tile.ink = ROLE_PAGE_CHANGED;
		tile.fill = tile.fill ? tile.fill : FILL_SOME;
	}
	if (picture->cursor != UINT64_MAX && picture->cursor - address < picture->cell) {
		tile.ink = ROLE_PAGE_CURSOR;
		tile.fill = FILL_ALL;
	}
	return tile;
}

static char32_t sign_of(const struct canvas *canvas, const struct tile *tile)
{
	if (!tile->is_known)
		return ' ';
	if (tile->fill == FILL_SOME)
		return (unsigned char)signs[tile->state].some;
	return canvas->ascii ? (unsigned char)signs[tile->state].all : signs[tile->state].glyph;
}

static void put(struct canvas *canvas, int x, int y, char32_t glyph, const struct tile *tile,
	uint8_t ground)
{
	struct pen pen = { .ink = tile->ink, .ground = ground, .bold = tile->is_bold };
	canvas_put(canvas, x, y, glyph, pen);
}

static void paint_sign(struct canvas *canvas, int x, int y, const struct tile *tile)
{
	put(canvas, x, y, sign_of(canvas, tile), tile, ROLE_TEXT);
}

/* Two tiles of one ink: quarters where they are filled by half. */
static const char32_t blocks[FILLS][FILLS] = {
	{ U' ', U'▖', U'▄' },
	{ U'▘', U'▌', U'▙' },
	{ U'▀', U'▛', U'█' },
};

static void paint_pair(
	struct canvas *canvas, int x, int y, const struct tile *upper, const struct tile *lower)
{
	const struct tile *shown = upper->fill ? upper : lower;
	bool is_alike = upper->ink == lower->ink && upper->state == lower->state;
	if (!upper->fill && !lower->fill)
		paint_sign(canvas, x, y, upper->is_known ? upper : lower);
	else if (is_alike && upper->fill == FILL_ALL && lower->fill == FILL_ALL)
		paint_sign(canvas, x, y, upper);
	else if (!upper->fill || !lower->fill || upper->ink == lower->ink)
		put(canvas, x, y, blocks[upper->fill][lower->fill], shown, ROLE_TEXT);
	else
		put(canvas, x, y, U'▀', upper, lower->ink);
}

void page_paint(struct canvas *canvas, struct rect area, const struct page_picture *picture)
{
	struct painting painting = { .picture = picture };
	uint64_t columns = (uint64_t)area.width, index = 0;
	for (int y = area.y; y < area.y + area.height; y++) {
		for (int x = 0; x < area.width; x++, index++) {
			struct tile upper = tile_at(&painting, index);
			struct tile lower =
				picture->is_plain ? upper : tile_at(&painting, index + columns);
			if (picture->is_plain)
				paint_sign(canvas, area.x + x, y, &upper);
			else
				paint_pair(canvas, area.x + x, y, &upper, &lower);
		}
		index += picture->is_plain ? 0 : columns;
	}
}

void page_paint_strip(struct canvas *canvas, struct rect area, const struct page_picture *picture)
{
	struct painting painting = { .picture = picture };
	uint64_t count = (picture->end - 1 - picture->start) / picture->cell + 1;
	for (int x = 0; x < area.width; x++) {
		uint64_t index = (uint64_t)x * count / (uint64_t)area.width;
		struct tile tile = tile_at(&painting, index);
		for (int y = area.y; y < area.y + area.height; y++)
			if (picture->is_plain)
				paint_sign(canvas, area.x + x, y, &tile);
			else
				paint_pair(canvas, area.x + x, y, &tile, &tile);
	}
}

void page_paint_sample(struct canvas *canvas, int x, int y, enum page_state state)
{
	struct tile tile = {
		.fill = FILL_ALL,
		.ink = (uint8_t)role_of_page(state),
		.state = (uint8_t)state,
		.is_known = true,
	};
	paint_sign(canvas, x, y, &tile);
}
