/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "app/target.h"

#include "children.h"

/* No other run of this test may have processes of the same name. */
static char unique[16];

static int choose_name(void **state)
{
	(void)state;
	snprintf(unique, sizeof(unique), "\x1B[1m %d", (int)getpid());
	return 0;
}

/* What a child calls itself, and the program it becomes; NULL for none. */
struct guise {
	const char *comm, *path;
};

static bool disguise(const void *context)
{
	const struct guise *guise = context;
	prctl(PR_SET_NAME, guise->comm);
	if (guise->path)
		execl(guise->path, guise->comm, "1000", NULL);
	return !guise->path;
}

static pid_t start_child(const char *comm, const char *path)
{
	return child_start(disguise, &(struct guise){ comm, path });
}

static void digits_are_an_id(void **state)
{
	(void)state;
	pid_t pid = 0;
	assert_int_equal(target_find("1234", &pid), 0);
	assert_int_equal(pid, 1234);
}

static void no_id_is_below_one_or_beyond_the_type(void **state)
{
	(void)state;
	pid_t pid = -77;
	assert_int_equal(target_find("0", &pid), -EINVAL);
	assert_int_equal(target_find("-5", &pid), -EINVAL);
	assert_int_equal(target_find("99999999999999999999999", &pid), -ESRCH);
	assert_int_equal(target_find("4294967297", &pid), -ESRCH);
	assert_int_equal(pid, -77);
}

static void a_name_finds_the_one_process_called_so(void **state)
{
	(void)state;
	pid_t pid = 0, child = start_child(unique, NULL);
	assert_int_equal(target_find(unique, &pid), 0);
	assert_int_equal(pid, child);
	child_end(child);
	assert_int_equal(target_find(unique, &pid), -ESRCH);
}

static void a_name_of_several_is_not_unique(void **state)
{
	(void)state;
	pid_t pid = 0, first = start_child(unique, NULL), second = start_child(unique, NULL);
	assert_int_equal(target_find(unique, &pid), -ENOTUNIQ);
	child_end(first);
	assert_int_equal(target_find(unique, &pid), 0);
	assert_int_equal(pid, second);
	child_end(second);
}

/* A copy of sleep(1) under a name longer than a comm can be. */
static void copy_program(const char *path)
{
	int from = open("/bin/sleep", O_RDONLY), to = open(path, O_WRONLY | O_CREAT | O_EXCL, 0700);
	assert_true(from >= 0 && to >= 0);
	while (sendfile(to, from, NULL, 1 << 20) > 0)
		;
	close(from);
	close(to);
}

static void the_file_of_the_executable_is_a_name_too(void **state)
{
	(void)state;
	char path[] = "/tmp/strata-a-long-name-XXXXXX";
	assert_non_null(mkdtemp(path));
	char program[64];
	snprintf(program, sizeof(program), "%s/%s", path, strrchr(path, '/') + 1);
	copy_program(program);
	pid_t pid = 0, child = start_child("short", program);
	int result = target_find(strrchr(program, '/') + 1, &pid);
	unlink(program);
	int again = target_find(strrchr(program, '/') + 1, &pid);
	rmdir(path);
	child_end(child);
	assert_int_equal(result, 0);
	assert_int_equal(again, 0);
	assert_int_equal(pid, child);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digits_are_an_id),
		cmocka_unit_test(no_id_is_below_one_or_beyond_the_type),
		cmocka_unit_test(a_name_finds_the_one_process_called_so),
		cmocka_unit_test(a_name_of_several_is_not_unique),
		cmocka_unit_test(the_file_of_the_executable_is_a_name_too),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, choose_name, NULL);
}
