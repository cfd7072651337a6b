/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cell.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "strata/text.h"
#include "strata/units.h"

void cell_left(struct sink *sink, const char *text, int columns)
{
	sink_text(sink, text);
	sink_blanks(sink, columns - text_width(text, strlen(text)));
}

void cell_right(struct sink *sink, const char *text, int columns)
{
	sink_blanks(sink, columns - text_width(text, strlen(text)));
	sink_text(sink, text);
}

void cell_size(struct sink *sink, uint64_t bytes, int columns)
{
	char text[UNITS_TEXT];
	cell_right(sink, units_bytes(bytes, UNITS_NARROW, text), columns);
}

void cell_count(struct sink *sink, uint64_t count, int columns)
{
	char text[UNITS_TEXT];
	cell_right(sink, units_count(count, UNITS_WIDE, text), columns);
}

static void put_cut(
	struct sink *sink, const char *raw, size_t length, const char *mark, int columns)
{
	const char *cut = sink->is_ascii ? "~" : "…";
	size_t size = length + strlen(mark) + strlen(cut) + 1;
	char *name = malloc(2 * size), *shown = name + size;
	if (!name) {
		sink->error = -ENOMEM;
		return;
	}
	strcpy(name + text_sanitise(raw, length, name, size), mark);
	text_shorten(name, cut, columns, shown, size);
	sink_text(sink, shown);
	free(name);
}

void cell_name(struct sink *sink, const char *raw, size_t length, const char *mark, int columns)
{
	if (columns > 0) {
		put_cut(sink, raw, length, mark, columns);
		return;
	}
	sink_safe(sink, raw, length, '\0');
	sink_string(sink, mark);
}
