/* SPDX-License-Identifier: GPL-2.0-or-later */
/* run_screen CASE FIXTURES CATALOGUES: paints a case in each of its sizes and compares with the pictures in its
 * folder, glyphs and roles. A case of another language takes it from CATALOGUES; it is skipped where
 * that is not built. With STRATA_BLESS=1 the pictures become what was painted. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stage.h"
#include "strata/translate.h"

#define SKIPPED 77 /* the exit status by which a test is not counted */
#define SHOWN 30   /* lines of a difference */

struct text {
	char *bytes;
	size_t size;
};

static struct text picture_of(const struct canvas *canvas)
{
	struct text text = { 0 };
	FILE *stream = open_memstream(&text.bytes, &text.size);
	if (!stream)
		abort();
	fputs("--- glyphs\n", stream);
	canvas_print(canvas, stream);
	fputs("--- roles\n", stream);
	canvas_print_roles(canvas, stream);
	fclose(stream);
	return text;
}

static struct text read_file(const char *path)
{
	struct text text = { 0 };
	FILE *file = fopen(path, "re"), *stream = open_memstream(&text.bytes, &text.size);
	if (!stream)
		abort();
	for (int byte; file && (byte = getc(file)) != EOF;)
		putc(byte, stream);
	if (file)
		fclose(file);
	fclose(stream);
	return text;
}

static bool write_file(const char *path, struct text text)
{
	FILE *file = fopen(path, "we");
	bool is_written = file && fwrite(text.bytes, 1, text.size, file) == text.size;
	if (file)
		is_written &= fclose(file) == 0;
	printf("%s: %s\n", path, is_written ? "blessed" : strerror(errno));
	return is_written;
}

/* Cuts the first line off. */
static const char *next_line(const char **rest, int *length)
{
	const char *line = *rest;
	*length = (int)strcspn(line, "\n");
	*rest += *length + (line[*length] == '\n');
	return line;
}

static void show_difference(const char *expected, const char *painted)
{
	const char *plane = "";
	int row = 0, shown = 0, plane_length = 0;
	while ((*expected || *painted) && shown < SHOWN) {
		int length_a, length_b;
		const char *a = next_line(&expected, &length_a),
			   *b = next_line(&painted, &length_b);
		row++;
		if (length_b > 4 && strncmp(b, "--- ", 4) == 0) {
			plane = b + 4;
			plane_length = length_b - 4;
			row = 0;
		}
		if (length_a == length_b && memcmp(a, b, (size_t)length_a) == 0)
			continue;
		printf("%.*s, line %d\n  expected %.*s\n  painted  %.*s\n", plane_length, plane,
			row, length_a, a, length_b, b);
		shown++;
	}
}

static bool judge(const char *path, struct text painted)
{
	const char *bless = getenv("STRATA_BLESS");
	if (bless && strcmp(bless, "1") == 0)
		return write_file(path, painted);
	struct text expected = read_file(path);
	bool is_same = expected.size == painted.size &&
		       memcmp(expected.bytes, painted.bytes, painted.size) == 0;
	if (!is_same) {
		printf("%s: %s\n", path,
			expected.size ? "not as painted" : "missing; STRATA_BLESS=1 makes it");
		show_difference(expected.bytes, painted.bytes);
	}
	free(expected.bytes);
	return is_same;
}

struct run {
	const char *folder, *fixtures;
	struct story story;
};

static bool read_size(const char *word, int *width, int *height)
{
	char *end;
	*width = (int)strtol(word, &end, 10);
	*height = *end == 'x' ? (int)strtol(end + 1, NULL, 10) : 0;
	return *width > 0 && *height > 0;
}

static bool run_size(const struct run *run, const char *size)
{
	char path[PATH_MAX];
	int width, height;
	struct stage stage;
	struct canvas canvas;
	if (!read_size(size, &width, &height) || canvas_init(&canvas, width, height))
		return false;
	bool is_good =
		stage_init(&stage, &run->story, run->fixtures) && stage_play(&stage, width, height);
	if (is_good) {
		stage_paint(&stage, &canvas);
		struct text painted = picture_of(&canvas);
		snprintf(path, sizeof path, "%s/%s.txt", run->folder, size);
		is_good = judge(path, painted);
		free(painted.bytes);
	}
	stage_finish(&stage);
	canvas_finish(&canvas);
	return is_good;
}

/* One stage through all sizes, as a window is dragged. */
static bool sweep(const struct run *run)
{
	int width, height;
	struct stage stage;
	struct canvas canvas = { 0 };
	if (!read_size(story_text(&run->story, SETTING_SWEEP), &width, &height))
		return true;
	bool is_good =
		stage_init(&stage, &run->story, run->fixtures) && stage_play(&stage, width, height);
	for (int x = 1; is_good && x <= width; x++)
		for (int y = 1; is_good && y <= height; y++) {
			is_good = canvas_resize(&canvas, x, y) == 0;
			if (is_good)
				stage_paint(&stage, &canvas);
		}
	stage_finish(&stage);
	canvas_finish(&canvas);
	return is_good;
}

static bool speak(const struct story *story, const char *catalogues)
{
	char path[PATH_MAX];
	const char *language = story_text(story, SETTING_LANGUAGE);
	snprintf(path, sizeof path, "%s/%s/LC_MESSAGES/strata.mo", catalogues, language);
	if (!*language || translate_open(path) == 0)
		return true;
	printf("%s: there is no such catalogue\n", path);
	return false;
}

int main(int argc, char **argv)
{
	char path[PATH_MAX], size[16];
	if (argc != 4)
		return 2;
	struct run run = { .folder = argv[1], .fixtures = argv[2] };
	setenv("TZ", "UTC", 1);
	snprintf(path, sizeof path, "%s/case.ini", run.folder);
	bool is_good = story_read(&run.story, path);
	if (!speak(&run.story, argv[3]))
		return SKIPPED;
	for (const char *at = NULL; story_word(&run.story, SETTING_SIZES, &at, size, sizeof size);)
		is_good &= run_size(&run, size);
	return is_good && sweep(&run) ? EXIT_SUCCESS : EXIT_FAILURE;
}
