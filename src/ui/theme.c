/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/theme.h"

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "strata/text.h"
#include "strata/translate.h"

#define EVERY_KIND ROLES /* "kind.*", beside the roles */
#define UNSET (-2)       /* a colour that the file does not name */

static const char dark[] =
#include "ui/theme_dark.h"
	;
static const char mono[] =
#include "ui/theme_mono.h"
	;

struct loading {
	const char *name; /* of the file */
	const char *rest; /* of its text */
	int line;         /* 0: the whole file */
	char *error;      /* the first one */
	size_t error_size;
	bool has_failed;
	struct theme theme;
	bool is_named[ROLES + 1];
	struct look looks[ROLES + 1];
};

/* 0, which is inih's word for failure. */
__attribute__((format(printf, 2, 3))) static int fail(
	struct loading *loading, const char *format, ...)
{
	if (loading->has_failed)
		return 0;
	loading->has_failed = true;
	char what[256], line[512];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(what, sizeof what, format, arguments);
	va_end(arguments);
	if (loading->line > 0)
		snprintf(line, sizeof line, "%s:%d: %s", loading->name, loading->line, what);
	else
		snprintf(line, sizeof line, "%s: %s", loading->name, what);
	if (loading->error)
		text_sanitise(line, strlen(line), loading->error, loading->error_size);
	return 0;
}

/* A number without sign and blanks that ends where the word ends; -1 where it is none. */
static int number_of(const char *digits, int base)
{
	char *end;
	if (!strchr("0123456789abcdefABCDEF", *digits))
		return -1;
	unsigned long number = strtoul(digits, &end, base);
	return *end || number > 0xffffff ? -1 : (int)number;
}

/* UNSET where it is no colour. */
static int colour_of(const char *word)
{
	if (strcmp(word, "default") == 0)
		return COLOUR_DEFAULT;
	if (*word == '#' && strlen(word) == 7) {
		int rgb = number_of(word + 1, 16);
		return rgb < 0 ? UNSET : COLOUR_RGB | rgb;
	}
	int index = strlen(word) <= 3 ? number_of(word, 10) : -1;
	return index < 0 || index > 255 ? UNSET : index;
}

static unsigned attribute_of(const char *word)
{
	static const struct {
		const char *word;
		unsigned attribute;
	} table[] = {
		{ "bold", ATTRIBUTE_BOLD },
		{ "dim", ATTRIBUTE_DIM },
		{ "underline", ATTRIBUTE_UNDERLINE },
		{ "reverse", ATTRIBUTE_REVERSE },
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(table[i].word, word) == 0)
			return table[i].attribute;
	return 0;
}

/* The colour goes where it belongs; false where it is none or the place is taken. */
static bool take_colour(int *place, const char *word)
{
	int colour = word ? colour_of(word) : UNSET;
	if (colour == UNSET || *place != UNSET)
		return false;
	*place = colour;
	return true;
}

static int parse_look(struct loading *loading, const char *value, struct look *look)
{
	char words[128], *rest = NULL;
	if (strlen(value) >= sizeof words)
		return fail(loading, _("too long a look; expected a colour and attributes"));
	strcpy(words, value);
	*look = (struct look){ UNSET, UNSET, 0 };
	for (char *word = strtok_r(words, " \t", &rest); word;
		word = strtok_r(NULL, " \t", &rest)) {
		unsigned attribute = attribute_of(word);
		look->attributes |= attribute;
		bool is_ground = strcmp(word, "on") == 0;
		int *place = is_ground ? &look->ground : &look->ink;
		const char *colour = is_ground ? strtok_r(NULL, " \t", &rest) : word;
		if (!attribute && !take_colour(place, colour))
			return fail(loading,
				_("\"%.40s\" has no place here; expected one colour (default, "
				  "0-255, "
				  "#rrggbb), \"on\" and a colour, bold, dim, underline, reverse"),
				word);
	}
	if (look->ink == UNSET && look->ground == UNSET && !look->attributes)
		return fail(loading, _("no look; expected a colour or an attribute"));
	return 1;
}

static int take_role(struct loading *loading, const char *name, const char *value)
{
	unsigned role = strcmp(name, "kind.*") == 0 ? EVERY_KIND : role_of(name);
	if (role == ROLES && strcmp(name, "kind.*") != 0)
		return fail(loading, _("no role \"%.40s\"; expected one like text, dim, kind.heap"),
			name);
	if (loading->is_named[role])
		return fail(loading, _("\"%s\" a second time; expected each role once"), name);
	loading->is_named[role] = true;
	return parse_look(loading, value, &loading->looks[role]);
}

static int take_word(struct loading *loading, const char *value, char *place, size_t size)
{
	if (*place)
		return fail(loading, _("said a second time; expected once"));
	if (!*value || strlen(value) >= size)
		return fail(
			loading, _("%zu bytes long; expected 1 to %zu"), strlen(value), size - 1);
	strcpy(place, value);
	return 1;
}

static int take_line(void *user, const char *section, const char *name, const char *value)
{
	struct loading *loading = user;
	struct theme *theme = &loading->theme;
	if (strcmp(section, "roles") == 0)
		return take_role(loading, name, value);
	if (strcmp(section, "theme") != 0)
		return fail(loading, _("section \"%.40s\"; expected [theme] or [roles]"), section);
	if (strcmp(name, "name") == 0)
		return take_word(loading, value, theme->name, sizeof theme->name);
	if (strcmp(name, "description") == 0)
		return take_word(loading, value, theme->description, sizeof theme->description);
	return fail(loading, _("\"%.40s\"; expected name or description"), name);
}

/* fgets() on the text: inih counts lines but does not tell its handler. */
static char *read_line(char *line, int size, void *stream)
{
	struct loading *loading = stream;
	size_t length = strcspn(loading->rest, "\n");
	length += loading->rest[length] == '\n';
	if (loading->has_failed || length == 0)
		return NULL;
	loading->line++;
	if (length >= (size_t)size) {
		fail(loading, _("a line of %zu bytes; expected less than %d"), length, size);
		return NULL;
	}
	memcpy(line, loading->rest, length);
	line[length] = '\0';
	loading->rest += length;
	return line;
}

static int inherited(int colour, int from)
{
	return colour == UNSET ? from : colour;
}

static void fill_in(struct loading *loading)
{
	struct look plain = { UNSET, UNSET, 0 };
	struct look text = loading->is_named[ROLE_TEXT] ? loading->looks[ROLE_TEXT] : plain;
	struct look kind = loading->is_named[EVERY_KIND] ? loading->looks[EVERY_KIND] : text;
	text.ink = inherited(text.ink, COLOUR_DEFAULT);
	text.ground = inherited(text.ground, COLOUR_DEFAULT);
	for (unsigned role = 0; role < ROLES; role++) {
		struct look look = role < ROLE_KIND ? text : kind;
		if (loading->is_named[role])
			look = loading->looks[role];
		look.ink = inherited(look.ink, text.ink);
		look.ground = inherited(look.ground, text.ground);
		loading->theme.looks[role] = look;
	}
}

int theme_parse(
	const char *text, const char *name, struct theme *theme, char *error, size_t error_size)
{
	struct loading loading = {
		.name = name, .rest = text, .error = error, .error_size = error_size
	};
	int wrong = ini_parse_stream(read_line, &loading, take_line, &loading);
	/* A line that inih cannot read does not reach take_line(). */
	if (wrong > 0 && (!loading.has_failed || wrong < loading.line)) {
		loading.has_failed = false;
		loading.line = wrong;
		fail(&loading, _("not understood; expected [section] or name = value"));
	}
	if (wrong < 0)
		return -ENOMEM;
	if (!loading.theme.name[0])
		fail(&loading, _("the file ends; expected name = ... in [theme]"));
	if (loading.has_failed)
		return -EINVAL;
	fill_in(&loading);
	*theme = loading.theme;
	return 0;
}

static int read_theme(const char *path, char text[THEME_FILE + 1], size_t *ret_length)
{
	struct stat status;
	/* Without waiting: the name of a pipe is no theme either. */
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file < 0)
		return -errno;
	size_t length = 0;
	ssize_t got = fstat(file, &status);
	if (got == 0 && !S_ISREG(status.st_mode)) {
		got = -1;
		errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
	}
	while (got >= 0 && length < THEME_FILE + 1 &&
		(got = read(file, text + length, THEME_FILE + 1 - length)) > 0)
		length += (size_t)got;
	int result = got < 0 ? -errno : 0;
	close(file);
	*ret_length = length;
	return result;
}

int theme_load(const char *path, struct theme *theme, char *error, size_t error_size)
{
	char text[THEME_FILE + 2];
	size_t length = 0;
	struct loading loading = { .name = path, .error = error, .error_size = error_size };
	int result = read_theme(path, text, &length);
	if (result < 0) {
		fail(&loading, _("%s; expected a theme file"), strerror(-result));
		return result;
	}
	text[length] = '\0';
	if (length > THEME_FILE || strlen(text) != length) {
		fail(&loading, _("%s; expected a text of at most %d bytes"),
			length > THEME_FILE ? _("too large") : "binary", THEME_FILE);
		return -EINVAL;
	}
	return theme_parse(text, path, theme, error, error_size);
}

/* A test holds the built-in texts to be without error. */
static void use_builtin(const char *text, struct theme *theme)
{
	if (theme_parse(text, "built in", theme, NULL, 0) < 0)
		abort();
}

void theme_default(struct theme *theme)
{
	use_builtin(dark, theme);
}

void theme_mono(struct theme *theme)
{
	use_builtin(mono, theme);
}
