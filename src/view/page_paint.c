/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/page_paint.h"

#include <string.h>
#include <unistd.h>

#define HALF 128             /* share of pages in RAM from which a cell is painted as filled */
#define FADED ROLE_PAGE_ZERO /* between the look of a change and that of the state: a grey */

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
	bool is_known, is_locked, is_marked;
	bool is_huge; /* part of a huge page, whose ends are in it or not */
	uint8_t ends;
};

/* Of a huge page: in which of its cells it begins and ends. */
enum end {
	END_FIRST = 1,
	END_LAST = 2,
	ENDS = 4,
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

/* A huge page is drawn as one run with an edge at either end; one that lies in a single cell has a
 * sign of its own. */
static const struct {
	char32_t glyph;
	char plain;
} runs[ENDS] = {
	[0] = { U'═', '=' },
	[END_FIRST] = { U'╞', '[' },
	[END_LAST] = { U'╡', ']' },
	[END_FIRST | END_LAST] = { U'■', 'H' },
};

/* The same where two rows share a line: stems of the edges point to the row they are in. */
static const char32_t edges[ENDS][ENDS] = {
	[0] = { U'═', U'╒', U'╕', U'╤' },
	[END_FIRST] = { U'╘', U'╞', U'╪', U'╪' },
	[END_LAST] = { U'╛', U'╪', U'╡', U'╪' },
	[END_FIRST | END_LAST] = { U'╧', U'╪', U'╪', U'■' },
};

#define LOCKED_GLYPH U'▣'
#define LOCKED_PLAIN 'L'

int page_paint_rows(bool is_plain)
{
	return is_plain ? 1 : 2;
}

/* One that others map, too, is seen to be huge by its glyph alone. */
enum role page_ink(const struct page_cell *cell)
{
	bool is_huge = cell->attributes & PAGE_HUGE && cell->dominant == PAGE_RESIDENT;
	return is_huge ? ROLE_PAGE_HUGE : role_of_page(cell->dominant);
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
	uint64_t huge; /* bytes of a huge page */
};

/* What one entry of the table above the last maps: a page of entries, of eight bytes each. */
static struct painting painting_of(const struct page_picture *picture)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	return (struct painting){ .picture = picture, .huge = page / 8 * page };
}

/* Huge pages are aligned to their size. */
static uint8_t ends_of(const struct painting *painting, uint64_t address)
{
	uint64_t cell = painting->picture->cell, number = address / painting->huge;
	bool is_first = address < cell || (address - cell) / painting->huge != number;
	bool is_last = (address + cell) / painting->huge != number;
	return (uint8_t)((is_first ? END_FIRST : 0) | (is_last ? END_LAST : 0));
}

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
	return old && page_cell_differs(painting->now, cell, old);
}

static struct tile tile_of(const struct page_cell *cell)
{
	enum fill fill = fill_of(cell);
	return (struct tile){
		.fill = fill,
		.ink = (uint8_t)page_ink(cell),
		.state = cell->dominant,
		.is_known = true,
		.is_locked = cell->attributes & PAGE_LOCKED,
		.is_huge = cell->attributes & PAGE_HUGE && fill == FILL_ALL,
	};
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
		tile = tile_of(cell);
	if (tile.is_huge)
		tile.ends = ends_of(painting, address);
	if (cell && has_changed(painting, address, cell)) {
		tile.ink = picture->is_fading ? FADED : ROLE_PAGE_CHANGED;
		tile.fill = tile.fill ? tile.fill : FILL_SOME;
		tile.is_huge = false;
		tile.is_marked = picture->is_plain;
	}
	if (picture->cursor != UINT64_MAX && picture->cursor - address < picture->cell) {
		tile.ink = ROLE_PAGE_CURSOR;
		tile.fill = FILL_ALL;
		tile.is_huge = false;
		tile.is_marked = picture->is_plain;
	}
	return tile;
}

static char32_t sign_of(const struct canvas *canvas, const struct tile *tile)
{
	if (!tile->is_known)
		return ' ';
	if (tile->fill == FILL_SOME)
		return (unsigned char)signs[tile->state].some;
	/* Between its edges one that is shared looks so. */
	if (tile->is_huge && (tile->ends || tile->state == PAGE_RESIDENT))
		return canvas->ascii ? (unsigned char)runs[tile->ends].plain
				     : runs[tile->ends].glyph;
	/* Where marks are reversed, a full block would look empty. */
	bool is_letter = canvas->ascii || tile->is_marked;
	if (tile->is_locked && tile->state == PAGE_RESIDENT)
		return is_letter ? LOCKED_PLAIN : LOCKED_GLYPH;
	return is_letter ? (unsigned char)signs[tile->state].all : signs[tile->state].glyph;
}

static void put(struct canvas *canvas, int x, int y, char32_t glyph, const struct tile *tile,
	uint8_t ground)
{
	struct pen pen = { .ink = tile->ink, .ground = ground, .bold = tile->is_locked };
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
	bool is_alike = upper->ink == lower->ink && upper->state == lower->state &&
			upper->is_locked == lower->is_locked && upper->is_huge == lower->is_huge;
	if (is_alike && upper->is_huge)
		canvas_put(canvas, x, y, edges[upper->ends][lower->ends],
			PEN_ON(ROLE_TEXT, upper->ink));
	else if (!upper->fill && !lower->fill)
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
	struct painting painting = painting_of(picture);
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
	struct painting painting = painting_of(picture);
	uint64_t count = (picture->end - 1 - picture->start) / picture->cell + 1;
	for (int x = 0; x < area.width; x++) {
		uint64_t index = (uint64_t)x * count / (uint64_t)area.width;
		struct tile tile = tile_at(&painting, index);
		/* Too small for edges: a strip has colours only. */
		tile.is_huge = false;
		for (int y = area.y; y < area.y + area.height; y++)
			if (picture->is_plain)
				paint_sign(canvas, area.x + x, y, &tile);
			else
				paint_pair(canvas, area.x + x, y, &tile, &tile);
	}
}

void page_paint_sample(struct canvas *canvas, int x, int y, const struct page_cell *cell)
{
	struct tile tile = tile_of(cell);
	tile.fill = FILL_ALL;
	paint_sign(canvas, x, y, &tile);
}
