/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Painting: every view of a process with 60,000 mappings on a canvas of 200 by 60. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "strata/classify.h"
#include "strata/history.h"
#include "strata/source.h"
#include "view/panel.h"
#include "view/view.h"

struct stage {
	struct scene scene;
	struct frame frame;
	struct view_state state;
	struct canvas canvas;
	struct history *history;
};

static double paint_once(struct stage *stage)
{
	double start = clock_thread_cpu();
	frame_paint(&stage->scene, &stage->frame, &stage->canvas);
	return clock_thread_cpu() - start;
}

/* Seconds for a painting of this view; the arranging of its rows, once a sample, in `ret_arrange`. */
static double paint_view(struct stage *stage, const struct view *view, double *ret_arrange)
{
	struct rounds times = { 0 };
	state_init(&stage->state);
	stage->frame.view = view;
	double start = clock_thread_cpu();
	if (view->arrange)
		view->arrange(&stage->scene, &stage->state);
	*ret_arrange = clock_thread_cpu() - start;
	list_fit(&stage->state.list, stage->state.row_count, 50);
	for (int i = 0; i < ROUNDS; i++)
		rounds_add(&times, paint_once(stage));
	state_finish(&stage->state);
	return rounds_median(&times);
}

static void paint_all(struct stage *stage, struct figure *figure)
{
	double arrange = 0, most_arrange = 0;
	const char *busiest = "";
	for (size_t i = 0; i < view_count; i++) {
		double time = paint_view(stage, view_registry[i], &arrange) * 1e3;
		most_arrange = arrange > most_arrange ? arrange : most_arrange;
		if (time > figure->value) {
			figure->value = time;
			busiest = view_registry[i]->name;
		}
	}
	figure->is_known = true;
	snprintf(figure->how, sizeof(figure->how),
		"%s; arranging rows, once a sample: at most %.2f ms", busiest, most_arrange * 1e3);
}

static const struct snapshot *sample(pid_t pid)
{
	struct classifier *classifier;
	struct source *source;
	struct snapshot *snapshot;
	if (classifier_create(&classifier))
		abort();
	if (live_open(&(struct live_options){ .pid = pid, .classifier = classifier }, &source) ||
		source_next(source, DETAIL_MAPS | DETAIL_SMAPS | DETAIL_NOW, &snapshot))
		abort();
	source_close(source);
	classifier->destroy(classifier);
	return snapshot;
}

void bench_paint(struct figure *figure)
{
	struct target target;
	struct stage stage = { 0 };
	target_start(&target, "mappings", (const char *const[]){ "60000", "4", NULL });
	const struct snapshot *now = sample(target.pid), *before = sample(target.pid);
	if (history_create(&stage.history) || canvas_init(&stage.canvas, 200, 60))
		abort();
	for (int i = 0; i < HISTORY_SAMPLES; i++)
		history_add(stage.history, now);
	stage.scene = (struct scene){ .now = now,
		.before = before,
		.baseline = before,
		.history = stage.history,
		.state = &stage.state,
		.period_ns = 1000000000,
		.now_ns = now->clock_ns,
		.is_flashing = true };
	stage.frame.side = true;
	paint_all(&stage, figure);
	snapshot_unref(now);
	snapshot_unref(before);
	history_destroy(stage.history);
	canvas_finish(&stage.canvas);
	target_finish(&target);
}
