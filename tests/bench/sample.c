/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a sample costs beside reading the same files, and a tick of the program without its screen. */
#include "bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "strata/classify.h"
#include "strata/diff.h"
#include "strata/history.h"
#include "strata/past.h"
#include "strata/source.h"

#define SAMPLES 15
#define WARM_UP 3

static void discard(pid_t pid, const char *name)
{
	static char buffer[65536];
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && read(fd, buffer, sizeof(buffer)) > 0)
		;
	if (fd >= 0)
		close(fd);
}

static double read_raw(pid_t pid)
{
	double start = clock_thread_cpu();
	discard(pid, "stat");
	discard(pid, "status");
	discard(pid, "maps");
	discard(pid, "smaps");
	return clock_thread_cpu() - start;
}

struct watch {
	struct classifier *classifier;
	struct source *source;
};

static void watch_open(struct watch *watch, pid_t pid)
{
	if (classifier_create(&watch->classifier))
		abort();
	struct live_options options = { .pid = pid, .classifier = watch->classifier, .budget = 1 };
	if (live_open(&options, &watch->source))
		abort();
}

static void watch_close(struct watch *watch)
{
	source_close(watch->source);
	watch->classifier->destroy(watch->classifier);
}

static struct snapshot *watch_sample(struct watch *watch)
{
	struct snapshot *snapshot;
	if (source_next(watch->source, DETAIL_MAPS | DETAIL_SMAPS | DETAIL_NOW, &snapshot))
		abort();
	return snapshot;
}

static double sample_once(struct watch *watch)
{
	double start = clock_thread_cpu();
	snapshot_unref(watch_sample(watch));
	return clock_thread_cpu() - start;
}

static void compare(struct figure *figure, const char *count, const char *kib)
{
	struct target target;
	struct watch watch;
	struct rounds raw = { 0 }, full = { 0 };
	target_start(&target, "mappings", (const char *const[]){ count, kib, NULL });
	watch_open(&watch, target.pid);
	for (int i = 0; i < WARM_UP; i++)
		sample_once(&watch);
	for (int i = 0; i < SAMPLES; i++) {
		rounds_add(&raw, read_raw(target.pid));
		rounds_add(&full, sample_once(&watch));
	}
	watch_close(&watch);
	target_finish(&target);
	double raw_time = rounds_median(&raw), full_time = rounds_median(&full);
	figure->value = full_time / raw_time;
	figure->is_known = true;
	snprintf(figure->how, sizeof(figure->how), "%.2f ms / %.2f ms", full_time * 1e3,
		raw_time * 1e3);
}

void bench_sample_large(struct figure *figure)
{
	compare(figure, "60000", "16");
}

void bench_sample_middle(struct figure *figure)
{
	compare(figure, "3000", "168");
}

#define CALM 6 /* ticks of which no picture is kept: what was has been replaced by then */

/* Others come and go on the machine, and what is shared with them changes: a picture of that is kept.
 * One tick as the viewer does it: a sample, what changed, the history, the past. */
static const struct snapshot *tick(struct watch *watch, struct history *history, struct past *past,
	const struct snapshot *before, bool *ret_is_calm)
{
	struct event events[16];
	const struct snapshot *now = watch_sample(watch);
	if (before)
		diff_events(before, now, events, 16);
	history_add(history, now);
	past_add(past, now);
	*ret_is_calm = past_instant(past, UINT64_MAX) != now;
	snapshot_unref(before);
	return now;
}

void bench_tick(struct figure *figure)
{
	struct target target;
	struct watch watch;
	struct history *history;
	struct past *past;
	const struct snapshot *now = NULL;
	bool is_calm = false;
	size_t most = 0, calm = 0, run = 0;
	target_start(&target, "mappings", (const char *const[]){ "3000", "16", NULL });
	watch_open(&watch, target.pid);
	if (history_create(&history) || past_create(&past))
		abort();
	for (int i = 0; i < 8; i++)
		now = tick(&watch, history, past, now, &is_calm);
	for (int i = 0; i < 300; i++) {
		size_t before = allocations();
		now = tick(&watch, history, past, now, &is_calm);
		size_t made = allocations() - before;
		run = is_calm ? run + 1 : 0;
		if (run < CALM)
			continue;
		calm++;
		most = made > most ? made : most;
	}
	snapshot_unref(now);
	history_destroy(history);
	past_destroy(past);
	watch_close(&watch);
	target_finish(&target);
	figure->value = (double)most;
	figure->is_known = calm > 0;
	snprintf(figure->how, sizeof(figure->how),
		"most in one of %zu ticks in which nothing changed, 3,000 mappings", calm);
}
