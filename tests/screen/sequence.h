/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A past that is made up: five minutes of a process whose heap leaks, whose anonymous memory is
 * collected again and again, and which once, between two samples, had far more than before or after. */
#pragma once

#include "view/scene.h"

#define SEQUENCE_SAMPLES 300
#define SEQUENCE_EVENTS 4

struct sequence {
	struct past *past;
	struct history *history;
	struct event events[SEQUENCE_EVENTS];
	struct pin_mark pin;
	struct differing differing; /* between the pin and the end */
};

/* Its last sample is at these clocks. false: no memory. */
bool sequence_init(struct sequence *sequence, uint64_t clock_ns, uint64_t wall_ns);
/* Lets a scene look at that moment of it; 0: at its end. */
void sequence_show(const struct sequence *sequence, uint64_t travel_ns, struct scene *scene);
void sequence_finish(struct sequence *sequence);
