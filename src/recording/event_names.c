/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "event_names.h"

#include <assert.h>
#include <string.h>

static const char *const names[] = {
	[EVENT_MAPPED] = "mapped",
	[EVENT_UNMAPPED] = "unmapped",
	[EVENT_GREW] = "grew",
	[EVENT_SHRANK] = "shrank",
	[EVENT_RESIDENT] = "resident",
	[EVENT_RELEASED] = "released",
	[EVENT_UNSHARED] = "unshared",
	[EVENT_PROTECTED] = "protected",
	[EVENT_LIBRARY] = "library",
	[EVENT_THREADS] = "threads",
	[EVENT_EXEC] = "exec",
	[EVENT_EXIT] = "exit",
	[EVENT_STATE] = "state",
	[EVENT_NOTE] = "note",
};
#define NAMES (sizeof names / sizeof *names)
static_assert(NAMES == EVENT_NOTE + 1, "a name for each kind of event");

const char *event_name(enum event_kind kind)
{
	return names[kind];
}

bool event_of(const char *name, enum event_kind *ret_kind)
{
	for (size_t i = 0; i < NAMES; i++)
		if (strcmp(names[i], name) == 0) {
			*ret_kind = (enum event_kind)i;
			return true;
		}
	return false;
}
