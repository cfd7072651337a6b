/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Choosing a process, lessons, settings. */
#include <dirent.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "viewer.h"

static void open_with(struct vt *vt, const char *const *words, const char *const *variables)
{
	const char *arguments[8] = { strata_path() };
	for (size_t i = 0; i < 6 && words[i]; i++)
		arguments[i + 1] = words[i];
	vt_start(vt, &(struct vt_options){ .rows = 40,
			     .columns = 140,
			     .arguments = arguments,
			     .variables = variables });
}

static void a_process_is_found_by_typing_and_watched(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "reserve", (const char *const[]){ "1", "needle-in-hay", NULL });
	open_with(&vt, (const char *const[]){ NULL }, NULL);
	assert_true(vt_wait_text(&vt, "PID"));
	vt_type(&vt, "needle-in-hay");
	assert_true(vt_wait_text(&vt, target.text));
	vt_key(&vt, VTERM_KEY_ENTER);
	assert_true(vt_wait_text(&vt, "stack"));
	assert_true(vt_wait_text(&vt, target.text));
	viewer_quit(&vt);
	target_finish(&target);
}

static void escape_drops_what_was_typed(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "reserve", (const char *const[]){ "1", "needle-in-hay", NULL });
	open_with(&vt, (const char *const[]){ NULL }, NULL);
	assert_true(vt_wait_text(&vt, "PID"));
	vt_type(&vt, "no-such-straw");
	assert_true(vt_wait_text(&vt, "no process fits"));
	vt_key(&vt, VTERM_KEY_ESCAPE);
	assert_true(vt_wait_text(&vt, "type to filter"));
	vt_type(&vt, "needle-in-hay");
	assert_true(vt_wait_text(&vt, target.text));
	vt_key(&vt, VTERM_KEY_ESCAPE);
	viewer_quit(&vt);
	target_finish(&target);
}

static void escape_leads_back_to_the_view_that_was_left(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	open_with(&vt, (const char *const[]){ target.text, NULL }, NULL);
	assert_true(vt_wait_text(&vt, "NULL"));
	vt_type(&vt, "2");
	assert_true(vt_wait_text(&vt, "address"));
	vt_type(&vt, "P");
	assert_true(vt_wait_text(&vt, "type to filter"));
	vt_key(&vt, VTERM_KEY_ESCAPE);
	assert_true(vt_wait_text(&vt, "address"));
	assert_false(vt_find(&vt, "NULL", NULL, NULL));
	viewer_quit(&vt);
	target_finish(&target);
}

static void a_name_of_one_process_opens_it(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	char name[16];
	snprintf(name, sizeof(name), "only%d", (int)getpid());
	target_start(&target, "names", (const char *const[]){ "/tmp", name, NULL });
	open_with(&vt, (const char *const[]){ name, NULL }, NULL);
	assert_true(vt_wait_text(&vt, "stack"));
	assert_true(vt_wait_text(&vt, target.text));
	viewer_quit(&vt);
	target_finish(&target);
}

static void a_name_of_several_processes_opens_the_list(void **state)
{
	(void)state;
	struct target targets[2];
	struct vt vt;
	char name[16];
	snprintf(name, sizeof(name), "both%d", (int)getpid());
	for (int i = 0; i < 2; i++)
		target_start(&targets[i], "names", (const char *const[]){ "/tmp", name, NULL });
	open_with(&vt, (const char *const[]){ name, NULL }, NULL);
	assert_true(vt_wait_text(&vt, targets[0].text));
	assert_true(vt_wait_text(&vt, targets[1].text));
	vt_key(&vt, VTERM_KEY_FUNCTION(10));
	assert_true(vt_wait_exit(&vt));
	viewer_check_restored(&vt);
	vt_finish(&vt);
	for (int i = 0; i < 2; i++)
		target_finish(&targets[i]);
}

/* Goes through the first steps of a lesson, each when the last one is judged. */
static void take_steps(struct vt *vt, unsigned steps)
{
	assert_true(vt_wait_text(vt, "begins with n"));
	for (unsigned step = 1; step <= steps; step++)
		viewer_step(vt, step, 9);
}

/* The lesson of copy-on-write, step by step, every expectation met. */
static void a_lesson_goes_step_by_step(void **state)
{
	(void)state;
	struct vt vt;
	open_with(&vt, (const char *const[]){ "demo", "cow-fork", "--set", "size=8M", NULL }, NULL);
	take_steps(&vt, 9);
	assert_true(vt_wait_text(&vt, "\342\234\223"));
	assert_false(vt_find(&vt, "\342\234\227", NULL, NULL));
	vt_type(&vt, "q");
	assert_true(vt_wait_frames(&vt, 1));
	vt_type(&vt, "q");
	assert_true(vt_wait_exit(&vt));
	viewer_check_restored(&vt);
	viewer_check_wire(&vt);
	vt_finish(&vt);
}

/* Is there a process, other than a zombie, of this session? */
static bool has_session(pid_t session)
{
	bool found = false;
	DIR *proc = opendir("/proc");
	for (struct dirent *entry; !found && proc && (entry = readdir(proc));) {
		char path[300], line[512] = "";
		snprintf(path, sizeof(path), "/proc/%s/stat", entry->d_name);
		FILE *file = entry->d_name[0] <= '9' ? fopen(path, "r") : NULL;
		const char *end =
			file && fgets(line, sizeof(line), file) ? strrchr(line, ')') : NULL;
		char state;
		long of;
		found = end && sscanf(end, ") %c %*d %*d %ld", &state, &of) == 2 && of == session &&
			state != 'Z';
		if (file)
			fclose(file);
	}
	if (proc)
		closedir(proc);
	return found;
}

static void a_lesson_leaves_nobody_behind(void **state)
{
	(void)state;
	struct vt vt;
	open_with(&vt, (const char *const[]){ "demo", "cow-fork", "--set", "size=9M", NULL }, NULL);
	take_steps(&vt, 4);
	assert_true(has_session(vt.pid));
	kill(vt.pid, SIGKILL);
	assert_true(vt_wait_exit(&vt));
	for (int i = 0; i < 1000 && has_session(vt.pid); i++)
		poll(NULL, 0, 10);
	assert_false(has_session(vt.pid));
	vt_finish(&vt);
}

static void a_stopped_lesson_gives_back_what_was_watched(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	open_with(&vt, (const char *const[]){ target.text, "--view", "regions", NULL }, NULL);
	assert_true(vt_wait_text(&vt, "rw-p"));
	vt_type(&vt, "bd");
	assert_true(vt_wait_text(&vt, "malloc-grow"));
	vt_key(&vt, VTERM_KEY_ENTER);
	assert_true(vt_wait_text(&vt, "begins with n"));
	assert_true(vt_wait_no_text(&vt, target.text));
	vt_type(&vt, "q");
	assert_true(vt_wait_text(&vt, target.text));
	assert_true(vt_wait_text(&vt, "\342\226\266 live"));
	assert_true(vt_wait_text(&vt, "since baseline"));
	assert_true(vt_wait_text(&vt, "rw-p"));
	viewer_quit(&vt);
	target_finish(&target);
}

static void a_stopped_lesson_without_a_process_leads_to_the_list_of_lessons(void **state)
{
	(void)state;
	struct vt vt;
	open_with(&vt, (const char *const[]){ "demo", "demand", NULL }, NULL);
	assert_true(vt_wait_text(&vt, "begins with n"));
	vt_type(&vt, "q");
	assert_true(vt_wait_text(&vt, "malloc-grow"));
	vt_key(&vt, VTERM_KEY_ESCAPE);
	assert_true(vt_wait_text(&vt, "PID"));
	viewer_quit(&vt);
}

/* A folder of settings; what is wrong in it is told with file and line. */
static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

struct settings_folder {
	char top[64], config[96], variable[96];
};

static void settings_make(struct settings_folder *folder)
{
	char path[128];
	strcpy(folder->top, "/tmp/strata-settings-XXXXXX");
	assert_non_null(mkdtemp(folder->top));
	snprintf(path, sizeof(path), "%s/strata", folder->top);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(folder->config, sizeof(folder->config), "%s/strata/config", folder->top);
	snprintf(folder->variable, sizeof(folder->variable), "XDG_CONFIG_HOME=%s", folder->top);
}

static void settings_remove(struct settings_folder *folder)
{
	struct ran ran;
	run_program(&ran, (const char *const[]){ "rm", "-r", folder->top, NULL });
	ran_finish(&ran);
}

static void settings_are_obeyed(void **state)
{
	(void)state;
	struct settings_folder folder;
	struct target target;
	struct vt vt;
	settings_make(&folder);
	write_file(folder.config, "view = regions\nascii = yes\nevery = 0.2s\n");
	target_start(&target, "sleep", NULL);
	open_with(&vt, (const char *const[]){ target.text, NULL },
		(const char *const[]){ folder.variable, NULL });
	assert_true(vt_wait_text(&vt, "rw-p"));
	assert_true(wire_is_ascii(&vt.wire));
	viewer_quit(&vt);
	target_finish(&target);
	settings_remove(&folder);
}

static void broken_files_are_told_with_their_line(void **state)
{
	(void)state;
	struct settings_folder folder;
	struct target target;
	struct vt vt;
	char theme[128];
	settings_make(&folder);
	snprintf(theme, sizeof(theme), "%s/broken.ini", folder.top);
	write_file(theme, "[theme]\nname = broken\n[roles]\nheap = 300\n");
	target_start(&target, "sleep", NULL);
	open_with(&vt, (const char *const[]){ target.text, "--theme", theme, NULL }, NULL);
	assert_true(vt_wait_exit(&vt));
	assert_int_equal(WEXITSTATUS(vt.status), 1);
	assert_true(vt_find(&vt, "broken.ini:4:", NULL, NULL));
	vt_finish(&vt);
	write_file(folder.config, "view = regions\nnonsense = \033[5m\n");
	open_with(&vt, (const char *const[]){ target.text, NULL },
		(const char *const[]){ folder.variable, NULL });
	assert_true(vt_wait_exit(&vt));
	assert_int_equal(WEXITSTATUS(vt.status), 1);
	assert_true(vt_find(&vt, "config:2:", NULL, NULL));
	viewer_check_wire(&vt);
	vt_finish(&vt);
	target_finish(&target);
	settings_remove(&folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_process_is_found_by_typing_and_watched),
		cmocka_unit_test(escape_drops_what_was_typed),
		cmocka_unit_test(escape_leads_back_to_the_view_that_was_left),
		cmocka_unit_test(a_name_of_one_process_opens_it),
		cmocka_unit_test(a_name_of_several_processes_opens_the_list),
		cmocka_unit_test(a_lesson_goes_step_by_step),
		cmocka_unit_test(a_lesson_leaves_nobody_behind),
		cmocka_unit_test(a_stopped_lesson_gives_back_what_was_watched),
		cmocka_unit_test(a_stopped_lesson_without_a_process_leads_to_the_list_of_lessons),
		cmocka_unit_test(settings_are_obeyed),
		cmocka_unit_test(broken_files_are_told_with_their_line),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
