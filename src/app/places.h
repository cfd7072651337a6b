/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the program's own files lie. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The folder `name` of the build that this program lies in: build/src/strata finds build/themes.
 * False where the path is too long or not known; that the folder is there is not looked at. */
bool places_in_build(const char *name, char *out, size_t size);
