/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A signal that the learner sends, and the answer to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "demo/runner_intake.h"

#define STEPS 3
#define SIGNALLED 1 /* the step that has a signal */

static const struct demo_step steps[STEPS] = { [SIGNALLED] = { .signal = SIGUSR1 } };
static const struct demo demo = {
	.id = "test",
	.role = "parent",
	.steps = steps,
	.step_count = STEPS,
};

/* A run whose worker is this very process: the signal comes here. */
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

/* Not intake_finish(): that would kill this process. */
static void end(struct scene *scene)
{
	for (size_t i = 0; i < DEMO_ROLES; i++)
		if (scene->intake.pidfds[i] >= 0)
			close(scene->intake.pidfds[i]);
}

static void begin_at(struct scene *scene, size_t step)
{
	*scene = (struct scene){ .run = { .demo = &demo, .state = RUN_WORKING, .step = SIZE_MAX } };
	intake_init(&scene->intake, &scene->run, STEPS, getpid());
	say(scene, "HELLO 1 test 3");
	scene->run.step = step;
	scene->run.state = RUN_JUDGED;
}

static volatile sig_atomic_t signals;

static void count_signal(int number)
{
	(void)number;
	signals++;
}

static void a_step_has_its_signal_once_it_was_judged(void **state)
{
	(void)state;
	struct scene scene;
	signal(SIGUSR1, count_signal);
	begin_at(&scene, SIGNALLED);
	assert_int_equal(intake_signal(&scene.intake), 0);
	assert_int_equal(signals, 1);
	scene.run.state = RUN_WORKING;
	assert_int_equal(intake_signal(&scene.intake), -EPERM);
	scene.run.state = RUN_JUDGED;
	scene.run.step = 0;
	assert_int_equal(intake_signal(&scene.intake), -EPERM);
	assert_int_equal(signals, 1);
	signal(SIGUSR1, SIG_DFL);
	end(&scene);
}

static void a_signal_is_answered_with_values_alone(void **state)
{
	(void)state;
	struct scene scene;
	begin_at(&scene, SIGNALLED);
	say(&scene, "VALUE asked 1");
	assert_int_equal(scene.run.state, RUN_JUDGED);
	assert_int_equal(scene.run.shown[0].value, 1);
	say(&scene, "STEP 3");
	assert_int_equal(scene.run.state, RUN_FAILED);
	assert_non_null(strstr(scene.run.reason, "out of turn"));
	end(&scene);
	begin_at(&scene, 0);
	say(&scene, "VALUE asked 1");
	assert_int_equal(scene.run.state, RUN_FAILED);
	end(&scene);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_has_its_signal_once_it_was_judged),
		cmocka_unit_test(a_signal_is_answered_with_values_alone),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
