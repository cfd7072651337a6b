/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/plain.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/page_lane.h"
#include "strata/classify.h"
#include "strata/source.h"
#include "ui/layout.h"
#include "view/panel.h"

#define HEADER_ROWS 3
#define EMPTY_ROWS 9 /* for the words instead of a view without rows */
#define GRID_ROWS 24 /* of a view that fills what room there is */
#define WIDTH_LEAST 40
#define WIDTH_USUAL 80
#define WIDTH_MOST 1000

static int width_wanted(void)
{
	const char *columns = getenv("COLUMNS");
	long width = columns ? strtol(columns, NULL, 10) : 0;
	return width >= WIDTH_LEAST && width <= WIDTH_MOST ? (int)width : WIDTH_USUAL;
}

static const struct view *view_of(const struct settings *settings)
{
	const struct view *view = view_find(settings->view);
	return view ? view : view_registry[0];
}

int plain_sample(pid_t pid, const struct settings *settings, struct snapshot **ret_snapshot)
{
	struct classifier *classifier;
	int error = classifier_create(&classifier);
	if (error < 0)
		return error;
	struct live_options options = {
		.pid = pid, .budget = settings->budget, .classifier = classifier
	};
	struct source *source = NULL;
	error = live_open(&options, &source);
	if (error == 0)
		error = source_next(
			source, view_of(settings)->needs | DETAIL_SMAPS | DETAIL_NOW, ret_snapshot);
	source_close(source);
	classifier->destroy(classifier);
	return error;
}

/* Looks at the pages of a living process, once; without them the view says so. */
static void look_at_pages(const struct scene *scene, const struct view *view, struct rect area,
	struct page_look *ret_look)
{
	struct page_wish wish = { 0 };
	if (!view->look || scene->ended_wall_ns)
		return;
	view->look(scene, area, &wish);
	page_lane_glance(scene->now, &wish, ret_look);
}

/* Rows are arranged first: the canvas is as high as they are many. */
static int print_view(
	const struct scene *scene, const struct view *view, struct view_state *state, bool is_ascii)
{
	state->width = width_wanted();
	state->height = GRID_ROWS;
	if (view->arrange)
		view->arrange(scene, state);
	bool is_empty = state->row_count == 0;
	size_t lines = state->lines ? state->lines : state->row_count;
	int rows = is_empty ? EMPTY_ROWS : view->head + (int)lines + view->foot;
	list_fit(&state->list, lines, lines);
	struct canvas canvas;
	int error = canvas_init(&canvas, state->width, HEADER_ROWS + rows);
	if (error < 0)
		return error;
	canvas.ascii = is_ascii;
	struct rect rest = canvas_area(&canvas);
	panel_header(scene, &canvas, layout_top(&rest, HEADER_ROWS));
	struct page_look look = { 0 };
	struct scene seen = *scene;
	look_at_pages(scene, view, rest, &look);
	seen.pages = &look;
	const struct frame frame = { .view = view };
	if (is_empty)
		panel_empty(scene, &frame, &canvas, rest);
	else
		view->paint(&seen, &canvas, rest);
	error = canvas_print(&canvas, stdout);
	page_look_finish(&look);
	canvas_finish(&canvas);
	return error;
}

int plain_print(const struct snapshot *snapshot, const struct settings *settings)
{
	struct history *history;
	struct view_state state;
	int error = history_create(&history);
	if (error < 0)
		return error;
	history_add(history, snapshot);
	state_init(&state);
	struct scene scene = {
		.now = snapshot,
		.history = history,
		.state = &state,
		.is_plain = true,
		.now_ns = snapshot->clock_ns,
		.ended_wall_ns = snapshot->life == LIFE_ALIVE ? 0 : snapshot->wall_ns,
	};
	error = print_view(&scene, view_of(settings), &state, settings->is_ascii);
	state_finish(&state);
	history_destroy(history);
	return error;
}
