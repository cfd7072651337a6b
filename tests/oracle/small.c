/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small library for the oracle to load: one thing of each kind. */
#include <stdint.h>

#include "small.h"

static const int constants[64] = { 1, 2, 3 };
static int counted = 7;
static char zeroes[200000];

void small_places(struct small_places *ret_places)
{
	zeroes[0] = (char)counted;
	*ret_places = (struct small_places){
		.code = (const void *)(uintptr_t)small_places,
		.constant = constants,
		.data = &counted,
		.zero = &zeroes[sizeof zeroes / 2],
	};
}
