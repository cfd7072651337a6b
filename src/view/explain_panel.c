/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/overlay.h"

#include <stdio.h>

#include "strata/explain.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/filter.h"
#include "view/pencil.h"
#include "view/words.h"

#define TEXT 4096
#define NARROW 20 /* columns of the list of topics, */
#define LIST 32   /* and on a wide screen, */
#define KIND 11   /* and of their kinds in it */

#define MOST 256

/* What is listed: the selected thing, where nothing is searched for, and the topics that fit. */
struct glossary {
	size_t count;
	const struct topic *rows[MOST]; /* NULL: the selected thing */
};

static bool topic_fits(const struct topic *topic, const char *search)
{
	const char *const texts[] = { topic->name, translate(topic->title),
		explain_kind(topic->kind), translate(topic->text) };
	return filter_fits_texts(search, texts, sizeof texts / sizeof *texts);
}

static void gather(struct glossary *glossary, const char *search)
{
	if (!search[0])
		glossary->rows[glossary->count++] = NULL;
	for (size_t i = 0; i < topic_count && glossary->count < MOST; i++) {
		const struct topic *topic = explain_topic_at(i);
		if (topic_fits(topic, search))
			glossary->rows[glossary->count++] = topic;
	}
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

static void paint_entry(struct canvas *canvas, struct rect line, const struct topic *topic)
{
	struct pencil pencil = pencil_at(canvas, line);
	pencil_skip(&pencil, 1);
	if (!topic) {
		pencil_write(&pencil, PEN_BOLD(ROLE_KEY), "%s", _("the selected one"));
		return;
	}
	canvas_text_right(
		canvas, line.x, line.y, line.width, PEN(ROLE_DIM), explain_kind(topic->kind));
	pencil_name(&pencil, PEN(topic_ink(topic)), line.width - KIND, topic_name(topic));
}

static void paint_list(const struct glossary *glossary, const struct list *list,
	struct canvas *canvas, struct rect area)
{
	for (size_t i = list->top; i < glossary->count && area.height > 0; i++) {
		struct rect line = layout_top(&area, 1);
		paint_entry(canvas, line, glossary->rows[i]);
		if (i == list->selected)
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
	if (scene->now && explain_here(scene->now, topic, text, sizeof text) > 0)
		write_text(canvas, &rest, PEN_BOLD(ROLE_VALUE), text);
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

static int list_width(int width)
{
	return width >= 100 ? LIST : width >= 60 ? NARROW : 0;
}

void overlay_explain(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area)
{
	struct selection selection = { .name = "" };
	if (frame->view->selected)
		selection = frame->view->selected(scene);
	struct glossary glossary = { 0 };
	gather(&glossary, frame->search);
	list_fit(&frame->overlay_list, glossary.count, (size_t)area.height);
	paint_list(&glossary, &frame->overlay_list, canvas,
		layout_left(&area, list_width(area.width)));
	layout_left(&area, 2);
	layout_right(&area, 1);
	size_t at = frame->overlay_list.selected;
	if (at >= glossary.count)
		write_text(canvas, &area, PEN(ROLE_DIM), _("No topic has these words."));
	else if (glossary.rows[at])
		paint_topic(scene, canvas, area, glossary.rows[at]);
	else
		paint_selected(scene, canvas, area, &selection);
}
