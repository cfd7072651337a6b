/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void rounds_add(struct rounds *rounds, double value)
{
	if (rounds->count < sizeof(rounds->values) / sizeof(*rounds->values))
		rounds->values[rounds->count++] = value;
}

static int by_value(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return (left > right) - (left < right);
}

double rounds_quantile(struct rounds *rounds, double share)
{
	if (rounds->count == 0)
		return 0;
	qsort(rounds->values, rounds->count, sizeof(*rounds->values), by_value);
	size_t index = (size_t)(share * (double)rounds->count);
	return rounds->values[index < rounds->count ? index : rounds->count - 1];
}

double rounds_median(struct rounds *rounds)
{
	return rounds_quantile(rounds, 0.5);
}

static double seconds(clockid_t clock)
{
	struct timespec time;
	clock_gettime(clock, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

double clock_now(void)
{
	return seconds(CLOCK_MONOTONIC);
}

double clock_thread_cpu(void)
{
	return seconds(CLOCK_THREAD_CPUTIME_ID);
}

double process_cpu(pid_t pid)
{
	clockid_t clock;
	return clock_getcpuclockid(pid, &clock) == 0 ? seconds(clock) : 0;
}

double process_status(pid_t pid, const char *key)
{
	char path[64], line[256];
	double value = 0;
	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	FILE *file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, key, strlen(key)) == 0)
			value = strtod(line + strlen(key), NULL) * 1024;
	if (file)
		fclose(file);
	return value;
}
