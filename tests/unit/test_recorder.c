/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <cmocka.h>

#include "recording_file.h"

static int try_create(const char *at, bool is_replacing)
{
	char error[RECORDING_ERROR] = "";
	struct recorder *recorder = NULL;
	struct recorder_options options = { .path = at, .is_replacing = is_replacing };
	int result = recorder_create(&options, &recorder, error);
	if (result)
		assert_non_null(strstr(error, at));
	recorder_close(recorder);
	return result;
}

static void a_finished_recording_is_one_file(void **state)
{
	(void)state;
	struct stat status;
	char wal[sizeof path + 8];
	assert_int_equal(try_create(path, false), 0);
	snprintf(wal, sizeof wal, "%s-wal", path);
	assert_int_equal(stat(wal, &status), -1);
	/* remove_folder() fails where anything else is left. */
}

static void what_is_there_is_not_replaced(void **state)
{
	(void)state;
	char bytes[4] = "";
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	assert_int_equal(write(fd, "mine", 4), 4);
	assert_int_equal(try_create(path, false), -EEXIST);
	assert_int_equal(pread(fd, bytes, 4, 0), 4);
	assert_memory_equal(bytes, "mine", 4);
	close(fd);
}

static void what_is_there_is_replaced_when_it_may_be(void **state)
{
	(void)state;
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	assert_int_equal(write(fd, "mine", 4), 4);
	close(fd);
	assert_int_equal(try_create(path, true), 0);
	recording_close(open_recording());
}

static void what_is_no_file_is_not_replaced(void **state)
{
	(void)state;
	assert_int_equal(try_create(folder, true), -EINVAL);
	assert_int_equal(try_create("/no such folder/file", true), -ENOENT);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(try_create(path, true), -EINVAL);
}

/* Locks are a process's: only another one sees them. */
static void what_is_being_written_is_not_replaced(void **state)
{
	(void)state;
	int status;
	struct recorder *recorder = create(false);
	pid_t pid = fork();
	if (pid == 0)
		_exit(try_create(path, true) == -EBUSY ? 0 : 1);
	waitpid(pid, &status, 0);
	assert_int_equal(status, 0);
	recorder_close(recorder);
}

/* Everything is compared with the bytes of the file: whatever is hidden is nowhere in it. */
static void an_anonymous_recording_has_no_names(void **state)
{
	static const char *const names[] = { "libc", "bin/a b", "xxx", "memfd", "DROP", "--x",
		"somebody", "otherwise", "a)b", "lsblk", "partname", "was loaded" };
	(void)state;
	static char bytes[4 << 20];
	struct told told;
	tell(&told, 7);
	struct recorder *recorder = create(true);
	struct event event = { .text = "libc was loaded", .wall_ns = 1 };
	recorder_note(recorder, &event);
	for (size_t i = 0; i < SAMPLES; i++)
		add(recorder, told.snapshots[i]);
	assert_int_equal(recorder_close(recorder), 0);
	int fd = open(path, O_RDONLY);
	ssize_t length = read(fd, bytes, sizeof bytes);
	close(fd);
	assert_true(length > 0 && length < (ssize_t)sizeof bytes);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (memmem(bytes, (size_t)length, names[i], strlen(names[i])))
			fail_msg("%s is in the file", names[i]);
	forget(&told);
}

static void in_an_anonymous_recording_equal_names_stay_equal(void **state)
{
	(void)state;
	struct told told;
	tell(&told, 7);
	struct recorder *recorder = create(true);
	for (size_t i = 0; i < SAMPLES; i++)
		add(recorder, told.snapshots[i]);
	assert_int_equal(recorder_close(recorder), 0);
	struct recording *recording = open_recording();
	struct source *source = open_source(recording, 0);
	for (size_t i = 0; i < SAMPLES; i++) {
		struct snapshot *snapshot = next(source);
		const struct region_table *ours = told.snapshots[i]->table;
		assert_int_equal(snapshot->table->count, ours->count);
		for (size_t j = 1; j < ours->count; j++) {
			const struct region *a = &ours->regions[j],
					    *b = &snapshot->table->regions[j];
			assert_memory_equal(a->counters, b->counters, sizeof a->counters);
			bool were_equal = strcmp(a->path, a[-1].path) == 0;
			bool are_files = a->path[0] == '/' && a[-1].path[0] == '/';
			if (are_files)
				assert_int_equal(strcmp(b->path, b[-1].path) == 0, were_equal);
		}
		snapshot_unref(snapshot);
	}
	source_close(source);
	recording_close(recording);
	forget(&told);
}

static void limit_files(rlim_t bytes)
{
	struct rlimit limit = { 0 };
	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* The longest file allowed stands for a full disk: writing beyond fails. */
static void a_recording_that_cannot_go_on_is_whole_up_to_there(void **state)
{
	(void)state;
	struct told told;
	char error[RECORDING_ERROR] = "";
	size_t added = 0;
	int result;
	tell(&told, 9);
	signal(SIGXFSZ, SIG_IGN);
	struct recorder *recorder = create(false);
	limit_files(400000);
	while ((result = recorder_add(recorder, told.snapshots[added], "", error)) == 0)
		added++;
	assert_true(result < 0);
	assert_non_null(strstr(error, path));
	assert_int_equal(recorder_add(recorder, told.snapshots[added], "", error), result);
	limit_files(RLIM_INFINITY);
	assert_int_equal(recorder_close(recorder), 0);
	struct recording *recording = open_recording();
	assert_int_equal(recording_process(recording, 0)->samples, added);
	struct source *source = open_source(recording, 0);
	for (size_t i = 0; i < added; i++) {
		struct snapshot *snapshot = next(source);
		assert_same_snapshots(told.snapshots[i], snapshot);
		snapshot_unref(snapshot);
	}
	source_close(source);
	recording_close(recording);
	forget(&told);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_finished_recording_is_one_file),
		TEST(what_is_there_is_not_replaced),
		TEST(what_is_there_is_replaced_when_it_may_be),
		TEST(what_is_no_file_is_not_replaced),
		TEST(what_is_being_written_is_not_replaced),
		TEST(an_anonymous_recording_has_no_names),
		TEST(in_an_anonymous_recording_equal_names_stay_equal),
		TEST(a_recording_that_cannot_go_on_is_whole_up_to_there),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
