/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

struct small_places {
	const void *code, *constant, *data, *zero;
};

void small_places(struct small_places *ret_places);
