/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kinds of events as words in a recording. */
#pragma once

#include <stdbool.h>

#include "strata/diff.h"

const char *event_name(enum event_kind kind);
/* false where none is called so. */
bool event_of(const char *name, enum event_kind *ret_kind);
