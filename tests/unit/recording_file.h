/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A recording in a folder of its own, for the tests of both sides. Included after cmocka. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "random_snapshot.h"
#include "same_snapshot.h"
#include "strata/recording.h"

#define SAMPLES 60

static char folder[64], path[128];

static inline int make_folder(void **state)
{
	(void)state;
	/* In memory where that can be: what is waited for is not the disk. */
	bool has_memory = access("/dev/shm", W_OK) == 0;
	strcpy(folder, has_memory ? "/dev/shm/strata-test-XXXXXX" : "/tmp/strata-test-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/a file", folder);
	return 0;
}

static inline int remove_folder(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static inline struct recorder *create(bool is_anonymous)
{
	char error[RECORDING_ERROR] = "";
	struct recorder *recorder = NULL;
	struct recorder_options options = { .path = path, .is_anonymous = is_anonymous };
	int result = recorder_create(&options, &recorder, error);
	if (result)
		fail_msg("%s", error);
	return recorder;
}

static inline struct recording *open_recording(void)
{
	char error[RECORDING_ERROR] = "";
	struct recording *recording = NULL;
	if (recording_open(path, &recording, error))
		fail_msg("%s", error);
	return recording;
}

static inline void add(struct recorder *recorder, const struct snapshot *snapshot)
{
	char error[RECORDING_ERROR] = "";
	if (recorder_add(recorder, snapshot, "child", error))
		fail_msg("%s", error);
}

static inline struct source *open_source(struct recording *recording, size_t index)
{
	struct source *source;
	assert_int_equal(recording_source(recording, index, &source), 0);
	return source;
}

static inline struct snapshot *next(struct source *source)
{
	struct snapshot *snapshot;
	assert_int_equal(source_next(source, 0, &snapshot), 0);
	return snapshot;
}

struct told {
	struct snapshot *snapshots[SAMPLES];
};

static inline void tell(struct told *told, uint64_t seed)
{
	struct story story = { .seed = seed };
	for (size_t i = 0; i < SAMPLES; i++)
		told->snapshots[i] = story_snapshot(&story, i ? told->snapshots[i - 1] : NULL);
}

static inline void forget(struct told *told)
{
	for (size_t i = 0; i < SAMPLES; i++)
		snapshot_unref(told->snapshots[i]);
}

static inline void record(const struct told *told)
{
	struct recorder *recorder = create(false);
	for (size_t i = 0; i < SAMPLES; i++)
		add(recorder, told->snapshots[i]);
	assert_int_equal(recorder_close(recorder), 0);
}
