/* SPDX-License-Identifier: GPL-2.0-or-later */
/* However the viewer ends, its workers end with it. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "demo/runner_family.h"
#include "drive.h"

#define SAID 256

/* In the process that will be killed: goes to the end of a step, tells which processes there are. */
static _Noreturn void view(
	const struct runner_options *options, size_t step, bool is_working, int report)
{
	struct runner *runner;
	char error[160];
	if (runner_create(options, &runner, error, sizeof error) < 0 ||
		!drive_to_step(runner, step))
		_exit(1);
	const struct demo_run *run = runner_run(runner);
	for (size_t i = 0; i < run->process_count; i++)
		dprintf(report, "%d ", run->processes[i].pid);
	while (is_working && run->state != RUN_WORKING)
		drive_turn(runner);
	dprintf(report, "\n");
	for (;;)
		pause();
}

/* A viewer at the end of a step; `said` takes the pids of the demo. */
static pid_t start_viewer(
	const struct runner_options *options, size_t step, bool is_working, char said[SAID])
{
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	pid_t viewer = fork();
	if (viewer == 0)
		view(options, step, is_working, ends[1]);
	close(ends[1]);
	memset(said, 0, SAID);
	for (size_t length = 0; !strchr(said, '\n');) {
		ssize_t got = read(ends[0], said + length, SAID - 1 - length);
		assert_true(got > 0);
		length += (size_t)got;
	}
	close(ends[0]);
	return viewer;
}

static void kill_viewer(pid_t viewer)
{
	kill(viewer, SIGKILL);
	assert_int_equal(waitpid(viewer, NULL, 0), viewer);
}

static void assert_none_survives(
	const char *id, const char *const *settings, size_t step, bool is_working, size_t family)
{
	const struct runner_options options = {
		.demo = demo_find(id),
		.worker_path = WORKER,
		.settings = settings,
	};
	int pidfds[DEMO_ROLES];
	char said[SAID], *rest = said;
	pid_t viewer = start_viewer(&options, step, is_working, said);
	size_t count = 0;
	for (pid_t pid; (pid = (pid_t)strtol(rest, &rest, 10)) > 0; count++)
		pidfds[count] = family_open(pid, viewer);
	assert_int_equal(count, family);
	kill_viewer(viewer);
	for (size_t i = 0; i < count; i++) {
		assert_true(pidfds[i] >= 0);
		assert_true(family_has_ended(pidfds[i], PATIENCE_MS));
		close(pidfds[i]);
	}
}

static const char *const small[] = { "size=8M", NULL };
static const char *const slow[] = { "size=64M", "rate=1M", NULL };

static void a_killed_viewer_leaves_no_worker_before_the_first_step(void **state)
{
	(void)state;
	assert_none_survives("demand", small, SIZE_MAX, false, 1);
	assert_none_survives("malloc-grow", NULL, SIZE_MAX, false, 1);
}

static void a_killed_viewer_leaves_no_worker_at_a_step(void **state)
{
	(void)state;
	assert_none_survives("demand", small, 0, false, 1);
	assert_none_survives("demand", small, 5, false, 1);
	assert_none_survives("malloc-grow", NULL, 7, false, 1);
}

static void a_killed_viewer_leaves_no_worker_at_work(void **state)
{
	(void)state;
	assert_none_survives("demand", slow, 0, true, 1);
	assert_none_survives("cow-fork", small, 1, true, 1);
	assert_none_survives("cow-fork", small, 2, true, 2);
}

static void a_killed_viewer_leaves_neither_parent_nor_child(void **state)
{
	(void)state;
	for (size_t step = 2; step < 8; step++)
		assert_none_survives("cow-fork", small, step, false, 2);
	for (size_t step = 0; step < 4; step++)
		assert_none_survives("exec", small, step, false, 2);
}

static void assert_child_goes_along(const char *id, size_t step)
{
	struct runner *runner;
	char error[160];
	const struct runner_options options = {
		.demo = demo_find(id),
		.worker_path = WORKER,
		.settings = small,
	};
	assert_int_equal(runner_create(&options, &runner, error, sizeof error), 0);
	assert_true(drive_to_step(runner, step));
	const struct demo_run *run = runner_run(runner);
	int child = family_open(run->processes[1].pid, getpid());
	assert_true(child >= 0);
	kill(run->processes[0].pid, SIGKILL);
	assert_true(family_has_ended(child, PATIENCE_MS));
	close(child);
	assert_true(drive_turn(runner));
	assert_true(drive_to_end(runner));
	assert_int_equal(run->state, RUN_FAILED);
	assert_non_null(strstr(run->reason, "was killed by signal 9"));
	runner_destroy(runner);
}

static void a_killed_worker_takes_its_child_along(void **state)
{
	(void)state;
	assert_child_goes_along("cow-fork", 2);
}

static void a_killed_tracer_takes_the_traced_along(void **state)
{
	(void)state;
	assert_child_goes_along("exec", 1);
	assert_child_goes_along("exec", 3);
}

/* The one process that outlives the worker, for as long as it takes to clean up. */
static int open_guard(pid_t worker)
{
	char path[64], text[32] = "";
	snprintf(path, sizeof path, "/proc/%d/task/%d/children", worker, worker);
	FILE *file = fopen(path, "re");
	assert_non_null(file);
	assert_non_null(fgets(text, sizeof text, file));
	fclose(file);
	int guard = family_open((pid_t)strtol(text, NULL, 10), worker);
	assert_true(guard >= 0);
	return guard;
}

static bool has_name(pid_t worker)
{
	char name[40];
	snprintf(name, sizeof name, "/strata-demo-%08d", worker);
	int fd = shm_open(name, O_RDONLY | O_CLOEXEC, 0);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool has_segment(pid_t worker)
{
	struct shmid_ds segment;
	struct shm_info info;
	bool found = false;
	int last = shmctl(0, SHM_INFO, (struct shmid_ds *)(void *)&info);
	for (int i = 0; i <= last; i++)
		found |= shmctl(i, SHM_STAT, &segment) >= 0 && segment.shm_cpid == worker;
	return found;
}

static struct runner_options objects(void)
{
	static const char *const settings[] = { "size=1M", NULL };
	return (struct runner_options){
		.demo = demo_find("shm-kinds"),
		.worker_path = WORKER,
		.settings = settings,
	};
}

static void a_killed_viewer_leaves_no_shared_memory(void **state)
{
	(void)state;
	const struct runner_options options = objects();
	for (size_t step = 0; step < options.demo->step_count; step++) {
		char said[SAID];
		pid_t viewer = start_viewer(&options, step, false, said);
		pid_t worker = (pid_t)strtol(said, NULL, 10);
		int guard = open_guard(worker);
		assert_int_equal(has_name(worker), step >= 1 && step < 7);
		assert_int_equal(has_segment(worker), step >= 2 && step < 9);
		if (step % 2)
			kill(worker, SIGKILL);
		kill_viewer(viewer);
		assert_true(family_has_ended(guard, PATIENCE_MS));
		close(guard);
		assert_false(has_name(worker));
		assert_false(has_segment(worker));
	}
}

static void a_worker_that_is_ended_leaves_no_shared_memory(void **state)
{
	(void)state;
	const struct runner_options options = objects();
	struct runner *runner;
	char error[160];
	assert_int_equal(runner_create(&options, &runner, error, sizeof error), 0);
	assert_true(drive_to_step(runner, 3));
	pid_t worker = runner_run(runner)->processes[0].pid;
	int guard = open_guard(worker);
	assert_true(has_name(worker) && has_segment(worker));
	runner_destroy(runner);
	assert_true(family_has_ended(guard, PATIENCE_MS));
	close(guard);
	assert_false(has_name(worker) || has_segment(worker));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_killed_viewer_leaves_no_worker_before_the_first_step),
		cmocka_unit_test(a_killed_viewer_leaves_no_worker_at_a_step),
		cmocka_unit_test(a_killed_viewer_leaves_no_worker_at_work),
		cmocka_unit_test(a_killed_viewer_leaves_neither_parent_nor_child),
		cmocka_unit_test(a_killed_worker_takes_its_child_along),
		cmocka_unit_test(a_killed_tracer_takes_the_traced_along),
		cmocka_unit_test(a_killed_viewer_leaves_no_shared_memory),
		cmocka_unit_test(a_worker_that_is_ended_leaves_no_shared_memory),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
