/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/series.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT_LEAST 16
#define CAPACITY_FIRST 1 /* most series of regions never change */

void series_init(struct series *series, uint32_t limit)
{
	*series = (struct series){ .limit = limit < LIMIT_LEAST ? LIMIT_LEAST : limit };
	series_clear(series);
}

void series_finish(struct series *series)
{
	free(series->points);
	series->points = NULL;
	series->capacity = 0;
	series_clear(series);
}

void series_clear(struct series *series)
{
	series->count = 0;
	series->changed_ns = 0;
	series->last = series->least = series->most = UNKNOWN;
}

static uint64_t lesser(uint64_t a, uint64_t b)
{
	return a < b ? a : b; /* UNKNOWN is the largest number */
}

static uint64_t greater(uint64_t a, uint64_t b)
{
	if (a == UNKNOWN || b == UNKNOWN)
		return lesser(a, b);
	return a > b ? a : b;
}

static struct series_point merged(struct series_point earlier, struct series_point later)
{
	return (struct series_point){
		.clock_ns = earlier.clock_ns,
		.least = lesser(earlier.least, later.least),
		.most = greater(earlier.most, later.most),
		.last = later.last,
	};
}

/* Merges neighbours that together cover no more than a `share`th of their age. The newest point goes
 * on and stays alone. */
static void thin(struct series *series, uint64_t now_ns, uint64_t share)
{
	struct series_point *points = series->points;
	uint32_t kept = 0;
	for (uint32_t i = 1; i < series->count; i++) {
		bool is_newest = i + 1 == series->count;
		uint64_t end_ns = is_newest ? now_ns : points[i + 1].clock_ns;
		uint64_t span = end_ns - points[kept].clock_ns;
		uint64_t age = now_ns - points[kept].clock_ns;
		if (!is_newest && span <= age / share)
			points[kept] = merged(points[kept], points[i]);
		else
			points[++kept] = points[i];
	}
	series->count = kept + 1;
}

/* Makes room by an eighth of the limit, as gently as that goes. */
static void make_room(struct series *series, uint64_t now_ns)
{
	uint32_t enough = series->limit - series->limit / 8;
	for (uint64_t share = series->limit / 4; share > 0 && series->count > enough; share /= 2)
		thin(series, now_ns, share);
}

static int grow(struct series *series)
{
	uint32_t capacity = series->capacity ? series->capacity * 2 : CAPACITY_FIRST;
	if (capacity > series->limit)
		capacity = series->limit;
	struct series_point *points = realloc(series->points, capacity * sizeof *points);
	if (!points)
		return -ENOMEM;
	series->points = points;
	series->capacity = capacity;
	return 0;
}

int series_add(struct series *series, uint64_t clock_ns, uint64_t value)
{
	if (series->count > 0 && series->last == value)
		return 0;
	if (series->count == series->limit)
		make_room(series, clock_ns);
	if (series->count == series->capacity && grow(series) < 0)
		return -ENOMEM;
	series->points[series->count++] = (struct series_point){ clock_ns, value, value, value };
	series->changed_ns = clock_ns;
	series->last = value;
	series->least = lesser(series->least, value);
	series->most = greater(series->most, value);
	return 0;
}

/* The point that covers this time; count where it is before the first. */
static uint32_t point_at(const struct series *series, uint64_t clock_ns)
{
	uint32_t low = 0, high = series->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (series->points[middle].clock_ns <= clock_ns)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? low - 1 : series->count;
}

uint64_t series_at(const struct series *series, uint64_t clock_ns)
{
	if (clock_ns >= series->changed_ns)
		return series->last;
	uint32_t at = point_at(series, clock_ns);
	return at < series->count ? series->points[at].last : UNKNOWN;
}

uint64_t series_changed(const struct series *series)
{
	return series->changed_ns;
}

struct series_window series_sweep(
	const struct series *series, uint64_t from_ns, uint64_t until_ns, uint32_t *place)
{
	struct series_window window = { UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN };
	uint32_t at = *place;
	while (at + 1 < series->count && series->points[at + 1].clock_ns <= from_ns)
		at++;
	*place = at;
	if (at < series->count && series->points[at].clock_ns <= from_ns)
		window.first = series->points[at].last;
	for (; at < series->count && series->points[at].clock_ns <= until_ns; at++) {
		const struct series_point *point = &series->points[at];
		window.least = lesser(window.least, point->least);
		window.most = greater(window.most, point->most);
		window.last = point->last;
	}
	return window;
}

struct series_window series_window(const struct series *series, uint64_t from_ns, uint64_t until_ns)
{
	uint32_t place = point_at(series, from_ns);
	if (place == series->count)
		place = 0;
	return series_sweep(series, from_ns, until_ns, &place);
}
