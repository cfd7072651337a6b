/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/overlay.h"

#include <stdio.h>

#include "strata/explain.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/pencil.h"
#include "view/words.h"

#define TEXT 4096
#define LIST 20 /* columns of the list of topics */

/* Row 0 is the selected region, when there is one; then all topics of the table. */
static const struct topic *topic_at(size_t row)
{
	return row > 0 ? explain_topic_at(row - 1) : NULL;
}

/* As it stands on screen. */
static const char *topic_name(const struct topic *topic)
{
	enum metric metric = metric_of(topic->name);
	return topic->kind == TOPIC_METRIC && metric != METRICS ? metric_table[metric].title
								: topic->name;
}

static enum role topic_ink(const struct topic *topic)
{
	return topic->kind == TOPIC_REGION ? role_of_kind(region_kind_of(topic->name)) : ROLE_TEXT;
}

static void paint_list(const struct frame *frame, struct canvas *canvas, struct rect area)
{
	for (int y = 0; y < area.height; y++) {
		size_t row = frame->overlay_list.top + (size_t)y;
		struct rect line = { area.x, area.y + y, area.width, 1 };
		const struct topic *topic = topic_at(row);
		if (row > topic_count)
			break;
		struct pencil pencil = pencil_at(canvas, line);
		pencil_skip(&pencil, 1);
		if (topic)
			pencil_name(
				&pencil, PEN(topic_ink(topic)), area.width - 2, topic_name(topic));
		else
			pencil_write(&pencil, PEN_BOLD(ROLE_KEY), _("the selected one"));
		if (row == frame->overlay_list.selected)
			canvas_ground(canvas, line, ROLE_SELECTED);
	}
}

static void write_text(struct canvas *canvas, struct rect *rest, struct pen pen, const char *text)
{
	if (!text || !text[0])
		return;
	layout_top(rest, canvas_wrap(canvas, *rest, pen, text) + 1);
}

static void write_labelled(
	struct canvas *canvas, struct rect *rest, const char *label, const char *text)
{
	if (!text || !text[0])
		return;
	canvas_text(canvas, rest->x, rest->y, rest->width, PEN(ROLE_DIM), label);
	layout_top(rest, 1);
	write_text(canvas, rest, PEN(ROLE_TEXT), text);
}

static void paint_topic(const struct scene *scene, struct canvas *canvas, struct rect rest,
	const struct topic *topic)
{
	char text[TEXT];
	write_text(canvas, &rest, PEN_BOLD(ROLE_TITLE), translate(topic->title));
	enum metric metric = metric_of(topic->name);
	if (topic->kind == TOPIC_METRIC && scene->now && metric != METRICS) {
		explain_metric(scene->now, metric, text, sizeof text);
		write_text(canvas, &rest, PEN(ROLE_TEXT), text);
	} else {
		write_text(canvas, &rest, PEN(ROLE_TEXT), translate(topic->text));
	}
	write_labelled(canvas, &rest, _("grows by"), translate(topic->grows));
	write_labelled(canvas, &rest, _("watch out"), translate(topic->wrong));
	write_labelled(canvas, &rest, _("source"), translate(topic->source));
}

/* The thing under the cursor, with its numbers where it is one region. */
static void paint_selected(const struct scene *scene, struct canvas *canvas, struct rect rest,
	const struct selection *selection)
{
	char text[TEXT];
	const struct topic *topic = words_topic(selection);
	if (!scene->now || !topic)
		return;
	write_text(canvas, &rest, PEN_BOLD(topic_ink(topic)), translate(topic->title));
	if (selection->region)
		explain_region(scene->now, selection->region, text, sizeof text);
	write_text(
		canvas, &rest, PEN(ROLE_TEXT), selection->region ? text : translate(topic->text));
	write_labelled(canvas, &rest, _("grows by"), translate(topic->grows));
	write_labelled(canvas, &rest, _("what goes wrong here"), translate(topic->wrong));
}

void overlay_explain(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area)
{
	struct selection selection = { .name = "" };
	if (frame->view->selected)
		selection = frame->view->selected(scene);
	list_fit(&frame->overlay_list, topic_count + 1, (size_t)area.height);
	struct rect list = layout_left(&area, area.width >= 60 ? LIST : 0);
	paint_list(frame, canvas, list);
	layout_left(&area, 2);
	layout_right(&area, 1);
	const struct topic *topic = topic_at(frame->overlay_list.selected);
	if (topic)
		paint_topic(scene, canvas, area, topic);
	else
		paint_selected(scene, canvas, area, &selection);
}
