/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The viewer on a terminal: its time, its memory, its answers. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

void viewer_start(struct vt *vt, const char *pid, const char *const *more)
{
	const char *arguments[16] = { strata_path(), pid };
	for (size_t i = 0; more && more[i] && i < 12; i++)
		arguments[i + 2] = more[i];
	vt_start(vt, &(struct vt_options){ .rows = 40, .columns = 120, .arguments = arguments });
	if (!vt_wait_frames(vt, 3))
		abort();
}

/* CPU seconds a second of a program on a terminal. */
static double watched_cpu(struct vt *vt, int seconds)
{
	vt_run(vt, 2000);
	double cpu = process_cpu(vt->pid), start = clock_now();
	vt_run(vt, seconds * 1000);
	return (process_cpu(vt->pid) - cpu) / (clock_now() - start);
}

void bench_watch(struct figure *figure)
{
	struct target target;
	struct vt viewer, htop;
	target_start_number(&target, "mappings", 80);
	viewer_start(&viewer, target.text, (const char *const[]){ "--every", "1s", NULL });
	double ours = watched_cpu(&viewer, 10);
	vt_finish(&viewer);
	vt_start(&htop, &(struct vt_options){ .rows = 40,
				.columns = 120,
				.arguments = (const char *const[]){
					"htop", "-d", "10", "-p", target.text, NULL } });
	double theirs = watched_cpu(&htop, 10);
	figure->is_known = !htop.has_exited && theirs > 0.0005;
	vt_finish(&htop);
	target_finish(&target);
	figure->value = ours / theirs;
	snprintf(figure->how, sizeof(figure->how), "%.2f ms/s%s", ours * 1e3,
		figure->is_known ? "" : "; no htop here to compare with");
	if (figure->is_known)
		snprintf(figure->how, sizeof(figure->how), "%.2f ms/s / %.2f ms/s", ours * 1e3,
			theirs * 1e3);
}

static void watch_many(double *ret_cpu, double *ret_memory)
{
	struct target target;
	struct vt vt;
	target_start(&target, "mappings", (const char *const[]){ "30000", "16", NULL });
	viewer_start(&vt, target.text, (const char *const[]){ "--every", "1s", NULL });
	*ret_cpu = watched_cpu(&vt, 20);
	*ret_memory = process_status(vt.pid, "VmHWM:");
	vt_finish(&vt);
	target_finish(&target);
}

void bench_refresh(struct figure *figure)
{
	double cpu, memory;
	watch_many(&cpu, &memory);
	figure->value = cpu * 1e3;
	figure->is_known = true;
	snprintf(figure->how, sizeof(figure->how), "CPU a second at 1 Hz, 20 s");
}

void bench_memory(struct figure *figure)
{
	double cpu, memory;
	watch_many(&cpu, &memory);
	figure->value = memory / 1e6;
	figure->is_known = true;
	snprintf(figure->how, sizeof(figure->how), "peak resident");
}

static double memory_of_watching(const char *gib)
{
	struct target target;
	struct vt vt;
	target_start(&target, "reserve", (const char *const[]){ gib, NULL });
	viewer_start(&vt, target.text, (const char *const[]){ "--every", "0.2s", NULL });
	vt_run(&vt, 2000);
	double memory = process_status(vt.pid, "VmHWM:");
	vt_finish(&vt);
	target_finish(&target);
	return memory;
}

void bench_reservation(struct figure *figure)
{
	double small = memory_of_watching("0"), large = memory_of_watching("1024");
	figure->value = large / small;
	figure->is_known = true;
	snprintf(figure->how, sizeof(figure->how), "%.2f MB / %.2f MB", large / 1e6, small / 1e6);
}

/* The cursor goes down and up; each key must change the screen. The slow lane may read all the time,
 * so that most keys fall into a slow sample. */
void bench_key(struct figure *figure)
{
	struct target target;
	struct vt vt;
	struct rounds delays = { 0 };
	target_start(&target, "mappings", (const char *const[]){ "60000", "16", NULL });
	viewer_start(&vt, target.text,
		(const char *const[]){
			"--every", "0.1s", "--budget", "100%", "--view", "regions", NULL });
	vt_run(&vt, 2000);
	for (int i = 0; i < 500; i++) {
		vt_run(&vt, 7 + i % 31);
		double start = clock_now();
		vt_key(&vt, i % 2 ? VTERM_KEY_UP : VTERM_KEY_DOWN);
		if (!vt_wait_frames(&vt, 1))
			abort();
		rounds_add(&delays, clock_now() - start);
	}
	vt_finish(&vt);
	target_finish(&target);
	figure->value = rounds_quantile(&delays, 0.99) * 1e3;
	figure->is_known = true;
	snprintf(figure->how, sizeof(figure->how), "median %.2f ms, most %.2f ms, 500 keys",
		rounds_median(&delays) * 1e3, rounds_quantile(&delays, 1) * 1e3);
}

void bench_start(struct figure *figure)
{
	struct target target;
	struct rounds times = { 0 };
	target_start_number(&target, "sleep", 0);
	for (int i = 0; i < 15; i++) {
		struct vt vt;
		double start = clock_now();
		vt_start(&vt, &(struct vt_options){ .rows = 40,
				      .columns = 120,
				      .arguments = (const char *const[]){
					      strata_path(), target.text, NULL } });
		if (!vt_wait_text(&vt, "stack"))
			abort();
		rounds_add(&times, clock_now() - start);
		vt_finish(&vt);
	}
	target_finish(&target);
	figure->value = rounds_median(&times) * 1e3;
	figure->is_known = true;
	snprintf(figure->how, sizeof(figure->how), "median of 15");
}
