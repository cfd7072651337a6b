/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <cmocka.h>

#include "recording_file.h"

#define KILLS 100

/* Records without end, and says of each sample that it is committed. */
_Noreturn static void record_for_ever(uint64_t seed, int report_fd)
{
	char error[RECORDING_ERROR];
	struct recorder *recorder;
	struct recorder_options options = { .path = path };
	struct story story = { .seed = seed };
	struct snapshot *last = NULL;
	if (recorder_create(&options, &recorder, error))
		_exit(1);
	for (;;) {
		struct snapshot *next = story_snapshot(&story, last);
		if (recorder_add(recorder, next, "", error) || write(report_fd, "+", 1) != 1)
			_exit(1);
		snapshot_unref(last);
		last = next;
	}
}

/* How many samples had been committed when it was killed, which is after at least `enough`. */
static size_t record_and_kill(uint64_t seed, size_t enough)
{
	int report[2], status;
	size_t committed = 0;
	char bytes[256];
	assert_int_equal(pipe(report), 0);
	pid_t pid = fork();
	if (pid == 0) {
		close(report[0]);
		record_for_ever(seed, report[1]);
	}
	close(report[1]);
	ssize_t length;
	while (committed < enough && (length = read(report[0], bytes, 1)) > 0)
		committed += (size_t)length;
	kill(pid, SIGKILL);
	while ((length = read(report[0], bytes, sizeof bytes)) > 0)
		committed += (size_t)length;
	close(report[0]);
	waitpid(pid, &status, 0);
	assert_true(WIFSIGNALED(status));
	return committed;
}

/* All that was committed is there, as it was. */
static void check(uint64_t seed, size_t committed)
{
	struct story story = { .seed = seed };
	struct snapshot *told = NULL, *found;
	struct recording *recording = open_recording();
	assert_string_equal(recording_damage(recording), "");
	assert_true(recording_process(recording, 0)->samples >= committed);
	struct source *source = open_source(recording, 0);
	for (size_t i = 0; i < committed; i++) {
		struct snapshot *next_told = story_snapshot(&story, told);
		snapshot_unref(told);
		told = next_told;
		found = next(source);
		assert_same_snapshots(told, found);
		snapshot_unref(found);
	}
	snapshot_unref(told);
	source_close(source);
	recording_close(recording);
}

static void remove_file(void)
{
	char beside[sizeof path + 8];
	unlink(path);
	snprintf(beside, sizeof beside, "%s-wal", path);
	unlink(beside);
	snprintf(beside, sizeof beside, "%s-shm", path);
	unlink(beside);
}

static void a_killed_recorder_loses_nothing_that_it_has_committed(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= KILLS; seed++) {
		size_t committed = record_and_kill(seed, 1 + seed % 23);
		check(seed, committed);
		remove_file();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_killed_recorder_loses_nothing_that_it_has_committed, make_folder,
			remove_folder),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
