/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/overlay.h"

#include <string.h>

#include "demo/run.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/pencil.h"

#define LIST 44

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
