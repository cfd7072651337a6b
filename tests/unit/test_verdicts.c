/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Verdicts on real programs that were recorded (fixtures/recordings, made by its record.py): at each
 * of their moments, over every stretch that ends there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "strata/leak.h"
#include "strata/recording.h"

#define SECOND 1000000000ull
#define SUSPECTS 32
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Shorter ones say little; those looked at differ by the step. */
#define STRETCH_LEAST (20 * SECOND)
#define STRETCH_STEP (5 * SECOND)

/* One program. The innocent are called a leak over no stretch at all. */
static const struct scene {
	const char *name;
	bool is_leak;
	unsigned called_within; /* seconds from the beginning */
	unsigned share;         /* of the stretches that must be called so, percent */
	enum verdict in_the_end;
} scenes[] = {
	{ "collected-java" },
	{ "collected-node" },
	{ "collected-node-old" },
	{ "file-read" },
	{ "file-written" },
	{ "fork-child" },
	{ "fork-parent" },
	{ "plateau-arena" },
	{ "plateau-bounded" },
	{ "plateau-cache" },
	{ "plateau-fragments" },
	{ "plateau-garbage" },
	{ "plateau-load" },
	{ "leak-arena", true, 20, 100, VERDICT_LEAK },
	{ "leak-blocks", true, 20, 100, VERDICT_LEAK },
	/* The table of the cache is made anew now and then: a jump, after which all begins again. */
	{ "leak-cache", true, 20, 70, VERDICT_LEAK },
	/* Four steps at the pace of a reader, then the ring. */
	{ "leak-demo", true, 30, 1, VERDICT_PLATEAU },
	{ "leak-demo-rate", true, 20, 1, VERDICT_PLATEAU },
	{ "leak-list", true, 20, 100, VERDICT_LEAK },
	{ "leak-malloc", true, 20, 100, VERDICT_LEAK },
	/* V8 first makes itself room in jumps: what follows seems to slow down. */
	{ "leak-node", true, 20, 35, VERDICT_LEAK },
	{ "leak-node-garbage", true, 32, 60, VERDICT_LEAK },
};

struct watch {
	struct past *past;
	size_t stretches, leaks;
	uint64_t called_ns; /* first, looking back to the beginning; 0 never */
	enum verdict last;  /* of the first suspect then; VERDICTS for none */
};

static enum verdict find(const struct past *past, uint64_t since_ns, uint64_t until_ns)
{
	struct suspect suspects[SUSPECTS];
	struct limits limits;
	limits_clear(&limits);
	size_t count = leak_find(past, &limits, since_ns, until_ns, suspects, SUSPECTS);
	return count > 0 ? suspects[0].verdict : VERDICTS;
}

static void look_back(struct watch *watch)
{
	uint64_t first_ns = 0, last_ns = 0;
	past_span(watch->past, &first_ns, &last_ns);
	watch->last = find(watch->past, first_ns, last_ns);
	if (watch->last == VERDICT_LEAK && watch->called_ns == 0)
		watch->called_ns = last_ns - first_ns;
	for (uint64_t span = STRETCH_LEAST; last_ns - first_ns >= span; span += STRETCH_STEP) {
		watch->stretches++;
		watch->leaks += find(watch->past, last_ns - span, last_ns) == VERDICT_LEAK;
	}
}

static void play(const char *name, struct watch *watch)
{
	char path[256], error[RECORDING_ERROR] = "";
	struct recording *recording;
	struct source *source;
	struct snapshot *snapshot;
	snprintf(path, sizeof path, FIXTURES "/recordings/%s.strata", name);
	if (recording_open(path, &recording, error) < 0)
		fail_msg("%s", error);
	assert_int_equal(recording_source(recording, 0, &source), 0);
	while (source_next(source, DETAIL_SMAPS, &snapshot) == 0) {
		assert_int_equal(past_add(watch->past, snapshot), 0);
		snapshot_unref(snapshot);
		look_back(watch);
	}
	source_close(source);
	recording_close(recording);
}

static void the_verdict_is_right(void **state)
{
	const struct scene *scene = *state;
	struct watch watch = { 0 };
	assert_int_equal(past_create(&watch.past), 0);
	play(scene->name, &watch);
	past_destroy(watch.past);
	assert_true(watch.stretches > 20);
	if (!scene->is_leak) {
		assert_int_equal(watch.leaks, 0);
		return;
	}
	assert_in_range(watch.called_ns, 1, scene->called_within * SECOND);
	assert_in_range(watch.leaks * 100, watch.stretches * scene->share, SIZE_MAX);
	assert_int_equal(watch.last, scene->in_the_end);
}

int main(void)
{
	struct CMUnitTest tests[COUNT(scenes)];
	for (size_t i = 0; i < COUNT(scenes); i++)
		tests[i] = (struct CMUnitTest){ .name = scenes[i].name,
			.test_func = the_verdict_is_right,
			.initial_state = (void *)(uintptr_t)&scenes[i] };
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("verdicts", tests, COUNT(scenes), NULL, NULL);
}
