/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A scope is the words a formula or a condition may use: the parameters of a demo and the gates of the
 * machine ("page" is "4096", "thp" is "madvise", "libc" is "glibc").
 *
 * Plain value, fixed room, no allocation: the worker has one before its first malloc. Names are
 * unique; the first one set stays, so a parameter hides a gate of its name. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCOPE_WORDS 32
#define SCOPE_NAME 16
#define SCOPE_VALUE 32

struct scope_word {
	char name[SCOPE_NAME], value[SCOPE_VALUE];
};

struct scope {
	struct scope_word words[SCOPE_WORDS];
	size_t count;
};

/* Copies both. -EEXIST when the name is taken, -ENAMETOOLONG, -ENOSPC. */
int scope_add(struct scope *scope, const char *name, const char *value);
/* Gives a word that is there another value; -ENOENT, -ENAMETOOLONG. */
int scope_set(struct scope *scope, const char *name, const char *value);
/* The value, or NULL. */
const char *scope_get(const struct scope *scope, const char *name);
/* The same where the name is not NUL-terminated. */
const char *scope_find(const struct scope *scope, const char *name, size_t length);
