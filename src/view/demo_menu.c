/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/demo_menu.h"

#include <string.h>

#include "demo/quiz.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/overlay.h"
#include "view/pencil.h"

#define LIST 72
#define WIDE (LIST + 30)
#define ID 16
#define MINUTES 7
#define CAP 8

static size_t add_group(struct menu_entry *entries, size_t count, const char *group)
{
	for (size_t i = 0; i < demo_count && count < MENU_MOST; i++) {
		const struct demo *demo = demo_table[i];
		if (strcmp(demo->group, group) == 0)
			entries[count++] = (struct menu_entry){ .group = group,
				.id = demo->id,
				.title = demo->title,
				.summary = demo->summary,
				.minutes = demo->minutes,
				.demo = demo };
	}
	return count;
}

size_t demo_menu(struct menu_entry entries[MENU_MOST])
{
	size_t count = 0;
	for (size_t i = 0; i < DEMO_GROUPS; i++)
		count = add_group(entries, count, demo_groups[i]);
	for (size_t i = 0; i < playlist_count && count < MENU_MOST; i++)
		entries[count++] = (struct menu_entry){ .group = N_("One after the other"),
			.id = playlist_table[i].id,
			.title = playlist_table[i].title,
			.summary = playlist_table[i].summary,
			.minutes = playlist_minutes(&playlist_table[i]),
			.playlist = &playlist_table[i] };
	if (count < MENU_MOST)
		entries[count++] = (struct menu_entry){ .group = N_("Questions"),
			.id = "quiz",
			.title = N_("A quiz: predict, then see"),
			.summary = N_("Questions of interviews and textbooks. You say what will be "
				      "seen, and a demo shows it."),
			.minutes = 2 * (unsigned)quiz_count() };
	return count;
}

static bool begins_group(const struct menu_entry *entries, size_t i)
{
	return i == 0 || strcmp(entries[i].group, entries[i - 1].group) != 0;
}

/* The line of an entry among entries and titles. */
static int line_of(const struct menu_entry *entries, size_t entry)
{
	int line = (int)entry;
	for (size_t i = 0; i <= entry; i++)
		line += begins_group(entries, i);
	return line;
}

static void paint_entry(struct canvas *canvas, struct rect line, const struct menu_entry *entry)
{
	char cap[UNITS_TEXT], minutes[32];
	bool is_here = !entry->reason[0];
	bool is_numbered = line.width >= ID + MINUTES + CAP + 24;
	struct rect numbers = layout_right(&line, is_numbered ? MINUTES + CAP + 3 : 1);
	struct pencil pencil = pencil_at(canvas, line);
	pencil_skip(&pencil, 2);
	pencil_write_cell(&pencil, is_here ? PEN_BOLD(ROLE_KEY) : PEN(ROLE_DIM), ID, entry->id);
	pencil_write_cell(&pencil, PEN(is_here ? ROLE_TEXT : ROLE_DIM), pencil_room(&pencil),
		translate(entry->title));
	if (!is_numbered)
		return;
	pencil = pencil_at(canvas, numbers);

	snprintf(minutes, sizeof minutes, _("%u min"), entry->minutes);
	pencil_write_number(&pencil, PEN(ROLE_DIM), MINUTES, minutes);
	pencil_write_number(&pencil, PEN(ROLE_DIM), CAP,
		entry->demo ? units_bytes(demo_usual_cap(entry->demo), UNITS_NARROW, cap) : "");
	pencil_write(&pencil, PEN_BOLD(ROLE_WARNING), " %s",
		!is_here                            ? "!"
		: entry->demo && entry->demo->needs ? "*"
						    : "");
}

/* From the first line that lets the selected one be seen. */
static void paint_list(
	const struct scene *scene, const struct list *list, struct canvas *canvas, struct rect area)
{
	int selected = scene->menu_count ? line_of(scene->menu, list->selected) : 0;
	int first = selected < area.height ? 0 : selected - area.height + 1;
	for (size_t i = 0; i < scene->menu_count; i++) {
		struct rect line = { area.x, area.y + line_of(scene->menu, i) - first, area.width,
			1 };
		if (line.y > area.y + area.height)
			break;
		if (line.y > area.y && begins_group(scene->menu, i))
			canvas_text(canvas, line.x + 1, line.y - 1, line.width - 1,
				PEN_BOLD(ROLE_TITLE), translate(scene->menu[i].group));
		if (line.y < area.y)
			continue;
		if (line.y == area.y + area.height)
			break;
		paint_entry(canvas, line, &scene->menu[i]);
		if (i == list->selected)
			canvas_ground(canvas, line, ROLE_SELECTED);
	}
}

static void write_text(struct canvas *canvas, struct rect *rest, struct pen pen, const char *text)
{
	if (text && text[0] && rest->height > 0)
		layout_top(rest, canvas_wrap(canvas, *rest, pen, text) + 1);
}

static void write_line(
	struct canvas *canvas, struct rect *rest, struct pen pen, const char *text, size_t number)
{
	if (rest->height > 0)
		canvas_printf(canvas, rest->x, layout_top(rest, 1).y, rest->width, pen, "%2zu %s",
			number, text);
}

static void paint_demo(struct canvas *canvas, struct rect rest, const struct menu_entry *entry)
{
	const struct demo *demo = entry->demo;
	char text[256], cap[UNITS_TEXT];
	units_bytes(demo_usual_cap(demo), UNITS_WIDE, cap);
	snprintf(text, sizeof text, _("%s · %u minutes · at most %s"), translate(demo->group),
		demo->minutes, cap);
	write_text(canvas, &rest, PEN(ROLE_DIM), text);
	write_text(canvas, &rest, PEN(ROLE_TEXT), translate(entry->summary));
	if (entry->reason[0]) {
		write_text(canvas, &rest, PEN_BOLD(ROLE_WARNING), entry->reason);
		write_text(canvas, &rest, PEN(ROLE_TEXT), translate(demo->without));
	} else if (demo->needs) {
		snprintf(text, sizeof text, _("needs %s, which is so here"), demo->needs);
		write_text(canvas, &rest, PEN(ROLE_DIM), text);
	}
	size_t number = 0;
	for (size_t i = 0; i < demo->step_count; i++)
		if (demo_step_is_usual(demo, &demo->steps[i]))
			write_line(canvas, &rest, PEN(ROLE_DIM), translate(demo->steps[i].title),
				++number);
}

static void paint_playlist(struct canvas *canvas, struct rect rest, const struct menu_entry *entry)
{
	write_text(canvas, &rest, PEN(ROLE_TEXT), translate(entry->summary));
	for (size_t i = 0; i < playlist_length(entry->playlist); i++)
		write_line(canvas, &rest, PEN(ROLE_DIM),
			translate(playlist_demo(entry->playlist, i)->title), i + 1);
}

/* Where nothing stands beside the list. */
static void paint_foot(struct canvas *canvas, struct rect line, const struct menu_entry *entry)
{
	bool is_here = !entry->reason[0];
	canvas_text(canvas, line.x + 1, line.y, line.width - 1,
		PEN(is_here ? ROLE_DIM : ROLE_WARNING),
		is_here ? translate(entry->summary) : entry->reason);
}

void overlay_demos(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area)
{
	struct list *list = &frame->overlay_list;
	list_fit(list, scene->menu_count, (size_t)area.height);
	bool is_wide = area.width >= WIDE;
	if (!is_wide && list->selected < scene->menu_count)
		paint_foot(canvas, layout_bottom(&area, 1), &scene->menu[list->selected]);
	struct rect names = layout_left(&area, is_wide ? LIST : area.width);
	paint_list(scene, list, canvas, names);
	layout_left(&area, 2);
	layout_right(&area, 1);
	if (!is_wide || list->selected >= scene->menu_count)
		return;
	const struct menu_entry *entry = &scene->menu[list->selected];
	write_text(canvas, &area, PEN_BOLD(ROLE_TITLE), translate(entry->title));
	if (entry->demo)
		paint_demo(canvas, area, entry);
	else if (!entry->playlist)
		write_text(canvas, &area, PEN(ROLE_TEXT), translate(entry->summary));
	else
		paint_playlist(canvas, area, entry);
}
