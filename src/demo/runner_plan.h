/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A plan is a demo made ready for this machine: parameters set and checked, size fitted to the memory
 * there is, and only the steps of the chosen variant. Plain value; `demo.steps` points into it, so it
 * must not be moved. */
#pragma once

#include "demo/demo.h"
#include "demo/scope.h"

#define PLAN_TEXT 160

struct plan {
	const struct demo *original;
	struct demo demo; /* the copy with the steps below */
	struct demo_step steps[DEMO_STEPS];
	struct scope scope; /* parameters first, then gates */
	uint64_t cap;       /* most bytes it will use */
	uint64_t data;      /* most private writable addresses it will have, used or not */
	char note[PLAN_TEXT];
};

/* `memory`: the most it may use. -EINVAL for a bad setting, -ENOTSUP when this machine cannot run it;
 * both with `error`. */
int plan_init(struct plan *plan, const struct demo *demo, const char *const *settings,
	uint64_t memory, char *error, size_t error_size);
