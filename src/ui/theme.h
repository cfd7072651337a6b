/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A theme gives each role a look. INI file:
 *
 *     [theme]  name = dark   description = ...   ground = dark|light
 *     [roles]  heap = 214 bold          ; ink: colour (default, 0-255, #rrggbb), then bold,
 *              selected = on 238        ; underline, reverse, dim; "on COLOUR" for the ground
 *
 * A role that is not named keeps the look of its parent ("kind.*" and "text"). Errors name file and
 * line; a theme with an error is not used. */
#pragma once

#include "ui/role.h"

#define COLOUR_DEFAULT (-1)
#define COLOUR_RGB 0x1000000 /* or-ed with 0xrrggbb; plain 0..255 is the xterm palette */

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

/* The built-in one (the same as themes/dark.ini). */
void theme_default(struct theme *theme);
/* Reads a file. 0; -errno when it cannot be opened; -EINVAL with one line in `error` that names
 * file, line and what was expected. `theme` is untouched on failure. */
int theme_load(const char *path, struct theme *theme, char *error, size_t error_size);
/* The same from memory, for tests and fuzzing. `name` stands for the file in errors. */
int theme_parse(
	const char *text, const char *name, struct theme *theme, char *error, size_t error_size);
/* The nearest of the 256-colour, 16-colour or 8-colour palette. */
int theme_colour(int colour, int palette);
