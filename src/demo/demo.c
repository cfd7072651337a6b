/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/demo.h"

#include <string.h>

#define DEMO(name) extern const struct demo demo_##name;
#include "demo/demo_list.h"
#undef DEMO

const struct demo *const demo_table[] = {
#define DEMO(name) &demo_##name,
#include "demo/demo_list.h"
#undef DEMO
};
const size_t demo_count = sizeof demo_table / sizeof demo_table[0];

const struct demo *demo_find(const char *id)
{
	for (size_t i = 0; i < demo_count; i++)
		if (strcmp(demo_table[i]->id, id) == 0)
			return demo_table[i];
	return NULL;
}
