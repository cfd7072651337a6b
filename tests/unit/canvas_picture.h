/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares a canvas with a picture of it. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "ui/canvas.h"

static inline void assert_plane(const struct canvas *canvas, const char *expected,
	int (*print)(const struct canvas *canvas, FILE *stream))
{
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);
	assert_non_null(stream);
	assert_int_equal(print(canvas, stream), 0);
	fclose(stream);
	assert_string_equal(text, expected);
	free(text);
}

static inline void assert_glyphs(const struct canvas *canvas, const char *expected)
{
	assert_plane(canvas, expected, canvas_print);
}

static inline void assert_roles(const struct canvas *canvas, const char *expected)
{
	assert_plane(canvas, expected, canvas_print_roles);
}
