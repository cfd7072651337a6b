/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/places.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool places_in_build(const char *name, char *out, size_t size)
{
	char program[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
	if (length <= 0)
		return false;
	program[length] = '\0';
	char *slash = strrchr(program, '/');
	if (!slash)
		return false;
	*slash = '\0';
	return snprintf(out, size, "%s/../%s", program, name) < (int)size;
}
