/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/translate.h"

#include "catalogue.h"

static struct catalogue *language;

int translate_open(const char *path)
{
	struct catalogue *opened;
	int error = catalogue_open(path, &opened);
	if (error)
		return error;
	translate_close();
	language = opened;
	return 0;
}

void translate_close(void)
{
	catalogue_destroy(language);
	language = NULL;
}

const char *translate(const char *text)
{
	const char *found = language && text && *text ? catalogue_find(language, text, 1) : NULL;
	return found ? found : text;
}

const char *translate_many(const char *one, const char *many, unsigned long long count)
{
	const char *found = language ? catalogue_find(language, one, count) : NULL;
	return found ? found : count == 1 ? one : many;
}
