/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Drives a runner through its steps without sampling. */
#pragma once

#include "demo/runner.h"

#define PATIENCE_MS 20000

/* Does what the run waits for: judges without samples, goes on, or listens to the worker. false when
 * the worker was silent for PATIENCE_MS. */
bool drive_turn(struct runner *runner);
/* To the end of a step (SIZE_MAX: before the first), not yet judged; false when it cannot. */
bool drive_to_step(struct runner *runner, size_t step);
/* Until it is over; false when it does not end. */
bool drive_to_end(struct runner *runner);
