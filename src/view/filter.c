/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/filter.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define WORD 128
#define BLANKS " \t"

/* Cuts the next word off `*text`; false at the end. */
static bool next_word(const char **text, char word[WORD])
{
	*text += strspn(*text, BLANKS);
	size_t length = strcspn(*text, BLANKS), kept = length < WORD ? length : WORD - 1;
	memcpy(word, *text, kept);
	word[kept] = '\0';
	*text += length;
	return length > 0;
}

static bool fits_name(const char *word, const struct region *region)
{
	return strcasestr(region->path, word) || strcasestr(region->module, word);
}

/* "rw" fits "rw-p"; so does "w": every letter given must be there. */
static bool fits_permissions(const char *word, const struct region *region)
{
	char permissions[5];
	region_permissions_text(region->permissions, permissions);
	for (; *word; word++)
		if (!strchr(permissions, tolower((unsigned char)*word)))
			return false;
	return true;
}

static bool is_permissions(const char *word)
{
	return strlen(word) > 1 && strspn(word, "rwxsp-") == strlen(word);
}

static bool fits_address(const char *word, const struct region *region)
{
	char *end;
	uint64_t address = strtoull(word, &end, 16);
	return *end == '\0' && address >= region->start && address < region->end;
}

static bool fits_word(const char *word, const struct region *region)
{
	const char *kind = region_kind_name(region->kind);
	if (strncasecmp(word, "kind:", 5) == 0)
		return strncasecmp(kind, word + 5, strlen(word + 5)) == 0;
	if (strncasecmp(word, "perm:", 5) == 0)
		return fits_permissions(word + 5, region);
	if (strncasecmp(word, "name:", 5) == 0)
		return fits_name(word + 5, region);
	if (strncasecmp(word, "0x", 2) == 0)
		return fits_address(word, region);
	return strcasestr(kind, word) || fits_name(word, region) ||
	       (is_permissions(word) && fits_permissions(word, region));
}

bool filter_fits(const char *filter, const struct region *region)
{
	char word[WORD];
	while (next_word(&filter, word))
		if (!fits_word(word, region))
			return false;
	return true;
}

static bool fits_any(const char *word, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcasestr(texts[i], word))
			return true;
	return false;
}

bool filter_fits_texts(const char *filter, const char *const *texts, size_t count)
{
	char word[WORD];
	while (next_word(&filter, word))
		if (!fits_any(word, texts, count))
			return false;
	return true;
}
