/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A theme gives each role a look. INI file:
 *
 *     [theme]
 *     name = dark
 *     description = for dark terminals
 *     [roles]
 *     text = default                 ; the ink and, after "on", the ground of the whole screen
 *     kind.heap = 214 bold           ; ink: default, 0-255 or #rrggbb; bold, dim, underline,
 *     selected = on 238              ; reverse; "on" and a colour: the ground
 *     kind.* = 245                   ; every kind that is not named
 *
 * Ink or ground that a role does not say are those of "text"; a role that is not named looks like
 * "text" altogether. Attributes of a ground hold for every ink on it; an ink with a ground of its own
 * keeps it everywhere. What fills (graph.*, page.*, kind.*) lends
 * its ink to the ground. Errors name file and line; a theme with an error is not used. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "ui/role.h"

#define COLOUR_DEFAULT (-1)
#define COLOUR_RGB 0x1000000 /* or-ed with 0xrrggbb; plain 0..255 is the xterm palette */

#define THEME_FILE 32768 /* bytes; a longer file is none of ours */

enum attribute {
	ATTRIBUTE_BOLD = 1,
	ATTRIBUTE_DIM = 2,
	ATTRIBUTE_UNDERLINE = 4,
	ATTRIBUTE_REVERSE = 8,
};

struct look {
	int ink, ground; /* COLOUR_DEFAULT, 0..255, COLOUR_RGB | rgb */
	unsigned attributes;
};

struct theme {
	char name[32];
	char description[96];
	struct look looks[ROLES];
};

/* The built-in one: themes/dark.ini as it was when strata was built. */
void theme_default(struct theme *theme);
/* themes/mono.ini: what is shown where there is no colour. */
void theme_mono(struct theme *theme);
/* Reads a file. 0; -errno when it cannot be read; -EINVAL when it is no theme. `error` then holds
 * one line that names file, line and what was expected. `theme` is untouched on failure. */
int theme_load(const char *path, struct theme *theme, char *error, size_t error_size);
/* The same from memory, for tests and fuzzing. `name` stands for the file in errors. */
int theme_parse(
	const char *text, const char *name, struct theme *theme, char *error, size_t error_size);

/* Does it ask for colours beyond the palette of 256? */
bool theme_needs_direct(const struct theme *theme);
/* Are pages told apart by colour? Where not, half blocks say nothing and glyphs must. */
bool theme_has_page_colours(const struct theme *theme);

#define PALETTE_NONE 0
#define PALETTE_DIRECT 0x1000000 /* a terminal that takes 0xrrggbb */

/* The nearest colour of a palette of 8, 16 or 256 colours, or of PALETTE_DIRECT (there a number
 * below 8 is a colour of the terminal's own palette). COLOUR_DEFAULT stays. */
int theme_colour(int colour, int palette);
/* How a cell of this ink and ground looks with this palette: colours of the palette, attributes.
 * What few colours would make unreadable or alike is told apart by other means. */
struct look theme_look(const struct theme *theme, enum role ink, enum role ground, int palette);
/* A colour of PALETTE_DIRECT, not COLOUR_DEFAULT, as 0xrrggbb. */
int theme_rgb(int colour);
