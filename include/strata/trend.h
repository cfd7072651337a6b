/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trend: what a figure that is looked at over a stretch of time does there. Pure arithmetic.
 *
 * Model: the figure is followed in rises and falls larger than the noise. What goes on now began
 * behind the last pause or jump that is out of proportion to what came after it; the rate is the
 * least-squares line through that part, with its standard error. Shapes:
 *  - FLAT      never left the noise;
 *  - STEADY    goes on rising along a line, in many rises or in a few of like size;
 *  - SLOWING   still rises, less and less, and has not come to a line;
 *  - PLATEAU   rose, and has stopped for longer than its own rhythm explains;
 *  - SAWTOOTH  falls back again and again to a floor that does not rise: memory that is collected.
 *              One whose floor rises is what the floor is;
 *  - UNSURE    anything else: too short, one jump, no line.
 * Confidence (0 to 1) is in the shape: it grows with the number of rises and the time they go on. */
#pragma once

#include <stddef.h>

enum trend_shape {
	TREND_FLAT,
	TREND_STEADY,
	TREND_SLOWING,
	TREND_PLATEAU,
	TREND_SAWTOOTH,
	TREND_UNSURE,
};

/* The figure over one stretch: its last value, and its least. */
struct trend_sample {
	double seconds, value, least;
};

struct trend {
	enum trend_shape shape;
	double growth;           /* from the first value to the last */
	double rate, rate_error; /* per second, of what goes on now */
	double fit;              /* share of the variance that the line explains (R²) */
	double since;            /* when what goes on now began: seconds, as in the samples */
	double lasting;          /* and for how many seconds it goes on */
	double still;            /* seconds since the last rise */
	size_t rises, falls;
	double confidence;
};

/* Samples in order of time. `noise` is what a value may differ by without meaning anything. */
void trend_find(
	const struct trend_sample *samples, size_t count, double noise, struct trend *ret_trend);
