/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "demo/runner_intake.h"

#define ANNOUNCED 7

static const struct demo_step three_steps[3];
static const struct demo demo = {
	.id = "test",
	.role = "parent",
	.steps = three_steps,
	.step_count = 3,
};

/* A run whose worker is this very process, so that its pid is family and nobody else's is. */
struct scene {
	struct demo_run run;
	struct intake intake;
};

static void say(struct scene *scene, const char *text)
{
	char line[512];
	snprintf(line, sizeof line, "%s", text);
	intake_line(&scene->intake, line);
}

static void begin(struct scene *scene)
{
	*scene = (struct scene){ .run = { .demo = &demo, .state = RUN_WORKING, .step = SIZE_MAX } };
	intake_init(&scene->intake, &scene->run, ANNOUNCED, getpid());
}

static void begin_at_work(struct scene *scene)
{
	begin(scene);
	say(scene, "HELLO 1 test 7");
	assert_int_equal(scene->run.state, RUN_WAITING_SAMPLE);
	scene->run.state = RUN_WORKING;
}

/* Not intake_finish(): that would kill this process. */
static void end(struct scene *scene)
{
	for (size_t i = 0; i < DEMO_ROLES; i++)
		if (scene->intake.pidfds[i] >= 0)
			close(scene->intake.pidfds[i]);
}

static void assert_refused(const char *line, const char *reason)
{
	struct scene scene;
	begin_at_work(&scene);
	say(&scene, line);
	assert_int_equal(scene.run.state, RUN_FAILED);
	assert_non_null(strstr(scene.run.reason, reason));
	end(&scene);
}

static void the_first_process_is_known_from_the_start(void **state)
{
	(void)state;
	struct scene scene;
	begin(&scene);
	assert_int_equal(scene.run.process_count, 1);
	assert_string_equal(scene.run.processes[0].role, "parent");
	assert_int_equal(scene.run.processes[0].pid, getpid());
	assert_true(scene.run.processes[0].after[METRIC_RSS] == UNKNOWN);
	end(&scene);
}

static void nothing_is_taken_before_hello(void **state)
{
	(void)state;
	static const char *const lines[] = { "STEP 1", "DONE", "", "hello 1 test 7",
		"HELLO 1 test 6", "HELLO 1 other 7", "HELLO 2 test 7", "HELLO 1 test", "HELLO" };
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		struct scene scene;
		begin(&scene);
		say(&scene, lines[i]);
		assert_int_equal(scene.run.state, RUN_FAILED);
		end(&scene);
	}
	assert_refused("HELLO 1 test 7", "twice");
}

static void steps_come_one_by_one(void **state)
{
	(void)state;
	struct scene scene;
	begin_at_work(&scene);
	for (size_t step = 1; step <= 3; step++) {
		char line[16];
		snprintf(line, sizeof line, "STEP %zu", step);
		say(&scene, line);
		assert_int_equal(scene.run.state, RUN_WAITING_SAMPLE);
		assert_int_equal(scene.run.step, step - 1);
		scene.run.state = RUN_WORKING;
	}
	say(&scene, "DONE");
	assert_int_equal(scene.run.state, RUN_DONE);
	say(&scene, "STEP 9");
	assert_int_equal(scene.run.state, RUN_DONE);
	end(&scene);
}

static void other_steps_are_refused(void **state)
{
	(void)state;
	static const char *const lines[] = { "STEP 0", "STEP 2", "STEP -1", "STEP 4", "STEP",
		"STEP x", "STEP 18446744073709551617" };
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		assert_refused(lines[i], "another step");
	assert_refused("DONE", "before its last step");
}

static void a_worker_that_is_not_at_work_must_be_silent(void **state)
{
	(void)state;
	struct scene scene;
	begin_at_work(&scene);
	say(&scene, "STEP 1");
	say(&scene, "VALUE a 1");
	assert_int_equal(scene.run.state, RUN_FAILED);
	assert_non_null(strstr(scene.run.reason, "out of turn"));
	end(&scene);
}

static void processes_must_be_family(void **state)
{
	(void)state;
	static const char *const lines[] = { "PID child", "PID", "PID child x", "PID child 0",
		"PID child -1", "PID child 4294967297", "PID a-role-that-is-too-long 1" };
	char parent[32];
	snprintf(parent, sizeof parent, "PID child %d", getppid());
	assert_refused(parent, "not its child");
	assert_refused("PID child 1", "not its child");
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		assert_refused(lines[i], "process");
}

static void a_family_has_its_limit(void **state)
{
	(void)state;
	struct scene scene;
	char line[32];
	begin_at_work(&scene);
	for (int i = 1; i <= DEMO_ROLES; i++) {
		assert_int_equal(scene.run.state, RUN_WORKING);
		snprintf(line, sizeof line, "PID child%d %d", i, getpid());
		say(&scene, line);
	}
	assert_int_equal(scene.run.state, RUN_FAILED);
	assert_int_equal(scene.run.process_count, DEMO_ROLES);
	end(&scene);
}

static void a_role_whose_process_has_gone_is_taken_again(void **state)
{
	(void)state;
	struct scene scene;
	char line[32];
	begin_at_work(&scene);
	snprintf(line, sizeof line, "PID child %d", getpid());
	say(&scene, line);
	scene.run.processes[1].is_gone = true;
	scene.run.processes[1].after[METRIC_RSS] = 4096;
	say(&scene, line);
	assert_int_equal(scene.run.process_count, 2);
	assert_false(scene.run.processes[1].is_gone);
	assert_true(scene.run.processes[1].after[METRIC_RSS] == UNKNOWN);
	end(&scene);
}

static pid_t fork_sleeper(void)
{
	pid_t child = fork();
	if (child == 0)
		for (;;)
			pause();
	return child;
}

static void a_role_is_taken_again_also_before_the_end_was_sampled(void **state)
{
	(void)state;
	struct scene scene;
	char line[32];
	begin_at_work(&scene);
	for (int i = 0; i < 2; i++) {
		pid_t child = fork_sleeper();
		snprintf(line, sizeof line, "PID child %d", child);
		say(&scene, line);
		assert_int_equal(scene.run.process_count, 2);
		assert_int_equal(scene.run.processes[1].pid, child);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
	end(&scene);
}

static void markers_are_set_moved_and_taken_away(void **state)
{
	(void)state;
	struct scene scene;
	begin_at_work(&scene);
	say(&scene, "MARK data parent 0x7f0000000000 4096 the new mapping");
	say(&scene, "MARK copy child 0x1000 0 c");
	say(&scene, "MARK data parent 0x2000 8192 moved");
	assert_int_equal(scene.run.marker_count, 2);
	assert_int_equal(scene.run.markers[0].address, 0x2000);
	assert_int_equal(scene.run.markers[0].length, 8192);
	assert_string_equal(scene.run.markers[0].label, "moved");
	scene.run.selected_marker = 1;
	say(&scene, "UNMARK data");
	assert_int_equal(scene.run.marker_count, 1);
	assert_string_equal(scene.run.markers[0].key, "copy");
	assert_int_equal(scene.run.selected_marker, 0);
	assert_int_equal(scene.run.state, RUN_WORKING);
	end(&scene);
}

static void wrong_markers_are_refused(void **state)
{
	(void)state;
	static const char *const lines[] = { "MARK", "MARK data", "MARK data parent",
		"MARK data parent 7f00 1 x", "MARK data parent 0x7f00 x x",
		"MARK data parent 0x7f00 -1 x", "MARK data parent 0x7f00 1",
		"MARK data parent 0x7f00 1 ", "MARK  parent 0x7f00 1 x",
		"MARK a-key-that-is-much-too-long-for-it parent 0x7f00 1 x", "UNMARK",
		"UNMARK data" };
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		assert_refused(lines[i], "marker");
}

static void too_many_of_anything_are_refused(void **state)
{
	(void)state;
	struct scene scene;
	char line[64];
	begin_at_work(&scene);
	for (int i = 0; i <= RUN_MARKERS; i++) {
		assert_int_equal(scene.run.state, RUN_WORKING);
		snprintf(line, sizeof line, "MARK m%d parent 0x1000 1 x", i);
		say(&scene, line);
	}
	assert_int_equal(scene.run.state, RUN_FAILED);
	end(&scene);
	begin_at_work(&scene);
	for (int i = 0; i <= RUN_VALUES; i++) {
		assert_int_equal(scene.run.state, RUN_WORKING);
		snprintf(line, sizeof line, "VALUE v%d 1", i);
		say(&scene, line);
	}
	assert_int_equal(scene.run.state, RUN_FAILED);
	end(&scene);
}

static void a_flood_of_good_lines_is_refused(void **state)
{
	(void)state;
	struct scene scene;
	size_t lines = 0;
	begin_at_work(&scene);
	for (; scene.run.state == RUN_WORKING && lines < 1000000; lines++)
		say(&scene, "VALUE v 1");
	assert_int_equal(scene.run.state, RUN_FAILED);
	assert_in_range(lines, 1000, 100000);
	end(&scene);
}

static void values_are_shown(void **state)
{
	(void)state;
	struct scene scene;
	begin_at_work(&scene);
	say(&scene, "VALUE shared 2000");
	say(&scene, "VALUE shared -5");
	assert_int_equal(scene.run.shown_count, 1);
	assert_int_equal(scene.run.shown[0].value, -5);
	end(&scene);
	assert_refused("VALUE a", "value");
	assert_refused("VALUE a b", "value");
	assert_refused("VALUE a-name-that-is-too-long-for-it 1", "value");
}

static void text_of_the_worker_is_made_safe(void **state)
{
	(void)state;
	struct scene scene;
	begin_at_work(&scene);
	say(&scene, "MARK k\x1b role\x9b 0x1 1 \x1b]0;label\a\xe2\x80\xae");
	say(&scene, "VALUE v\x7f 1");
	assert_string_equal(scene.run.markers[0].key, "k?");
	assert_string_equal(scene.run.markers[0].role, "role?");
	assert_string_equal(scene.run.markers[0].label, "?]0;label??");
	assert_string_equal(scene.run.shown[0].name, "v?");
	say(&scene, "SKIP no\x1b[2J");
	assert_int_equal(scene.run.state, RUN_SKIPPED);
	assert_string_equal(scene.run.reason, "no?[2J");
	end(&scene);
}

static void unheard_of_words_are_refused(void **state)
{
	(void)state;
	assert_refused("", "unheard");
	assert_refused("step 1", "unheard");
	assert_refused("GO", "unheard");
	assert_refused(" STEP 1", "unheard");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_process_is_known_from_the_start),
		cmocka_unit_test(nothing_is_taken_before_hello),
		cmocka_unit_test(steps_come_one_by_one),
		cmocka_unit_test(other_steps_are_refused),
		cmocka_unit_test(a_worker_that_is_not_at_work_must_be_silent),
		cmocka_unit_test(processes_must_be_family),
		cmocka_unit_test(a_family_has_its_limit),
		cmocka_unit_test(a_role_whose_process_has_gone_is_taken_again),
		cmocka_unit_test(a_role_is_taken_again_also_before_the_end_was_sampled),
		cmocka_unit_test(markers_are_set_moved_and_taken_away),
		cmocka_unit_test(wrong_markers_are_refused),
		cmocka_unit_test(too_many_of_anything_are_refused),
		cmocka_unit_test(a_flood_of_good_lines_is_refused),
		cmocka_unit_test(values_are_shown),
		cmocka_unit_test(text_of_the_worker_is_made_safe),
		cmocka_unit_test(unheard_of_words_are_refused),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
