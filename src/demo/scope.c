/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/scope.h"

#include <errno.h>
#include <string.h>

/* Its index, or the count where it is not there. */
static size_t index_of(const struct scope *scope, const char *name, size_t length)
{
	size_t i = 0;
	while (i < scope->count && (strlen(scope->words[i].name) != length ||
					   memcmp(scope->words[i].name, name, length) != 0))
		i++;
	return i;
}

int scope_add(struct scope *scope, const char *name, const char *value)
{
	if (index_of(scope, name, strlen(name)) < scope->count)
		return -EEXIST;
	if (scope->count == SCOPE_WORDS)
		return -ENOSPC;
	if (strlen(name) >= SCOPE_NAME || strlen(value) >= SCOPE_VALUE)
		return -ENAMETOOLONG;
	struct scope_word *word = &scope->words[scope->count++];
	strcpy(word->name, name);
	strcpy(word->value, value);
	return 0;
}

int scope_set(struct scope *scope, const char *name, const char *value)
{
	size_t index = index_of(scope, name, strlen(name));
	if (index == scope->count)
		return -ENOENT;
	if (strlen(value) >= SCOPE_VALUE)
		return -ENAMETOOLONG;
	strcpy(scope->words[index].value, value);
	return 0;
}

const char *scope_find(const struct scope *scope, const char *name, size_t length)
{
	size_t index = index_of(scope, name, length);
	return index < scope->count ? scope->words[index].value : NULL;
}

const char *scope_get(const struct scope *scope, const char *name)
{
	return scope_find(scope, name, strlen(name));
}
