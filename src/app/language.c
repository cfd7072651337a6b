/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/language.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/places.h"
#include "strata/translate.h"

/* The list of languages: the first of these that is set. */
static const char *wanted(void)
{
	static const char *const variables[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
		const char *value = getenv(variables[i]);
		if (value && *value)
			return value;
	}
	return "";
}

static bool is_english(const char *name, size_t length)
{
	static const char *const names[] = { "C", "POSIX", "en" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0)
			return true;
	return false;
}

/* "ko_KR.UTF-8@modifier": its country is tried first, then the language alone. */
bool language_name(size_t place, char out[LANGUAGE_NAME])
{
	const char *name = wanted();
	for (size_t i = 0; *name; i += 2) {
		size_t entry = strcspn(name, ":"), length = strcspn(name, ":.@");
		size_t language = strcspn(name, ":.@_");
		if (language == 0 || is_english(name, language) || length >= LANGUAGE_NAME ||
			memchr(name, '/', length))
			return false;
		if (place < i + 2) {
			snprintf(out, LANGUAGE_NAME, "%.*s", (int)(place == i ? length : language),
				name);
			return true;
		}
		name += entry + (name[entry] == ':');
	}
	return false;
}

static bool take(const char *folder, const char *name)
{
	char path[PATH_MAX];
	return snprintf(path, sizeof path, "%s/%s/LC_MESSAGES/strata.mo", folder, name) <
		       (int)sizeof path &&
	       translate_open(path) == 0;
}

void language_choose(void)
{
	char name[LANGUAGE_NAME], build[PATH_MAX];
	const char *terminal = getenv("TERM");
	if (terminal && strncmp(terminal, "linux", 5) == 0)
		return; /* the console's font has room for one alphabet */
	bool is_in_build = places_in_build("po", build, sizeof build);
	for (size_t place = 0; language_name(place, name); place++)
		if ((is_in_build && take(build, name)) || take(STRATA_LOCALEDIR, name))
			return;
}
