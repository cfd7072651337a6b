/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hidden.h"

#include <errno.h>
#include <sys/stat.h>

bool hidden_are_some(int proc)
{
	struct stat first;
	return fstatat(proc, "1", &first, 0) != 0 && errno == ENOENT;
}
