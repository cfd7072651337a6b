/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/overlay.h"

#include <string.h>

#include "demo/demo.h"
#include "strata/translate.h"
#include "view/pencil.h"

#define COLUMN_LEAST 58 /* width of one of several columns, at least */
#define KEYS 14

/* The first of several stands for all. */
static bool is_repeated(const struct command_info *info)
{
	return (info->command > COMMAND_VIEW_1 && info->command <= COMMAND_VIEW_9) ||
	       (info->command > COMMAND_ANSWER_1 && info->command <= COMMAND_ANSWER_4);
}

static void write_keys(struct pencil *pencil, const struct command_info *info)
{
	char name[16];
	int start = pencil->x;
	for (size_t i = 0; i < 4 && info->keys[i]; i++)
		pencil_write(pencil, PEN_BOLD(ROLE_KEY), "%s%s", i ? " " : "",
			command_key_name(info->keys[i], name));
	if (info->command == COMMAND_VIEW_1)
		pencil_write(pencil, PEN_BOLD(ROLE_KEY), "..%zu", view_count);
	if (info->command == COMMAND_ANSWER_1)
		pencil_write(pencil, PEN_BOLD(ROLE_KEY), "..%d", DEMO_CHOICES);
	pencil_skip(pencil, KEYS - (pencil->x - start));
}

static void paint_command(struct canvas *canvas, struct rect line, const struct command_info *info)
{
	struct pencil pencil = pencil_at(canvas, line);
	write_keys(&pencil, info);
	pencil_write(&pencil, PEN(ROLE_TEXT), "%s", translate(info->help));
}

/* Paints row `wanted` of the list of headings and commands at `line`; returns the number of rows.
 * With `wanted` SIZE_MAX it only counts. */
static size_t paint_row(struct canvas *canvas, struct rect line, size_t wanted)
{
	size_t row = 0;
	const char *group = "";
	for (size_t i = 0; i < command_count; i++) {
		const struct command_info *info = &command_table[i];
		if (is_repeated(info))
			continue;
		if (strcmp(group, info->group) != 0) {
			row += row > 0;
			if (row++ == wanted)
				canvas_text(canvas, line.x, line.y, line.width,
					PEN_BOLD(ROLE_TITLE), translate(info->group));
			group = info->group;
		}
		if (row++ == wanted)
			paint_command(canvas, line, info);
	}
	return row;
}

void overlay_help(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area)
{
	(void)scene;
	int columns = area.width / COLUMN_LEAST;
	columns = columns < 1 ? 1 : columns > 3 ? 3 : columns;
	struct rect line = { area.x, area.y, area.width / columns - 2, 1 };
	size_t rows = paint_row(canvas, line, SIZE_MAX);
	size_t lines = (rows + (size_t)columns - 1) / (size_t)columns;
	list_fit(&frame->overlay_list, lines, (size_t)area.height);
	for (int y = 0; y < area.height; y++) {
		size_t row = frame->overlay_list.top + (size_t)y;
		line.y = area.y + y;
		for (int i = 0; i < columns && row < lines; i++) {
			line.x = area.x + i * (area.width / columns);
			paint_row(canvas, line, row + (size_t)i * lines);
		}
	}
}
