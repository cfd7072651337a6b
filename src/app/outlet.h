/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An outlet is where an export goes: standard output, or a file. A file that is there already is
 * replaced only where that is wanted. An atomic one is written beside the file, under its name and a
 * number, and takes its place when it is complete: a reader sees the old one or the new one. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct outlet_options {
	const char *path; /* NULL: standard output */
	bool is_replacing;
	bool is_atomic; /* and replacing */
};

struct outlet {
	FILE *stream;
	char *path, *temporary; /* owned; NULL */
};

/* 0; -EEXIST; -errno. */
int outlet_open(struct outlet *outlet, const struct outlet_options *options);
/* Puts the file in its place, or, where writing went wrong, leaves what was there. Returns `error`, or
 * -errno of what went wrong only now. */
int outlet_close(struct outlet *outlet, int error);
