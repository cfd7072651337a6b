/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/canvas.h"

#include <errno.h>
#include <stdlib.h>

#include "strata/text.h"
#include "ui/layout.h"

/* What stands for a character where only ASCII can be shown. */
struct sign {
	char32_t character;
	const char *text;
	const char *ascii;
};

static const struct sign glyphs[GLYPHS] = {
	[GLYPH_LIVE] = { U'▶', "▶", ">" },
	[GLYPH_PAUSED] = { U'‖', "‖", "\"" },
	[GLYPH_RECORDING] = { U'●', "●", "*" },
	[GLYPH_FOLDED] = { U'▸', "▸", "+" },
	[GLYPH_OPEN] = { U'▾', "▾", "-" },
	[GLYPH_UP] = { U'▲', "▲", "^" },
	[GLYPH_DOWN] = { U'▼', "▼", "v" },
	[GLYPH_YES] = { U'✓', "✓", "y" },
	[GLYPH_NO] = { U'✗', "✗", "x" },
	[GLYPH_UNKNOWN] = { U'–', "–", "-" },
	[GLYPH_DOT] = { U'·', "·", "." },
	[GLYPH_ELLIPSIS] = { U'…', "…", "~" },
	[GLYPH_ARROW_UP] = { U'↑', "↑", "^" },
	[GLYPH_ARROW_DOWN] = { U'↓', "↓", "v" },
	[GLYPH_ARROW_LEFT] = { U'←', "←", "<" },
	[GLYPH_ARROW_RIGHT] = { U'→', "→", ">" },
	[GLYPH_ENTER] = { U'⏎', "⏎", "enter" },
	[GLYPH_STRIPE] = { U'▌', "▌", "|" },
	[GLYPH_GAP] = { U'┊', "┊", ":" },
	[GLYPH_RULE] = { U'─', "─", "-" },
	[GLYPH_EDGE] = { U'═', "═", "=" },
	[GLYPH_WALL] = { U'│', "│", "|" },
	[GLYPH_FULL] = { U'█', "█", "#" },
	[GLYPH_MARKER] = { U'▸', "▸", ">" },
	[GLYPH_HATCH] = { U'▒', "▒", "%" },
};

/* Other characters that strata's own texts use. */
static const struct sign stand_ins[] = {
	{ U'→', "→", ">" },
	{ U'←', "←", "<" },
	{ U'×', "×", "x" },
	{ U'≤', "≤", "<" },
	{ U'≥', "≥", ">" },
	{ U'≈', "≈", "~" },
	{ U'±', "±", "~" },
	{ U'µ', "µ", "u" },
	{ U'—', "—", "-" },
	{ U'“', "“", "\"" },
	{ U'”', "”", "\"" },
	{ U'‘', "‘", "'" },
	{ U'’', "’", "'" },
	{ U'•', "•", "*" },
	{ U'░', "░", "." },
};

static char32_t ascii_of(char32_t character)
{
	for (size_t i = 0; i < GLYPHS; i++)
		if (glyphs[i].character == character)
			return (unsigned char)glyphs[i].ascii[0];
	for (size_t i = 0; i < sizeof stand_ins / sizeof *stand_ins; i++)
		if (stand_ins[i].character == character)
			return (unsigned char)stand_ins[i].ascii[0];
	return '?';
}

int canvas_init(struct canvas *canvas, int width, int height)
{
	*canvas = (struct canvas){ 0 };
	return canvas_resize(canvas, width, height);
}

int canvas_resize(struct canvas *canvas, int width, int height)
{
	if (width < 0 || height < 0)
		return -EINVAL;
	size_t count = (size_t)width * (size_t)height;
	struct cell *cells = reallocarray(canvas->cells, count ? count : 1, sizeof *cells);
	if (!cells)
		return -ENOMEM;
	canvas->cells = cells;
	canvas->width = width;
	canvas->height = height;
	canvas_clear(canvas);
	return 0;
}

void canvas_finish(struct canvas *canvas)
{
	if (!canvas)
		return;
	free(canvas->cells);
	*canvas = (struct canvas){ 0 };
}

void canvas_clear(struct canvas *canvas)
{
	size_t count = (size_t)canvas->width * (size_t)canvas->height;
	for (size_t i = 0; i < count; i++)
		canvas->cells[i] = (struct cell){
			.glyph = ' ', .ink = ROLE_TEXT, .ground = ROLE_TEXT, .width = 1
		};
}

struct rect canvas_area(const struct canvas *canvas)
{
	return (struct rect){ .width = canvas->width, .height = canvas->height };
}

static struct cell *cell_at(const struct canvas *canvas, int x, int y)
{
	if (x < 0 || y < 0 || x >= canvas->width || y >= canvas->height)
		return NULL;
	return &canvas->cells[(size_t)y * (size_t)canvas->width + (size_t)x];
}

const struct cell *canvas_at(const struct canvas *canvas, int x, int y)
{
	return cell_at(canvas, x, y);
}

static void blank(struct cell *cell)
{
	cell->glyph = ' ';
	cell->mark = 0;
	cell->width = 1;
}

/* Before a cell is overwritten: no half of a wide glyph may stay behind. */
static void part(const struct canvas *canvas, struct cell *cell, int x)
{
	if (cell->width == 0 && x > 0)
		blank(cell - 1);
	if (cell->width == 2 && x + 1 < canvas->width)
		blank(cell + 1);
}

static bool set(struct canvas *canvas, int x, int y, char32_t glyph, int width, struct pen pen)
{
	struct cell *cell = cell_at(canvas, x, y);
	if (!cell)
		return false;
	if (cell->width != 1)
		part(canvas, cell, x);
	*cell = (struct cell){ .glyph = glyph,
		.ink = pen.ink,
		.ground = pen.ground,
		.width = (uint8_t)width,
		.bold = pen.bold };
	return true;
}

/* Both halves, or where one is outside a blank for the other. */
static bool set_wide(struct canvas *canvas, int x, int y, char32_t glyph, struct pen pen)
{
	bool fits = cell_at(canvas, x, y) && cell_at(canvas, x + 1, y);
	set(canvas, x, y, ' ', 1, pen);
	set(canvas, x + 1, y, ' ', 1, pen);
	if (!fits)
		return false;
	set(canvas, x, y, glyph, 2, pen);
	cell_at(canvas, x + 1, y)->width = 0;
	return true;
}

/* A combining mark belongs to the glyph that ends left of x; the first one wins. */
static void set_mark(struct canvas *canvas, int x, int y, char32_t mark)
{
	struct cell *cell = cell_at(canvas, x - 1, y);
	if (cell && cell->width == 0 && x > 1)
		cell--;
	if (cell && !cell->mark)
		cell->mark = mark;
}

int canvas_put(struct canvas *canvas, int x, int y, char32_t character, struct pen pen)
{
	if (canvas->ascii && character > 0x7f)
		character = ascii_of(character);
	int width = character >= ' ' && character < 0x7f ? 1 : text_character_width(character);
	if (width < 0) {
		character = '?';
		width = 1;
	}
	if (width == 0)
		set_mark(canvas, x, y, character);
	if (width == 1)
		return set(canvas, x, y, character, 1, pen);
	return width == 2 && set_wide(canvas, x, y, character, pen) ? 2 : 0;
}

const char *canvas_glyph_text(const struct canvas *canvas, enum glyph glyph)
{
	return canvas->ascii ? glyphs[glyph].ascii : glyphs[glyph].text;
}

int canvas_glyph(struct canvas *canvas, int x, int y, enum glyph glyph, struct pen pen)
{
	return canvas_text(canvas, x, y, canvas->width, pen, canvas_glyph_text(canvas, glyph));
}

/* The part of the area that is on the canvas. */
static struct rect clip(const struct canvas *canvas, struct rect area)
{
	struct rect rest = canvas_area(canvas);
	layout_left(&rest, area.x);
	layout_top(&rest, area.y);
	int left = area.x < 0 ? area.x : 0, above = area.y < 0 ? area.y : 0;
	struct rect rows = layout_top(&rest, area.height + above);
	return layout_left(&rows, area.width + left);
}

void canvas_fill(struct canvas *canvas, struct rect area, char32_t character, struct pen pen)
{
	area = clip(canvas, area);
	for (int y = area.y; y < area.y + area.height; y++)
		for (int x = area.x; x < area.x + area.width;) {
			int columns = canvas_put(canvas, x, y, character, pen);
			x += columns ? columns : 1;
		}
}

void canvas_ground(struct canvas *canvas, struct rect area, uint8_t ground)
{
	area = clip(canvas, area);
	for (int y = area.y; y < area.y + area.height; y++)
		for (int x = area.x; x < area.x + area.width; x++)
			cell_at(canvas, x, y)->ground = ground;
}
