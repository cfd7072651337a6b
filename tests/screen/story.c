/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "story.h"

#include <ini.h>
#include <stdio.h>
#include <string.h>

static const char *const names[SETTINGS] = {
	[SETTING_ABOUT] = "about",
	[SETTING_PROCESS] = "process",
	[SETTING_BEFORE] = "before",
	[SETTING_BASELINE] = "baseline",
	[SETTING_BESIDE] = "beside",
	[SETTING_FLASHING] = "flashing",
	[SETTING_EXITED] = "exited",
	[SETTING_DENIED] = "denied",
	[SETTING_CHOOSER] = "chooser",
	[SETTING_LESSON] = "lesson",
	[SETTING_DEMO] = "demo",
	[SETTING_QUIZ] = "quiz",
	[SETTING_ASKED] = "asked",
	[SETTING_TEACHING] = "teaching",
	[SETTING_WHO] = "who",
	[SETTING_PAST] = "past",
	[SETTING_PAGES] = "pages",
	[SETTING_VIEW] = "view",
	[SETTING_SIDE] = "side",
	[SETTING_ASCII] = "ascii",
	[SETTING_LANGUAGE] = "language",
	[SETTING_PAUSED] = "paused",
	[SETTING_FILTER] = "filter",
	[SETTING_FIND] = "find",
	[SETTING_MESSAGE] = "message",
	[SETTING_PROMPT] = "prompt",
	[SETTING_TYPED] = "typed",
	[SETTING_KEYS] = "keys",
	[SETTING_SIZES] = "sizes",
	[SETTING_SWEEP] = "sweep",
};

static int take(void *user, const char *section, const char *name, const char *value)
{
	struct story *story = user;
	for (size_t i = 0; i < SETTINGS && strcmp(section, "case") == 0; i++)
		if (strcmp(names[i], name) == 0)
			return snprintf(story->values[i], sizeof story->values[i], "%s", value) <
			       (int)sizeof story->values[i];
	return 0;
}

bool story_read(struct story *story, const char *path)
{
	*story = (struct story){ 0 };
	int line = ini_parse(path, take, story);
	if (line != 0)
		fprintf(stderr, "%s:%d: not understood; see story.h\n", path, line);
	return line == 0;
}

const char *story_text(const struct story *story, enum setting setting)
{
	return story->values[setting];
}

bool story_says(const struct story *story, enum setting setting, const char *word)
{
	return strcmp(story->values[setting], word) == 0;
}

bool story_word(
	const struct story *story, enum setting setting, const char **at, char *out, size_t size)
{
	const char *from = *at ? *at : story->values[setting];
	from += strspn(from, " ");
	size_t length = strcspn(from, " ");
	if (length == 0 || length >= size)
		return false;
	memcpy(out, from, length);
	out[length] = '\0';
	*at = from + length;
	return true;
}
