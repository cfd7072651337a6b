/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "strata/processes.h"

#include "children.h"

static const struct process_entry *entry_of(const struct process_list *list, pid_t pid)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->entries[i].pid == pid)
			return &list->entries[i];
	return NULL;
}

static int list_processes(void **state)
{
	static struct process_list list;
	*state = &list;
	return process_list_init(&list);
}

static int finish(void **state)
{
	process_list_finish(*state);
	return 0;
}

static bool become(const void *user)
{
	uid_t uid = *(const uid_t *)user;
	return setresuid(uid, uid, uid) == 0;
}

static void this_process_is_listed_as_what_it_is(void **state)
{
	const struct process_entry *self = entry_of(*state, getpid());
	assert_non_null(self);
	assert_int_equal(self->ppid, getppid());
	assert_int_equal(self->uid, geteuid());
	assert_true(self->is_own);
	assert_int_equal(self->error, 0);
	assert_false(self->is_kernel_thread);
	assert_int_equal(self->state, 'R');
	assert_int_equal(self->threads, 1);
	assert_true(self->rss > 0 && self->rss < self->vsz && self->vsz != UNKNOWN);
	assert_string_equal(self->comm, "test_processes");
	assert_non_null(strstr(self->cmdline, "test_processes"));
}

static void own_processes_come_first_and_kernel_threads_last(void **state)
{
	const struct process_list *list = *state;
	for (size_t i = 1; i < list->count; i++) {
		const struct process_entry *before = &list->entries[i - 1], *at = &list->entries[i];
		assert_true(before->is_kernel_thread <= at->is_kernel_thread);
		bool is_same_sort = before->is_own == at->is_own &&
				    before->is_kernel_thread == at->is_kernel_thread;
		if (!is_same_sort && !at->is_kernel_thread)
			assert_true(before->is_own && !at->is_own);
		if (is_same_sort && at->rss != UNKNOWN)
			assert_true(before->rss >= at->rss);
	}
}

static void names_stay_as_they_are(void **state)
{
	(void)state;
	static const char hostile[] = "a\x1B[m) R\t\xFF";
	struct process_list list;
	prctl(PR_SET_NAME, hostile);
	assert_int_equal(process_list_init(&list), 0);
	prctl(PR_SET_NAME, "test_processes");
	const struct process_entry *self = entry_of(&list, getpid());
	assert_string_equal(self->comm, hostile);
	assert_int_equal(self->ppid, getppid());
	process_list_finish(&list);
}

static void a_zombie_is_listed_as_one(void **state)
{
	(void)state;
	pid_t child = fork();
	if (child == 0)
		_exit(0);
	siginfo_t info;
	assert_int_equal(waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT), 0);
	struct process_list list;
	assert_int_equal(process_list_init(&list), 0);
	assert_int_equal(entry_of(&list, child)->state, 'Z');
	assert_string_equal(entry_of(&list, child)->cmdline, "");
	process_list_finish(&list);
	waitpid(child, NULL, 0);
}

static void a_process_of_another_user_is_not_own(void **state)
{
	(void)state;
	if (geteuid() != 0)
		skip();
	pid_t child = child_start(become, &(uid_t){ 65534 });
	struct process_list list;
	assert_int_equal(process_list_init(&list), 0);
	assert_int_equal(entry_of(&list, child)->uid, 65534);
	assert_false(entry_of(&list, child)->is_own);
	process_list_finish(&list);
	child_end(child);
}

static void what_cannot_be_read_says_why(void **state)
{
	(void)state;
	if (geteuid() != 0)
		skip();
	pid_t child = child_start(become, &(uid_t){ 0 });
	struct process_list list;
	assert_int_equal(seteuid(65534), 0);
	int result = process_list_init(&list);
	assert_int_equal(seteuid(0), 0);
	assert_int_equal(result, 0);
	assert_int_equal(entry_of(&list, child)->error, EACCES);
	assert_false(entry_of(&list, child)->is_own);
	process_list_finish(&list);
	child_end(child);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			this_process_is_listed_as_what_it_is, list_processes, finish),
		cmocka_unit_test_setup_teardown(
			own_processes_come_first_and_kernel_threads_last, list_processes, finish),
		cmocka_unit_test(names_stay_as_they_are),
		cmocka_unit_test(a_zombie_is_listed_as_one),
		cmocka_unit_test(a_process_of_another_user_is_not_own),
		cmocka_unit_test(what_cannot_be_read_says_why),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
