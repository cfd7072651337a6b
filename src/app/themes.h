/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where themes are found: a name is looked for in the user's configuration, then where the program
 * was installed, then beside a program that was built but not installed. A name with a slash in it
 * is a path. */
#pragma once

#include "ui/theme.h"

/* Loads a theme by name or path; "" is the built-in one. 0, or -errno with one line in `error`. */
int themes_load(const char *name, struct theme *theme, char *error, size_t error_size);
/* The name that follows `name` among all that can be found, in alphabetical order and round again,
 * into `out`; false when there is no other. */
bool themes_next(const char *name, char *out, size_t size);
