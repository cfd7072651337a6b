/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes of every sort and fate, in the viewer. */
#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "viewer.h"

static void shows_the_regions_of_a_process(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	viewer_open(&vt, &target, NULL, 40, 120);
	assert_true(vt_wait_text(&vt, "victim"));
	assert_true(vt_wait_text(&vt, target.text));
	assert_true(vt_wait_text(&vt, "unmapped"));
	assert_true(vt_wait_text(&vt, "vdso"));
	assert_true(vt_wait_text(&vt, "RSS"));
	viewer_quit(&vt);
	target_finish(&target);
}

static void tells_what_changes(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start_number(&target, "grow", 25);
	viewer_open(&vt, &target, (const char *const[]){ "--every", "0.1s", NULL }, 40, 120);
	assert_true(vt_wait_frames(&vt, 3));
	target_poke(&target);
	assert_true(vt_wait_text(&vt, "25 MiB"));
	viewer_quit(&vt);
	target_finish(&target);
}

static void keeps_the_last_picture_of_one_that_exits(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	viewer_open(&vt, &target, NULL, 40, 120);
	target_finish(&target);
	assert_true(vt_wait_text(&vt, "exited"));
	assert_true(vt_find(&vt, "stack", NULL, NULL));
	assert_true(vt_find(&vt, "vdso", NULL, NULL));
	viewer_quit(&vt);
}

static void notices_another_program(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "become", (const char *const[]){ "sleep", "1000", NULL });
	viewer_open(&vt, &target, (const char *const[]){ "--every", "0.1s", NULL }, 40, 120);
	assert_true(vt_wait_text(&vt, "victim"));
	assert_int_equal(write(target.input, "x", 1), 1);
	assert_true(vt_wait_text(&vt, "executed"));
	assert_true(vt_wait_text(&vt, "sleep"));
	viewer_quit(&vt);
	target_finish(&target);
}

/* Starts the viewer on a process without regions, or one that may not be read. */
static void open_without_regions(struct vt *vt, const char *pid, const char *said, uid_t uid)
{
	vt_start(vt, &(struct vt_options){ .rows = 40,
			     .columns = 120,
			     .uid = uid,
			     .arguments = (const char *const[]){ strata_path(), pid, NULL } });
	assert_true(vt_wait_text(vt, said));
	assert_true(vt_wait_text(vt, pid));
}

static void says_that_a_zombie_has_no_memory(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "zombie", NULL);
	open_without_regions(&vt, target.text, "zombie", 0);
	viewer_quit(&vt);
	target_finish(&target);
}

/* A PID whose status says it is a kernel thread; 0 where there is none (containers). */
static int find_kernel_thread(void)
{
	char path[300], line[64];
	int found = 0;
	DIR *proc = opendir("/proc");
	for (struct dirent *entry; !found && proc && (entry = readdir(proc));) {
		snprintf(path, sizeof(path), "/proc/%s/statm", entry->d_name);
		int pid = atoi(entry->d_name);
		FILE *file = pid > 0 ? fopen(path, "r") : NULL;
		if (file && fgets(line, sizeof(line), file) && strncmp(line, "0 0 ", 4) == 0)
			found = pid;
		if (file)
			fclose(file);
	}
	if (proc)
		closedir(proc);
	return found;
}

static void says_that_a_kernel_thread_has_no_memory(void **state)
{
	(void)state;
	struct vt vt;
	char pid[16];
	snprintf(pid, sizeof(pid), "%d", find_kernel_thread());
	if (strcmp(pid, "0") == 0) {
		print_message("# no kernel thread can be seen here\n");
		skip();
	}
	open_without_regions(&vt, pid, "kernel thread", 0);
	viewer_quit(&vt);
}

static void says_what_a_stranger_may_not_read(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	if (geteuid() != 0 || access(strata_path(), X_OK)) {
		print_message("# root is needed to become somebody else\n");
		skip();
	}
	target_start(&target, "sleep", NULL);
	vt_start(&vt,
		&(struct vt_options){ .rows = 40,
			.columns = 120,
			.uid = 65534,
			.arguments = (const char *const[]){ strata_path(), target.text, NULL } });
	vt_run(&vt, 0);
	bool is_told = vt_wait_text(&vt, "permission denied");
	if (!is_told && vt.has_exited && WEXITSTATUS(vt.status) == 127)
		skip();
	assert_true(is_told);
	assert_true(vt_wait_text(&vt, "victim"));
	viewer_quit(&vt);
	target_finish(&target);
}

static void watches_a_stopped_process(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	kill(target.pid, SIGSTOP);
	viewer_open(&vt, &target, NULL, 40, 120);
	assert_true(vt_wait_text(&vt, "stopped"));
	viewer_quit(&vt);
	target_finish(&target);
}

static void survives_targets_that_exit_at_any_moment(void **state)
{
	(void)state;
	for (int i = 0; i < 12; i++) {
		struct target target;
		struct vt vt;
		target_start_number(&target, "mappings", 2000);
		vt_start(&vt, &(struct vt_options){ .arguments = (const char *const[]){
							    strata_path(), target.text, NULL } });
		vt_run(&vt, i * 4);
		target_finish(&target);
		vt_type(&vt, "q");
		assert_true(vt_wait_exit(&vt));
		assert_true(WIFEXITED(vt.status) && WEXITSTATUS(vt.status) <= 1);
		viewer_check_restored(&vt);
		vt_finish(&vt);
	}
}

static void runs_a_command_and_keeps_its_output_apart(void **state)
{
	(void)state;
	struct vt vt;
	vt_start(
		&vt, &(struct vt_options){ .rows = 40,
			     .columns = 120,
			     .arguments = (const char *const[]){ strata_path(), "run", "--", "sh",
				     "-c", "printf 'one\\033[5mtwo\\n'; exec sleep 1000", NULL } });
	assert_true(vt_wait_text(&vt, "stack"));
	assert_true(vt_wait_text(&vt, "one"));
	vt_type(&vt, "O");
	assert_true(vt_wait_text(&vt, "one?[5mtwo"));
	viewer_quit(&vt);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shows_the_regions_of_a_process),
		cmocka_unit_test(tells_what_changes),
		cmocka_unit_test(keeps_the_last_picture_of_one_that_exits),
		cmocka_unit_test(notices_another_program),
		cmocka_unit_test(says_that_a_zombie_has_no_memory),
		cmocka_unit_test(says_that_a_kernel_thread_has_no_memory),
		cmocka_unit_test(says_what_a_stranger_may_not_read),
		cmocka_unit_test(watches_a_stopped_process),
		cmocka_unit_test(survives_targets_that_exit_at_any_moment),
		cmocka_unit_test(runs_a_command_and_keeps_its_output_apart),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
