/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The recent past of one process: every metric of the last samples, for small graphs and rates.
 *
 * A ring of HISTORY_SAMPLES samples, allocated once; adding one allocates nothing. Sample 0 is the
 * newest. Times are CLOCK_MONOTONIC of the sample. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "strata/snapshot.h"

#define HISTORY_SAMPLES 600

struct history;

int history_create(struct history **ret_history);
void history_destroy(struct history *history);
/* Forgets everything (another process is watched, or it executed another program). */
void history_clear(struct history *history);
void history_add(struct history *history, const struct snapshot *snapshot);
size_t history_count(const struct history *history);
/* Value of the sample `age` samples ago; UNKNOWN beyond the end. */
uint64_t history_value(const struct history *history, enum metric metric, size_t age);
uint64_t history_clock(const struct history *history, size_t age);
/* Change per second over the last second or the last two samples, whichever is longer; NAN when
 * there are not yet two, or only just. */
double history_rate(const struct history *history, enum metric metric);
/* Highest value seen since history_clear(), also beyond the ring (the kernel's own peaks can fall). */
uint64_t history_peak(const struct history *history, enum metric metric);
