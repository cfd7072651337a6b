/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/config.h"

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/sampler.h"
#include "strata/text.h"
#include "strata/translate.h"
#include "view/view.h"

#define SECOND_NS 1000000000ull

static bool read_bool(const char *value, bool *ret_bool)
{
	static const char *const words[] = { "no", "yes", "false", "true", "off", "on" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(value, words[i]) == 0) {
			*ret_bool = i % 2;
			return true;
		}
	return false;
}

bool config_duration(const char *text, uint64_t *ret_ns)
{
	static const struct {
		const char *unit;
		double seconds;
	} units[] = { { "", 1 }, { "s", 1 }, { "ms", 0.001 }, { "m", 60 }, { "h", 3600 } };
	char *end;
	double number = strtod(text, &end);
	if (end == text || !(number > 0 && number < 1e6))
		return false;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(end, units[i].unit) == 0) {
			*ret_ns = (uint64_t)(number * units[i].seconds * (double)SECOND_NS + 0.5);
			return true;
		}
	return false;
}

bool config_share(const char *text, double *ret_share)
{
	char *end;
	double percent = strtod(text, &end);
	bool is_number = end != text;
	end += strspn(end, " ");
	bool is_percent = is_number && (*end == '\0' || strcmp(end, "%") == 0);
	if (!is_percent || !(percent > 0 && percent <= 100))
		return false;
	*ret_share = percent / 100;
	return true;
}

static bool set_text(const char *value, char *field, size_t size)
{
	if (*value == '\0' || strlen(value) >= size)
		return false;
	strcpy(field, value);
	return true;
}

static bool set_theme(struct settings *settings, const char *value)
{
	return set_text(value, settings->theme, sizeof settings->theme);
}

static bool set_view(struct settings *settings, const char *value)
{
	return view_find(value) && set_text(value, settings->view, sizeof settings->view);
}

static bool set_every(struct settings *settings, const char *value)
{
	uint64_t period_ns;
	if (!config_duration(value, &period_ns) || period_ns < SAMPLER_PERIOD_LEAST ||
		period_ns > SAMPLER_PERIOD_MOST)
		return false;
	settings->period_ns = period_ns;
	return true;
}

static bool set_budget(struct settings *settings, const char *value)
{
	return config_share(value, &settings->budget);
}

static bool set_ascii(struct settings *settings, const char *value)
{
	return read_bool(value, &settings->is_ascii);
}

static bool set_mouse(struct settings *settings, const char *value)
{
	return read_bool(value, &settings->has_mouse);
}

static bool set_side(struct settings *settings, const char *value)
{
	return read_bool(value, &settings->has_side);
}

static const struct setting {
	const char *name;
	bool (*set)(struct settings *settings, const char *value);
	const char *expected;
} keys[] = {
	{ "theme", set_theme, N_("the name of a theme or a path") },
	{ "every", set_every, N_("a time from 0.1s to 60s") },
	{ "view", set_view, N_("the name of a view, such as map or regions") },
	{ "ascii", set_ascii, N_("yes or no") },
	{ "mouse", set_mouse, N_("yes or no") },
	{ "budget", set_budget, N_("a share of time in percent, such as 1%") },
	{ "side", set_side, N_("yes or no") },
};

struct reading {
	struct settings settings;
	char *error; /* what was expected; the line is known only afterwards */
	size_t error_size;
};

/* Keeps the first complaint; 0 tells inih so. */
__attribute__((format(printf, 2, 3))) static int refuse(
	struct reading *reading, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	if (*reading->error == '\0')
		vsnprintf(reading->error, reading->error_size, format, arguments);
	va_end(arguments);
	return 0;
}

/* inih's callback: 0 is an error. */
static int take_line(void *context, const char *section, const char *name, const char *value)
{
	struct reading *reading = context;
	char subject[64];
	text_sanitise(value, strlen(value), subject, sizeof subject);
	if (*section != '\0')
		return refuse(reading, _("sections have no meaning here"));
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(keys[i].name, name) == 0)
			return keys[i].set(&reading->settings, value) ||
			       refuse(reading, _("%s must be %s, not \"%s\""), name,
				       translate(keys[i].expected), subject);
	text_sanitise(name, strlen(name), subject, sizeof subject);
	return refuse(reading,
		_("unknown key \"%s\"; there are theme, every, view, ascii, mouse, budget, side"),
		subject);
}

/* Puts "name:line: " before the complaint; commits the settings when there is none. */
static int conclude(struct reading *reading, int line, const char *name, struct settings *settings)
{
	if (line == 0 && *reading->error == '\0') {
		*settings = reading->settings;
		return 0;
	}
	char what[192];
	snprintf(what, sizeof what, "%s",
		*reading->error ? reading->error : _("expected key = value"));
	snprintf(reading->error, reading->error_size, "%s:%d: %s", name, line, what);
	return -EINVAL;
}

int config_parse(const char *text, const char *name, struct settings *settings, char *error,
	size_t error_size)
{
	*error = '\0';
	struct reading reading = { *settings, error, error_size };
	return conclude(&reading, ini_parse_string(text, take_line, &reading), name, settings);
}

/* Root does not obey a file that another user can write. */
static bool is_trusted(int fd)
{
	struct stat status;
	return fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
	       (geteuid() != 0 || (status.st_uid == 0 && !(status.st_mode & S_IWOTH)));
}

int config_load(const char *path, struct settings *settings, char *error, size_t error_size)
{
	*error = '\0';
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	FILE *stream = fd >= 0 && is_trusted(fd) ? fdopen(fd, "r") : NULL;
	if (!stream) {
		snprintf(error, error_size, _("%s: not used: %s"), path,
			fd < 0 ? strerror(errno) : _("not a file of this user"));
		if (fd >= 0)
			close(fd);
		return -EPERM;
	}
	struct reading reading = { *settings, error, error_size };
	int line = ini_parse_file(stream, take_line, &reading);
	fclose(stream);
	return conclude(&reading, line, path, settings);
}

bool config_path(const char *name, char *out, size_t size)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	/* The specification: a relative path is invalid and must be ignored. */
	bool has_config = config && *config == '/';
	if (!has_config && !(home && *home == '/'))
		return false;
	int length = has_config ? snprintf(out, size, "%s/strata/%s", config, name)
				: snprintf(out, size, "%s/.config/strata/%s", home, name);
	return length > 0 && (size_t)length < size;
}

void settings_default(struct settings *settings)
{
	*settings = (struct settings){
		.view = "map",
		.period_ns = SECOND_NS,
		.budget = 0.01,
		.has_mouse = true,
		.has_side = true,
	};
}
