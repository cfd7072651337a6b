/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A stage is a directory like /proc with one process in it, the fixture "sleep" at first, whose
 * files a test may change, and a live source that watches it. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "strata/source.h"
#include "fixture.h"

static inline struct snapshot *take(struct source *source, unsigned detail)
{
	struct snapshot *snapshot;
	assert_int_equal(source_next(source, detail, &snapshot), 0);
	return snapshot;
}

struct stage {
	char root[32];
	struct source *source;
};

static inline void stage_put(
	const struct stage *stage, const char *file, const char *text, size_t length)
{
	char path[80];
	snprintf(path, sizeof path, "%s/%d/%s", stage->root, FIXTURE_PID, file);
	FILE *stream = fopen(path, "we");
	assert_non_null(stream);
	assert_int_equal(fwrite(text, 1, length, stream), length);
	fclose(stream);
}

static inline void stage_set(const struct stage *stage, const char *fixture, const char *file)
{
	size_t length;
	char *text = fixture_load(fixture, file, &length);
	stage_put(stage, file, text, length);
	free(text);
}

static inline void stage_remove(const struct stage *stage, const char *file)
{
	char path[80];
	snprintf(path, sizeof path, "%s/%d/%s", stage->root, FIXTURE_PID, file);
	unlink(path);
}

/* Replaces a part of a file's text that is there. */
static inline void stage_change(
	const struct stage *stage, const char *file, const char *from, const char *to)
{
	size_t length, from_length = strlen(from), to_length = strlen(to);
	char *text = fixture_load("sleep", file, &length), *at = strstr(text, from);
	assert_non_null(at);
	assert_true(length + to_length < FIXTURE_ROOM);
	memmove(at + to_length, at + from_length, length - (size_t)(at - text) - from_length);
	memcpy(at, to, to_length);
	stage_put(stage, file, text, length - from_length + to_length);
	free(text);
}

static const char *const staged[] = { "stat", "status", "maps", "smaps", "cmdline", "limits" };

static inline void stage_open(struct stage *stage, struct classifier *classifier)
{
	char path[80];
	strcpy(stage->root, "/tmp/strata-XXXXXX");
	assert_non_null(mkdtemp(stage->root));
	snprintf(path, sizeof path, "%s/%d", stage->root, FIXTURE_PID);
	assert_int_equal(mkdir(path, 0700), 0);
	for (size_t i = 0; i < sizeof staged / sizeof staged[0]; i++)
		stage_set(stage, "sleep", staged[i]);
	strcat(path, "/exe");
	assert_int_equal(symlink("/usr/bin/sleep", path), 0);
	struct live_options options = {
		.pid = FIXTURE_PID,
		.proc_root = stage->root,
		.budget = 1e-6, /* a read is followed by a wait longer than the test */
		.classifier = classifier,
	};
	assert_int_equal(live_open(&options, &stage->source), 0);
}

static inline void stage_close(struct stage *stage)
{
	char path[80];
	source_close(stage->source);
	for (size_t i = 0; i < sizeof staged / sizeof staged[0]; i++)
		stage_remove(stage, staged[i]);
	stage_remove(stage, "exe");
	snprintf(path, sizeof path, "%s/%d", stage->root, FIXTURE_PID);
	rmdir(path);
	rmdir(stage->root);
}
