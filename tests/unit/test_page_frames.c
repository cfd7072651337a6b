/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "strata/pages.h"

#define PAGES 4

/* Two pages are written before a fork; the child copies the first of them. */
struct family {
	char *memory;
	uint64_t start, end;
	pid_t child;
	struct page_frames *frames[2];
};

static void wait_for(int fd)
{
	char byte;
	if (read(fd, &byte, 1) != 1)
		_exit(1);
}

static pid_t fork_and_copy(char *memory)
{
	int pipes[2];
	assert_int_equal(pipe(pipes), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		memory[0] = 2;
		(void)!write(pipes[1], "", 1);
		for (;;)
			pause();
	}
	wait_for(pipes[0]);
	close(pipes[0]);
	close(pipes[1]);
	return child;
}

static int read_frames(pid_t pid, const struct family *family, struct page_frames **ret_frames)
{
	struct page_reader_options options = { .pid = pid };
	struct page_reader *reader;
	assert_int_equal(page_reader_create(&options, &reader), 0);
	int error = page_reader_frames(reader, family->start, family->end, ret_frames);
	page_reader_destroy(reader);
	return error;
}

static int family_begin(void **state)
{
	static struct family family;
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	family.memory = mmap(
		NULL, PAGES * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	family.start = (uint64_t)(uintptr_t)family.memory;
	family.end = family.start + PAGES * page;
	family.memory[0] = family.memory[page] = 1;
	family.child = fork_and_copy(family.memory);
	*state = &family;
	return 0;
}

static int family_end(void **state)
{
	struct family *family = *state;
	kill(family->child, SIGKILL);
	waitpid(family->child, NULL, 0);
	page_frames_unref(family->frames[0]);
	page_frames_unref(family->frames[1]);
	munmap(family->memory, (size_t)(family->end - family->start));
	return 0;
}

static void frames_tell_the_copied_page_from_the_shared_one(void **state)
{
	struct family *family = *state;
	int error = read_frames(getpid(), family, &family->frames[0]);
	if (geteuid() != 0) {
		assert_int_equal(error, -EPERM);
		return;
	}
	assert_int_equal(error, 0);
	assert_int_equal(read_frames(family->child, family, &family->frames[1]), 0);
	const uint64_t *mine = family->frames[0]->frames, *theirs = family->frames[1]->frames;
	assert_int_equal(family->frames[0]->count, PAGES);
	assert_true(mine[0] && theirs[0] && mine[0] != theirs[0]);
	assert_true(mine[1] && mine[1] == theirs[1]);
	assert_true(mine[2] == 0 && theirs[3] == 0);
}

/* In a process of its own: there is no way back to root. */
static int read_own_frames_as_nobody(const struct family *family)
{
	struct page_frames *frames;
	if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0)
		return -errno;
	prctl(PR_SET_DUMPABLE, 1);
	return read_frames(getpid(), family, &frames);
}

static void an_ordinary_user_is_told_that_frames_are_withheld(void **state)
{
	int status;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(-read_own_frames_as_nobody(*state));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), EPERM);
}

static void more_than_the_bound_is_refused(void **state)
{
	struct family far = *(struct family *)*state;
	struct page_frames *frames = NULL;
	far.end = far.start + PAGE_FRAMES_MOST + (uint64_t)sysconf(_SC_PAGESIZE);
	assert_int_equal(read_frames(getpid(), &far, &frames), -EINVAL);
	far.end = far.start;
	assert_int_equal(read_frames(getpid(), &far, &frames), -EINVAL);
	assert_null(frames);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_tell_the_copied_page_from_the_shared_one),
		cmocka_unit_test(an_ordinary_user_is_told_that_frames_are_withheld),
		cmocka_unit_test(more_than_the_bound_is_refused),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, family_begin, family_end);
}
