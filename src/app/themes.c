/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/themes.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/config.h"
#include "app/places.h"
#include "strata/text.h"
#include "strata/translate.h"

#define SUFFIX ".ini"

static bool user_folder(char *out, size_t size)
{
	return config_path("themes", out, size);
}

static bool installed_folder(char *out, size_t size)
{
	return snprintf(out, size, "%s/themes", STRATA_DATADIR) < (int)size;
}

static bool build_folder(char *out, size_t size)
{
	return places_in_build("themes", out, size);
}

static bool (*const folders[])(char *out, size_t size) = {
	user_folder,
	installed_folder,
	build_folder,
};
#define FOLDERS (sizeof folders / sizeof *folders)

static bool find_file(const char *name, char *out, size_t size)
{
	for (size_t i = 0; i < FOLDERS; i++) {
		char folder[PATH_MAX];
		if (folders[i](folder, sizeof folder) &&
			snprintf(out, size, "%s/%s" SUFFIX, folder, name) < (int)size &&
			access(out, F_OK) == 0)
			return true;
	}
	return false;
}

int themes_load(const char *name, struct theme *theme, char *error, size_t error_size)
{
	if (*name == '\0') {
		theme_default(theme);
		return 0;
	}
	char path[PATH_MAX];
	if (strchr(name, '/'))
		return theme_load(name, theme, error, error_size);
	if (find_file(name, path, sizeof path))
		return theme_load(path, theme, error, error_size);
	char safe[64];
	text_sanitise(name, strlen(name), safe, sizeof safe);
	snprintf(
		error, error_size, _("there is no theme \"%s\"; a path needs a slash in it"), safe);
	return -ENOENT;
}

/* Is `candidate` the nearest after `name` seen so far? Then it becomes `best`. */
static void consider(const char *candidate, const char *name, char *best, size_t size)
{
	bool is_after = strcmp(candidate, name) > 0;
	bool is_nearer = *best == '\0' || strcmp(candidate, best) < 0;
	if (is_after && is_nearer)
		snprintf(best, size, "%s", candidate);
}

static void consider_folder(const char *path, const char *name, char *best, size_t size)
{
	DIR *folder = opendir(path);
	if (!folder)
		return;
	for (struct dirent *entry; (entry = readdir(folder));) {
		char *suffix = strrchr(entry->d_name, '.');
		if (!suffix || strcmp(suffix, SUFFIX) != 0 ||
			(size_t)(suffix - entry->d_name) >= size)
			continue;
		*suffix = '\0';
		consider(entry->d_name, name, best, size);
	}
	closedir(folder);
}

bool themes_next(const char *name, char *out, size_t size)
{
	/* Twice: after the last name comes the first, which follows the empty one. */
	const char *const starts[] = { name, "" };
	for (size_t round = 0; round < 2; round++) {
		*out = '\0';
		for (size_t i = 0; i < FOLDERS; i++) {
			char path[PATH_MAX];
			if (folders[i](path, sizeof path))
				consider_folder(path, starts[round], out, size);
		}
		if (*out != '\0')
			return strcmp(out, name) != 0;
	}
	return false;
}
