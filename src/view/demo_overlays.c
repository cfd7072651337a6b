/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/overlay.h"

#include <string.h>

#include "demo/run.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/pencil.h"

#define LIST 44
#define NUMBER 12

static void paint_step(struct canvas *canvas, struct rect *rest, const char *title, size_t number)
{
	if (rest->height > 0)
		canvas_printf(canvas, rest->x, layout_top(rest, 1).y, rest->width, PEN(ROLE_DIM),
			"%2zu %s", number, translate(title));
}

static void paint_demo(struct canvas *canvas, struct rect rest, const struct demo *demo)
{
	char cap[UNITS_TEXT];
	layout_top(&rest, canvas_wrap(canvas, rest, PEN_BOLD(ROLE_TITLE), translate(demo->title)));
	struct pencil pencil = pencil_at(canvas, layout_top(&rest, 2));
	pencil_write(&pencil, PEN(ROLE_DIM), _("%s · at most %s"), translate(demo->group),
		units_bytes(demo_usual_cap(demo), UNITS_WIDE, cap));
	layout_top(&rest, canvas_wrap(canvas, rest, PEN(ROLE_TEXT), translate(demo->summary)) + 1);
	size_t number = 0;
	for (size_t i = 0; i < demo->step_count; i++)
		if (demo_step_is_usual(demo, &demo->steps[i]))
			paint_step(canvas, &rest, demo->steps[i].title, ++number);
}

void overlay_demos(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area)
{
	struct list *list = &frame->overlay_list;
	list_fit(list, scene->demo_count, (size_t)area.height);
	bool is_wide = area.width >= LIST + 34;
	struct rect names = layout_left(&area, is_wide ? LIST : area.width);
	for (size_t i = list->top; i < scene->demo_count && names.height > 0; i++) {
		struct rect line = layout_top(&names, 1);
		const struct demo *demo = scene->demos[i];
		struct pencil pencil = pencil_at(canvas, line);
		pencil_skip(&pencil, 1);
		pencil_write(&pencil, PEN_BOLD(ROLE_KEY), "%-15s ", demo->id);
		pencil_name(
			&pencil, PEN(ROLE_TEXT), pencil_room(&pencil) - 1, translate(demo->title));
		if (i == list->selected)
			canvas_ground(canvas, line, ROLE_SELECTED);
	}
	layout_left(&area, 2);
	layout_right(&area, 1);
	if (is_wide && list->selected < scene->demo_count)
		paint_demo(canvas, area, scene->demos[list->selected]);
}

/* Rows of the before/after table: the metrics that are known, process by process, with a line for
 * the process's name before them. */
struct table_row {
	const struct run_process *process;
	enum metric metric; /* METRICS: the title of the process */
};

static bool find_row(
	const struct demo_run *run, size_t wanted, struct table_row *row, size_t *count)
{
	size_t at = 0;
	bool found = false;
	for (size_t p = 0; p < run->process_count; p++)
		for (unsigned m = 0; m <= METRICS; m++) {
			unsigned metric = m == 0 ? METRICS : m - 1;
			const struct run_process *process = &run->processes[p];
			if (metric < METRICS && process->after[metric] == UNKNOWN)
				continue;
			if (at++ == wanted) {
				*row = (struct table_row){ process, metric };
				found = true;
			}
		}
	*count = at;
	return found;
}

static void write_number(struct pencil *pencil, enum metric metric, uint64_t number)
{
	char text[UNITS_TEXT];
	if (metric_table[metric].is_bytes)
		units_bytes(number, UNITS_WIDE, text);
	else
		units_count(number, UNITS_WIDE, text);
	canvas_text_right(pencil->canvas, pencil->x, pencil->y, NUMBER, PEN(ROLE_TEXT), text);
	pencil_skip(pencil, NUMBER + 1);
}

static void write_change(struct pencil *pencil, enum metric metric, uint64_t from, uint64_t to)
{
	char text[UNITS_TEXT] = "", count[UNITS_TEXT];
	enum role ink = to > from ? ROLE_GREW : ROLE_SHRANK;
	if (from == UNKNOWN || to == UNKNOWN || from == to)
		text[0] = '\0';
	else if (metric_table[metric].is_bytes)
		units_delta((int64_t)(to - from), UNITS_WIDE, text);
	else
		snprintf(text, sizeof text, "%c%.24s", to > from ? '+' : '-',
			units_count(to > from ? to - from : from - to, UNITS_WIDE, count));
	canvas_text_right(pencil->canvas, pencil->x, pencil->y, NUMBER, PEN_BOLD(ink), text);
	pencil_skip(pencil, NUMBER + 1);
}

static void paint_table_row(struct canvas *canvas, struct rect line, const struct table_row *row)
{
	const struct run_process *process = row->process;
	struct pencil pencil = pencil_at(canvas, line);
	pencil_skip(&pencil, 1);
	if (row->metric == METRICS) {
		pencil_write(&pencil, PEN_BOLD(ROLE_TITLE),
			process->is_gone ? _("%s %d, gone") : "%s %d", translate(process->role),
			process->pid);
		return;
	}
	pencil_write(&pencil, PEN(ROLE_DIM), "%-22.22s", metric_table[row->metric].title);
	write_number(&pencil, row->metric, process->before[row->metric]);
	write_number(&pencil, row->metric, process->after[row->metric]);
	write_change(
		&pencil, row->metric, process->before[row->metric], process->after[row->metric]);
	write_change(
		&pencil, row->metric, process->first[row->metric], process->after[row->metric]);
}

void overlay_table(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area)
{
	static const char *const titles[] = { N_("before"), N_("after"), N_("change"),
		N_("since start") };
	struct list *list = &frame->overlay_list;
	if (!scene->demo)
		return;
	struct rect head = layout_top(&area, 1);
	for (int i = 0; i < 4; i++)
		canvas_text_right(canvas, head.x + 23 + i * (NUMBER + 1), head.y, NUMBER,
			PEN(ROLE_DIM), translate(titles[i]));
	struct table_row row = { 0 };
	size_t count;
	find_row(scene->demo, SIZE_MAX, &row, &count);
	list_fit(list, count, (size_t)area.height);
	for (size_t i = list->top; area.height > 0 && find_row(scene->demo, i, &row, &count); i++)
		paint_table_row(canvas, layout_top(&area, 1), &row);
}
