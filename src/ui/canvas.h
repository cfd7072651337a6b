/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A canvas is a grid of cells that views paint and the screen (or a test, or a text frame) shows.
 *
 * Model: each cell is one glyph with an ink role and a ground role. A wide glyph takes two cells,
 * the second with width 0; overwriting either half blanks the other. Everything is clipped: painting
 * outside is no error. Text passes text_sanitise() here, so views may hand over raw bytes; this is
 * the border no hostile byte crosses. Where `ascii` is set, glyphs come from the ASCII column of the
 * glyph table and every other non-ASCII character of text becomes '?'.
 * Painting allocates nothing; canvas_resize() does. */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <uchar.h>

#include "ui/role.h"

struct rect {
	int x, y, width, height;
};

struct cell {
	char32_t glyph; /* ' ' for empty */
	char32_t mark;  /* one combining mark, 0 for none */
	uint8_t ink, ground;
	uint8_t width; /* 1, 2; 0: right half of a wide glyph */
	bool bold;
};

struct canvas {
	int width, height;
	bool ascii;
	struct cell *cells; /* row-major */
};

/* Where to write: a style of ink on ground. */
struct pen {
	uint8_t ink, ground;
	bool bold;
};
#define PEN(ink_role) ((struct pen){ .ink = (ink_role), .ground = ROLE_TEXT })
#define PEN_BOLD(ink_role) ((struct pen){ .ink = (ink_role), .ground = ROLE_TEXT, .bold = true })
#define PEN_ON(ink_role, ground_role) ((struct pen){ .ink = (ink_role), .ground = (ground_role) })

/* Signs that have an ASCII stand-in: see the table in canvas.c. */
enum glyph {
	GLYPH_LIVE,      /* ▶ */
	GLYPH_PAUSED,    /* ‖ */
	GLYPH_RECORDING, /* ● */
	GLYPH_FOLDED,    /* ▸ */
	GLYPH_OPEN,      /* ▾ */
	GLYPH_UP,        /* ▲ */
	GLYPH_DOWN,      /* ▼ */
	GLYPH_YES,       /* ✓ */
	GLYPH_NO,        /* ✗ */
	GLYPH_UNKNOWN,   /* – */
	GLYPH_DOT,       /* · */
	GLYPH_ELLIPSIS,
	GLYPH_ARROW_UP,
	GLYPH_ARROW_DOWN,
	GLYPH_ARROW_LEFT,
	GLYPH_ARROW_RIGHT,
	GLYPH_ENTER,
	GLYPH_STRIPE, /* ▌ the kind's stripe beside a row */
	GLYPH_GAP,    /* ┊ */
	GLYPH_RULE,   /* ─ */
	GLYPH_EDGE,   /* ═ */
	GLYPH_WALL,   /* │ */
	GLYPH_FULL,   /* █ */
	GLYPH_MARKER, /* ▸ as a caret at an address */
	GLYPH_HATCH,  /* ▒ shared */
	GLYPHS,
};

int canvas_init(struct canvas *canvas, int width, int height); /* 0 or -ENOMEM */
int canvas_resize(struct canvas *canvas, int width, int height);
void canvas_finish(struct canvas *canvas);
void canvas_clear(struct canvas *canvas);

struct rect canvas_area(const struct canvas *canvas);
/* The cell, or NULL outside. */
const struct cell *canvas_at(const struct canvas *canvas, int x, int y);

/* Puts one character; returns the columns it took (0 when clipped). */
int canvas_put(struct canvas *canvas, int x, int y, char32_t character, struct pen pen);
int canvas_glyph(struct canvas *canvas, int x, int y, enum glyph glyph, struct pen pen);
/* The glyph as UTF-8 (or its ASCII stand-in). */
const char *canvas_glyph_text(const struct canvas *canvas, enum glyph glyph);
/* Writes raw text into `columns` columns, ending in "…" where it does not fit; returns the columns
 * written. */
int canvas_text(struct canvas *canvas, int x, int y, int columns, struct pen pen, const char *text);
/* The same, right-aligned in `columns`; what is too long ends in an ellipsis. */
int canvas_text_right(
	struct canvas *canvas, int x, int y, int columns, struct pen pen, const char *text);
int canvas_printf(struct canvas *canvas, int x, int y, int columns, struct pen pen,
	const char *format, ...) __attribute__((format(printf, 6, 7)));
/* A path or name, its middle cut when it does not fit. */
int canvas_name(struct canvas *canvas, int x, int y, int columns, struct pen pen, const char *raw);
/* Wraps paragraphs ('\n') at blanks into `area`; returns the rows used. */
int canvas_wrap(struct canvas *canvas, struct rect area, struct pen pen, const char *text);
/* Fills with one glyph. */
void canvas_fill(struct canvas *canvas, struct rect area, char32_t character, struct pen pen);
/* Gives a whole area another ground and keeps glyphs and inks (a selected row). */
void canvas_ground(struct canvas *canvas, struct rect area, uint8_t ground);

/* Plane of glyphs, rows ended by '\n', trailing blanks cut; and the plane of roles: per row runs
 * "12*dim 3*value/selected …". Used by golden tests and by the text frame. */
int canvas_print(const struct canvas *canvas, FILE *stream);
int canvas_print_roles(const struct canvas *canvas, FILE *stream);
