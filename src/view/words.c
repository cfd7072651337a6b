/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/words.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "strata/translate.h"

#define SECOND UINT64_C(1000000000)

const char *words_basename(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash && slash[1] ? slash + 1 : path;
}

/* Kinds whose regions are named by the kernel after the kind. */
static bool is_named_by_kind(enum region_kind kind)
{
	return kind == REGION_HEAP || kind == REGION_STACK || kind == REGION_VDSO ||
	       kind == REGION_VVAR || kind == REGION_VSYSCALL;
}

const char *words_name(const struct region *region)
{
	static const char named[] = "[anon:";
	if (is_named_by_kind(region->kind))
		return "";
	if (region->kind == REGION_SHM && strcmp(region->path, "/dev/zero") == 0)
		return _("anonymous");
	if (strncmp(region->path, named, sizeof named - 1) == 0)
		return region->path + sizeof named - 1;
	return region_basename(region);
}

const struct topic *words_topic(const struct selection *selection)
{
	const char *name = "unmapped";
	if (selection->topic)
		return selection->topic;
	if (selection->region)
		name = region_kind_name(selection->region->kind);
	else if (selection->count > 1)
		name = "module";
	else if (selection->start && selection->start == selection->end)
		name = "kernel";
	return explain_topic(TOPIC_REGION, name);
}

const char *words_error(int error)
{
	switch (error) {
	case EACCES:
	case EPERM:
		return _("permission denied");
	case ENOENT:
		return _("not there");
	case ESRCH:
		return _("no such process");
	case ENOMEM:
		return _("out of memory");
	default:
		return strerror(error);
	}
}

static char *words_date(const char *format, const char *otherwise, uint64_t wall_ns,
	char out[WORDS_TEXT]) __attribute__((format(strftime, 1, 0)));

static char *words_date(
	const char *format, const char *otherwise, uint64_t wall_ns, char out[WORDS_TEXT])
{
	time_t seconds = (time_t)(wall_ns / SECOND);
	struct tm local;
	if (!localtime_r(&seconds, &local) || !strftime(out, WORDS_TEXT, format, &local))
		snprintf(out, WORDS_TEXT, "%s", otherwise);
	return out;
}

char *words_time(uint64_t wall_ns, char out[WORDS_TEXT])
{
	return words_date("%H:%M:%S", "--:--:--", wall_ns, out);
}

char *words_moment(uint64_t wall_ns, char out[WORDS_TEXT])
{
	return words_date("%Y-%m-%d %H:%M:%S", "--:--:--", wall_ns, out);
}

char *words_share(uint64_t part, uint64_t whole, char out[WORDS_TEXT])
{
	if (part == UNKNOWN || whole == UNKNOWN || whole == 0) {
		snprintf(out, WORDS_TEXT, "–");
		return out;
	}
	double percent = 100.0 * (double)part / (double)whole;
	if (part > 0 && percent < 1)
		snprintf(out, WORDS_TEXT, "<1 %%");
	else
		snprintf(out, WORDS_TEXT, "%.0f %%", part < whole && percent > 99 ? 99 : percent);
	return out;
}

char *words_age(uint64_t nanoseconds, char out[WORDS_TEXT])
{
	uint64_t seconds = nanoseconds / SECOND;
	if (seconds < 1)
		snprintf(out, WORDS_TEXT, "%s", _("now"));
	else if (seconds < 100)
		snprintf(out, WORDS_TEXT, _("%llu s"), (unsigned long long)seconds);
	else
		snprintf(out, WORDS_TEXT, _("%llu min"), (unsigned long long)(seconds / 60));
	return out;
}
