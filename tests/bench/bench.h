/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measurements: one figure a row, each beside its target, most as ratios against something done in
 * the same run on the same machine, so that a slow machine does not change them.
 *
 * A measurement takes medians of repeated, interleaved rounds; time is CPU time of the thread or
 * process measured unless a row is about waiting. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "target.h"
#include "vt.h"

struct figure {
	double value;
	bool is_known; /* false: the machine lacks what it needs, `how` says what */
	char how[160]; /* the absolute figures behind it */
};

void bench_sample_middle(struct figure *figure);
void bench_sample_large(struct figure *figure);
void bench_snapshot(struct figure *figure);
void bench_tick(struct figure *figure);
void bench_watch(struct figure *figure);
void bench_refresh(struct figure *figure);
void bench_memory(struct figure *figure);
void bench_reservation(struct figure *figure);
void bench_paint(struct figure *figure);
void bench_key(struct figure *figure);
void bench_start(struct figure *figure);
void bench_disturbance(struct figure *figure);
void bench_pages_large(struct figure *figure);
void bench_pages_sparse(struct figure *figure);
void bench_pages_memory(struct figure *figure);
void bench_pages_window(struct figure *figure);
void bench_pages_hold(struct figure *figure);
void bench_grid_paint(struct figure *figure);
void bench_grid_bytes(struct figure *figure);
void bench_past_memory(struct figure *figure);
void bench_past_tick(struct figure *figure);
void bench_growth(struct figure *figure);
void bench_record_small(struct figure *figure);
void bench_record_large(struct figure *figure);
void bench_record_cpu(struct figure *figure);
void bench_replay_open(struct figure *figure);
void bench_replay_seek(struct figure *figure);

#define ROUNDS 31 /* how often a short thing is done for its median */

struct rounds {
	double values[1024];
	size_t count;
};

void rounds_add(struct rounds *rounds, double value);
/* The value below which this share of all lie: 0.5 is the median. */
double rounds_quantile(struct rounds *rounds, double share);
double rounds_median(struct rounds *rounds);

/* Seconds. */
double clock_now(void);
double clock_thread_cpu(void);
/* CPU seconds of a process and its threads so far. */
double process_cpu(pid_t pid);
/* A "Vm…:" line of /proc/PID/status in bytes. */
double process_status(pid_t pid, const char *key);

/* malloc() and its kin called by this thread so far (allocations.c). */
size_t allocations(void);

/* The viewer on `pid`, 120 by 40, with more arguments (NULL-terminated) behind; its first screen is
 * there. */
void viewer_start(struct vt *vt, const char *pid, const char *const *more);
