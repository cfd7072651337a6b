/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/trend.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define NOISE_SHARE 0.01  /* of the range: what else is too little to count */
#define RISES 512         /* most that are looked at, the latest */
#define RHYTHM 32         /* rises that tell how often there is one, the latest */
#define RISES_LEAST 4     /* fewer make no rhythm */
#define TROUGHS_LEAST 3   /* fewer make no floor */
#define FALLEN_SHARE 0.25 /* of all that rose: falls beyond that are a sawtooth */
#define PAUSE 4.0         /* times the usual gap: longer is a pause */
#define PAUSE_LEAST 2.5   /* seconds */
#define JUMP 0.5          /* of the growth in one rise: what went on before is another story */
#define SLOWING_BELOW 0.6 /* second half against the first */
#define STRAIGHT_FROM 0.8 /* of what slowed down, where it has come to a line */
#define STRAIGHT_LEAST 8  /* samples of it */
#define RISES_FEW 8       /* fewer must be of a size: a table that doubles makes some, too */
#define UNEVEN 0.3        /* standard deviation of their sizes against the mean */
#define FIT_LEAST 0.85
#define RISES_ENOUGH 3.0 /* scales of confidence */
#define SECONDS_ENOUGH 6.0

struct rise {
	double seconds, by;
	size_t index; /* of its sample */
};

struct course {
	const struct trend_sample *samples;
	size_t count;
	double noise;
	struct rise rises[RISES];
	size_t rise_count;
	double risen, fallen;
	size_t falls;
};

struct line {
	double slope, error, fit;
};

static double value_of(const struct trend_sample *sample, bool is_floor)
{
	return is_floor ? sample->least : sample->value;
}

static struct line fit(const struct trend_sample *samples, size_t count, bool is_floor)
{
	double mean_x = 0, mean_y = 0, xx = 0, xy = 0, yy = 0;
	for (size_t i = 0; i < count; i++) {
		mean_x += samples[i].seconds / (double)count;
		mean_y += value_of(&samples[i], is_floor) / (double)count;
	}
	for (size_t i = 0; i < count; i++) {
		double x = samples[i].seconds - mean_x;
		double y = value_of(&samples[i], is_floor) - mean_y;
		xx += x * x;
		xy += x * y;
		yy += y * y;
	}
	if (count < 3 || xx <= 0 || yy <= 0)
		return (struct line){ 0 };
	double slope = xy / xx, left = fmax(yy - slope * xy, 0);
	return (struct line){ slope, sqrt(left / (double)(count - 2) / xx), 1 - left / yy };
}

static double noise_of(const struct trend_sample *samples, size_t count, double noise)
{
	double least = INFINITY, most = -INFINITY;
	for (size_t i = 0; i < count; i++) {
		least = fmin(least, samples[i].least);
		most = fmax(most, samples[i].value);
	}
	return count ? fmax(noise, (most - least) * NOISE_SHARE) : noise;
}

static void add_rise(struct course *course, struct rise rise)
{
	if (course->rise_count == RISES) {
		for (size_t i = 1; i < RISES; i++)
			course->rises[i - 1] = course->rises[i];
		course->rise_count--;
	}
	course->rises[course->rise_count++] = rise;
	course->risen += rise.by;
}

/* Follows the values, moves within the noise left out. */
static void follow(
	struct course *course, const struct trend_sample *samples, size_t count, double noise)
{
	course->samples = samples;
	course->count = count;
	course->noise = noise;
	course->rise_count = course->falls = 0;
	course->risen = course->fallen = 0;
	double at = course->count ? course->samples[0].value : 0;
	bool was_falling = false;
	for (size_t i = 1; i < course->count; i++) {
		const struct trend_sample *sample = &course->samples[i];
		double by = sample->value - at;
		if (fabs(by) <= course->noise)
			continue;
		at = sample->value;
		if (by > 0) {
			add_rise(course, (struct rise){ sample->seconds, by, i });
		} else {
			course->fallen -= by;
			course->falls += !was_falling;
		}
		was_falling = by < 0;
	}
}

static int compare_doubles(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return (left > right) - (left < right);
}

/* The usual time between two rises, of the last ones. */
static double usual_gap(const struct course *course, size_t from)
{
	double gaps[RHYTHM];
	size_t count = 0;
	if (from + RHYTHM < course->rise_count)
		from = course->rise_count - RHYTHM;
	for (size_t i = from + 1; i < course->rise_count; i++)
		gaps[count++] = course->rises[i].seconds - course->rises[i - 1].seconds;
	if (count == 0)
		return 0;
	qsort(gaps, count, sizeof gaps[0], compare_doubles);
	return gaps[count / 2];
}

static double pause_of(double gap)
{
	return fmax(gap * PAUSE, PAUSE_LEAST);
}

/* The rise with which what goes on now began: behind the last pause, and behind a jump that dwarfs
 * all that follows. */
static size_t beginning(const struct course *course)
{
	size_t last = course->rise_count - 1, begin = last;
	double gap = usual_gap(course, last > 8 ? last - 8 : 0), sum = course->rises[last].by;
	while (begin > 0) {
		const struct rise *rise = &course->rises[begin], *before = rise - 1;
		bool is_jump =
			last - begin >= RISES_LEAST && before->by > JUMP * (sum + before->by);
		if (rise->seconds - before->seconds > pause_of(gap) || is_jump)
			break;
		sum += before->by;
		begin--;
	}
	return begin;
}

static double confidence_of(size_t rises, double seconds)
{
	double by_rises = 1 - exp(-(double)rises / RISES_ENOUGH);
	double by_time = 1 - exp(-seconds / SECONDS_ENOUGH);
	return fmin(by_rises, by_time);
}

static size_t middle_of(const struct trend_sample *samples, size_t count)
{
	double middle = (samples[0].seconds + samples[count - 1].seconds) / 2;
	size_t half = 0;
	while (half + 1 < count && samples[half + 1].seconds <= middle)
		half++;
	return half;
}

static double rate_between(const struct trend_sample *from, const struct trend_sample *to)
{
	double seconds = to->seconds - from->seconds;
	return seconds > 0 ? (to->value - from->value) / seconds : 0;
}

/* Rate of the second half of the time against that of the first. */
static double second_half(const struct trend_sample *samples, size_t count)
{
	size_t half = middle_of(samples, count);
	double first = rate_between(&samples[0], &samples[half]);
	double second = rate_between(&samples[half], &samples[count - 1]);
	return first > 0 ? second / first : INFINITY;
}

/* The sample from which on growth that slowed down does so no more: a heap that was found too small and
 * then leaks. What fills exponentially slows down by the square root of its ratio in each half, so a
 * line must do much better. `count` where there is no such sample. */
static size_t find_straight(const struct course *course, size_t from)
{
	const struct trend_sample *samples = course->samples;
	double ratio = second_half(samples + from, course->count - from);
	for (;;) {
		size_t half = middle_of(samples + from, course->count - from);
		from += half;
		if (half == 0 || course->count - from < STRAIGHT_LEAST)
			return course->count;
		double next = second_half(samples + from, course->count - from);
		if (isfinite(next) && next >= STRAIGHT_FROM && next > sqrt(sqrt(ratio)))
			return from;
		ratio = next;
	}
}

/* Do the few rises from this one on repeat each other? */
static bool is_even(const struct course *course, size_t begin)
{
	double count = (double)(course->rise_count - begin), sum = 0, squares = 0;
	for (size_t i = begin; i < course->rise_count; i++) {
		sum += course->rises[i].by;
		squares += course->rises[i].by * course->rises[i].by;
	}
	return sqrt(fmax(squares * count - sum * sum, 0)) <= UNEVEN * sum;
}

static bool is_one_jump(const struct course *course, size_t begin)
{
	double largest = 0, sum = 0;
	for (size_t i = begin; i < course->rise_count; i++) {
		largest = fmax(largest, course->rises[i].by);
		sum += course->rises[i].by;
	}
	return largest > JUMP * sum;
}

static enum trend_shape shape_of_rise(
	const struct course *course, size_t begin, const struct trend *trend)
{
	size_t rises = course->rise_count - begin;
	if (trend->still > pause_of(usual_gap(course, begin)))
		return TREND_PLATEAU;
	if (rises < RISES_LEAST || is_one_jump(course, begin))
		return TREND_UNSURE;
	if (rises < RISES_FEW && !is_even(course, begin))
		return TREND_UNSURE;
	return trend->fit >= FIT_LEAST ? TREND_STEADY : TREND_UNSURE;
}

static void judge_part(const struct course *course, size_t begin, struct trend *trend)
{
	const struct trend_sample *last = &course->samples[course->count - 1];
	size_t from = course->rises[begin].index - 1;
	struct line line = fit(&course->samples[from], course->count - from, false);
	trend->since = course->samples[from].seconds;
	trend->lasting = last->seconds - trend->since;
	trend->still = last->seconds - course->rises[course->rise_count - 1].seconds;
	trend->rate = line.slope;
	trend->rate_error = line.error;
	trend->fit = line.fit;
	trend->shape = shape_of_rise(course, begin, trend);
	trend->confidence = confidence_of(course->rise_count - begin, trend->lasting);
	if (trend->shape == TREND_STEADY)
		trend->confidence *= line.fit;
}

static void judge_rise(const struct course *course, struct trend *trend)
{
	size_t begin = beginning(course);
	judge_part(course, begin, trend);
	size_t from = course->rises[begin].index - 1;
	if (trend->shape == TREND_PLATEAU || course->rise_count - begin < RISES_LEAST ||
		second_half(&course->samples[from], course->count - from) >= SLOWING_BELOW)
		return;
	size_t straight = find_straight(course, from), later = begin;
	while (later < course->rise_count && course->rises[later].index <= straight)
		later++;
	if (course->rise_count - later >= RISES_LEAST)
		judge_part(course, later, trend);
	else if (!is_one_jump(course, begin))
		trend->shape = TREND_SLOWING;
}

/* The lowest values between falls and the rises behind them. */
static size_t find_troughs(
	const struct course *course, struct trend_sample *troughs, size_t capacity)
{
	double top = course->samples[0].value, bottom = top;
	size_t count = 0;
	bool is_falling = false;
	struct trend_sample lowest = course->samples[0];
	for (size_t i = 1; i < course->count; i++) {
		const struct trend_sample *sample = &course->samples[i];
		if (sample->least < bottom) {
			bottom = sample->least;
			lowest = *sample;
			is_falling = is_falling || bottom < top - course->noise;
		}
		if (sample->value > bottom + course->noise) {
			if (is_falling && count < capacity)
				troughs[count++] =
					(struct trend_sample){ lowest.seconds, bottom, bottom };
			is_falling = false;
			top = bottom = sample->value;
			lowest = *sample;
		}
	}
	return count;
}

/* A floor that rises along a line is a leak under a collector. */
static void judge_sawtooth(const struct course *course, struct trend *trend)
{
	struct trend_sample troughs[RISES];
	size_t count = find_troughs(course, troughs, RISES);
	const struct trend_sample *last = &course->samples[course->count - 1];
	trend->shape = count >= TROUGHS_LEAST ? TREND_SAWTOOTH : TREND_UNSURE;
	trend->confidence = confidence_of(count, last->seconds - course->samples[0].seconds);
	if (count <= TROUGHS_LEAST)
		return;
	struct line line = fit(troughs, count, true);
	double amplitude = course->fallen / (double)course->falls;
	double risen = troughs[count - 1].least - troughs[0].least;
	if (line.fit < FIT_LEAST || risen < amplitude / 2 ||
		second_half(troughs, count) < SLOWING_BELOW)
		return;
	trend->shape = TREND_STEADY;
	trend->rate = line.slope;
	trend->rate_error = line.error;
	trend->fit = line.fit;
	trend->since = troughs[0].seconds;
	trend->lasting = last->seconds - trend->since;
	trend->confidence *= line.fit;
}

void trend_find(
	const struct trend_sample *samples, size_t count, double noise, struct trend *ret_trend)
{
	struct course course; /* not cleared: its list is long, and most of it stays unused */
	struct trend trend = { .shape = TREND_FLAT };
	follow(&course, samples, count, noise_of(samples, count, noise));
	trend.rises = course.rise_count;
	trend.falls = course.falls;
	if (count > 0) {
		trend.growth = samples[count - 1].value - samples[0].value;
		trend.since = samples[0].seconds;
		trend.lasting = samples[count - 1].seconds - trend.since;
		trend.confidence = confidence_of(count, trend.lasting);
	}
	if (course.falls > 0 && course.fallen > FALLEN_SHARE * course.risen)
		judge_sawtooth(&course, &trend);
	else if (course.rise_count > 0)
		judge_rise(&course, &trend);
	*ret_trend = trend;
}
