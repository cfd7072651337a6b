/* SPDX-License-Identifier: GPL-2.0-or-later */
/* At whatever step of whatever demo the viewer is killed: nothing is left of it. */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "doomed.h"

#define NAMES 16

/* Files with a name that the worker made: opened for writing. */
struct names {
	char paths[NAMES][256];
	size_t count;
};

static bool has_name(int folder, const char *entry)
{
	struct stat status, link;
	return fstatat(folder, entry, &status, 0) == 0 && S_ISREG(status.st_mode) &&
	       status.st_nlink > 0 && fstatat(folder, entry, &link, AT_SYMLINK_NOFOLLOW) == 0 &&
	       (link.st_mode & S_IWUSR);
}

static void collect_names(pid_t pid, struct names *names)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/fd", pid);
	DIR *folder = opendir(path);
	if (!folder)
		return; /* a zombie has none */
	for (const struct dirent *entry; (entry = readdir(folder));) {
		if (entry->d_name[0] == '.' || !has_name(dirfd(folder), entry->d_name))
			continue;
		assert_true(names->count < NAMES);
		char *name = names->paths[names->count++];
		ssize_t length = readlinkat(dirfd(folder), entry->d_name, name, 255);
		name[length > 0 ? length : 0] = '\0';
	}
	closedir(folder);
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

/* A System V queue that the worker used last. */
static bool has_queue(pid_t worker)
{
	struct msqid_ds queue;
	struct msginfo info;
	bool found = false;
	int last = msgctl(0, MSG_INFO, (struct msqid_ds *)(void *)&info);
	for (int i = 0; i <= last; i++)
		found |= msgctl(i, MSG_STAT, &queue) >= 0 && queue.msg_lspid == worker;
	return found;
}

static bool has_fifo(pid_t worker)
{
	char path[64];
	snprintf(path, sizeof path, "/tmp/strata-demo-%08d", (int)worker);
	return access(path, F_OK) == 0;
}

/* Small, so that there is time for all steps of all demos. */
static const char *smallest(const struct demo *demo, char setting[40])
{
	for (size_t i = 0; i < DEMO_PARAMETERS && demo->parameters[i].name; i++) {
		const struct demo_parameter *parameter = &demo->parameters[i];
		if (strcmp(parameter->name, "size") != 0)
			continue;
		snprintf(setting, 40, "size=%llu", (unsigned long long)parameter->least);
		return setting;
	}
	return NULL;
}

static void assert_nothing_is_left(const struct demo *demo, size_t step)
{
	char setting[40];
	const char *const settings[] = { smallest(demo, setting), NULL };
	const struct runner_options options = {
		.demo = demo, .worker_path = WORKER, .settings = settings
	};
	struct doomed doomed;
	struct names names = { .count = 0 };
	if (doomed_start(&doomed, &options, step, false))
		for (size_t i = 0; i < doomed.announced; i++)
			collect_names(doomed.pids[i], &names);
	if (doomed.count > 0 && step % 2)
		kill(doomed.pids[0], SIGKILL);
	doomed_kill(&doomed);
	for (size_t i = 0; i < names.count; i++)
		assert_int_not_equal(access(names.paths[i], F_OK), 0);
	for (size_t i = 0; i < doomed.announced; i++)
		assert_false(has_segment(doomed.pids[i]) || has_queue(doomed.pids[i]) ||
			     has_fifo(doomed.pids[i]));
}

static void nothing_is_left_of_any_demo_at_any_step(void **state)
{
	(void)state;
	for (size_t i = 0; i < demo_count; i++) {
		size_t steps = 0;
		for (size_t j = 0; j < demo_table[i]->step_count; j++)
			steps += demo_step_is_usual(demo_table[i], &demo_table[i]->steps[j]);
		for (size_t step = 0; step < steps; step++)
			assert_nothing_is_left(demo_table[i], step);
	}
}

static void named_and_numbered_memory_is_there_until_then(void **state)
{
	(void)state;
	static const char *const settings[] = { "size=1M", NULL };
	const struct runner_options options = {
		.demo = demo_find("shm-kinds"), .worker_path = WORKER, .settings = settings
	};
	struct doomed doomed;
	struct names names = { .count = 0 };
	if (!doomed_start(&doomed, &options, 3, false))
		skip();
	collect_names(doomed.pids[0], &names);
	assert_int_equal(names.count, 1);
	assert_true(has_segment(doomed.pids[0]));
	assert_true(doomed.count > doomed.announced); /* its guard */
	doomed_kill(&doomed);
	assert_false(has_segment(doomed.pids[0]));
	assert_int_not_equal(access(names.paths[0], F_OK), 0);
}

/* The steps at which ipc-buffers has them. */
static void a_fifo_and_a_queue_are_there_until_then(void **state)
{
	(void)state;
	static const struct {
		size_t step;
		bool (*has)(pid_t worker);
	} things[] = { { 5, has_fifo }, { 9, has_queue } };
	const struct runner_options options = { .demo = demo_find("ipc-buffers"),
		.worker_path = WORKER };
	for (size_t i = 0; i < sizeof things / sizeof things[0]; i++) {
		struct doomed doomed;
		if (!doomed_start(&doomed, &options, things[i].step, false))
			skip();
		pid_t worker = doomed.pids[0];
		assert_true(things[i].has(worker));
		doomed_kill(&doomed);
		assert_false(things[i].has(worker));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_left_of_any_demo_at_any_step),
		cmocka_unit_test(named_and_numbered_memory_is_there_until_then),
		cmocka_unit_test(a_fifo_and_a_queue_are_there_until_then),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
