/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/demo.h"

#include <string.h>

#include "demo/formula.h"

#define DEMO(name) extern const struct demo demo_##name;
#include "demo/demo_list.h"
#undef DEMO

const struct demo *const demo_table[] = {
#define DEMO(name) &demo_##name,
#include "demo/demo_list.h"
#undef DEMO
};
const size_t demo_count = sizeof demo_table / sizeof demo_table[0];

const char *const demo_groups[DEMO_GROUPS] = { N_("Layout"), N_("Heap"), N_("Paging"),
	N_("Sharing"), N_("Stack/threads"), N_("Protection"), N_("IPC/sync") };

const struct demo *demo_find(const char *id)
{
	for (size_t i = 0; i < demo_count; i++)
		if (strcmp(demo_table[i]->id, id) == 0)
			return demo_table[i];
	return NULL;
}

/* The gates of an ordinary machine, as far as steps ask for them. */
static const struct scope_word usual_gates[] = {
	{ "arch", "x86_64" },
	{ "flock", "1" },
	{ "fs", "disk" },
	{ "kthread", "1" },
	{ "libc", "glibc" },
	{ "page", "4096" },
	{ "thp", "madvise" },
	{ "vsyscall", "--xp" },
};

static struct scope default_scope(const struct demo *demo)
{
	struct scope scope = { .count = 0 };
	for (size_t i = 0; i < DEMO_PARAMETERS && demo->parameters[i].name; i++)
		scope_add(&scope, demo->parameters[i].name, demo->parameters[i].value);
	for (size_t i = 0; i < sizeof usual_gates / sizeof usual_gates[0]; i++)
		scope_add(&scope, usual_gates[i].name, usual_gates[i].value);
	return scope;
}

bool demo_step_is_usual(const struct demo *demo, const struct demo_step *step)
{
	struct scope scope = default_scope(demo);
	return condition_holds(step->when, &scope);
}

uint64_t demo_usual_cap(const struct demo *demo)
{
	struct scope scope = default_scope(demo);
	int64_t cap = 0;
	formula_value(demo->cap, &scope, &cap);
	return (uint64_t)cap;
}
