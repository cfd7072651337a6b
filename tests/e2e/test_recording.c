/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recordings as they are made and shown: strata record, strata run --record, the key r, replay. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "target.h"
#include "viewer.h"
#include "vt.h"

#define WORDS 12

static char folder[64], file[96];

static int enter_folder(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/strata-e2e-XXXXXX");
	if (!mkdtemp(folder) || chdir(folder))
		return -1;
	snprintf(file, sizeof(file), "%s/file", folder);
	return 0;
}

static int leave_folder(void **state)
{
	glob_t found;
	(void)state;
	if (glob("*", 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			unlink(found.gl_pathv[i]);
	globfree(&found);
	return chdir("/") || rmdir(folder);
}

static void run(struct ran *ran, const char *const *words)
{
	const char *arguments[WORDS + 2] = { strata_path() };
	for (size_t i = 0; i < WORDS && words[i]; i++)
		arguments[i + 1] = words[i];
	run_program(ran, arguments);
}

#define RUN(ran, ...) run(ran, (const char *const[]){ __VA_ARGS__, NULL })

static void start(struct vt *vt, const char *const *words)
{
	const char *arguments[WORDS + 2] = { strata_path() };
	for (size_t i = 0; i < WORDS && words[i]; i++)
		arguments[i + 1] = words[i];
	vt_start(vt, &(struct vt_options){ .rows = 32, .columns = 120, .arguments = arguments });
}

#define START(vt, ...) start(vt, (const char *const[]){ __VA_ARGS__, NULL })

static bool has_samples(void)
{
	char wal[sizeof(file) + 8];
	struct stat status;
	snprintf(wal, sizeof(wal), "%s-wal", file);
	return stat(wal, &status) == 0 && status.st_size > 0;
}

static void await_samples(struct vt *vt)
{
	for (int left = VT_PATIENCE / 10; left > 0 && !has_samples(); left--)
		vt_run(vt, 10);
	assert_true(has_samples());
}

/* It said what it did, and the file stands alone. */
static void check_end(struct vt *vt)
{
	assert_true(vt_wait_text(vt, "samples in"));
	assert_true(vt_wait_exit(vt));
	assert_int_equal(vt->status, 0);
	vt_finish(vt);
	assert_false(has_samples());
	assert_int_equal(access(file, R_OK), 0);
}

/* A short recording of a victim. */
static void record(const struct target *target)
{
	struct ran ran;
	RUN(&ran, "record", target->text, "-o", file, "--every", "0.1s", "--for", "0.5s");
	assert_int_equal(ran.status, 0);
	assert_string_equal(ran.errors, "");
	assert_non_null(strstr(ran.output, " samples in "));
	ran_finish(&ran);
}

static void a_recording_ends_with_its_process(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	START(&vt, "record", target.text, "-o", file, "--every", "0.1s", "--until-exit");
	await_samples(&vt);
	target_finish(&target);
	check_end(&vt);
}

static void a_recording_ends_with_an_interrupt(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "sleep", NULL);
	START(&vt, "record", target.text, "-o", file, "--every", "0.1s");
	await_samples(&vt);
	vt_run(&vt, 250);
	vt_type(&vt, "\003");
	check_end(&vt);
	target_finish(&target);
}

static void a_recording_goes_through_an_exec(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "become", (const char *const[]){ "sleep", "1000", NULL });
	START(&vt, "record", target.text, "-o", file, "--every", "0.1s");
	await_samples(&vt);
	assert_int_equal(write(target.input, "x", 1), 1);
	vt_run(&vt, 300);
	vt_type(&vt, "\003");
	check_end(&vt);
	target_finish(&target);
	START(&vt, "replay", file, "--view", "events");
	assert_true(vt_wait_text(&vt, "recorded"));
	vt_type(&vt, "$");
	assert_true(vt_wait_text(&vt, "executed a new program"));
	viewer_quit(&vt);
}

static void two_processes_go_into_one_file(void **state)
{
	(void)state;
	struct target targets[2];
	struct ran ran;
	struct vt vt;
	char other[32];
	target_start(&targets[0], "sleep", NULL);
	target_start(&targets[1], "sleep", NULL);
	RUN(&ran, "record", targets[0].text, targets[1].text, "-o", file, "--every", "0.1s",
		"--for", "0.3s");
	assert_int_equal(ran.status, 0);
	assert_non_null(strstr(ran.output, " samples in "));
	ran_finish(&ran);
	START(&vt, "replay", file);
	snprintf(other, sizeof(other), "victim %s", targets[1].text);
	assert_true(vt_wait_text(&vt, "recorded"));
	vt_type(&vt, " x");
	assert_true(vt_wait_text(&vt, other));
	viewer_quit(&vt);
	target_finish(&targets[0]);
	target_finish(&targets[1]);
}

static void a_replay_is_never_live(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	int row, column;
	target_start(&target, "sleep", NULL);
	record(&target);
	target_finish(&target);
	START(&vt, "replay", file);
	assert_true(vt_wait_text(&vt, "recorded 20"));
	assert_false(vt_find(&vt, "live", &row, &column));
	vt_type(&vt, "0 ");
	assert_true(vt_wait_text(&vt, "rw-p"));
	vt_type(&vt, "$");
	assert_true(vt_wait_text(&vt, "paused"));
	vt_type(&vt, "<<>");
	vt_type(&vt, "r");
	assert_true(vt_wait_text(&vt, "only a living process"));
	vt_type(&vt, "3");
	assert_true(vt_wait_text(&vt, "a recording holds"));
	vt_type(&vt, "Tnoon\r");
	assert_true(vt_wait_text(&vt, "is no time"));
	viewer_quit(&vt);
}

static void a_replay_without_a_terminal_prints_the_last_picture(void **state)
{
	(void)state;
	struct target target;
	struct ran ran;
	target_start(&target, "sleep", NULL);
	record(&target);
	RUN(&ran, "replay", file);
	assert_int_equal(ran.status, 0);
	assert_string_equal(ran.errors, "");
	assert_non_null(strstr(ran.output, target.text));
	assert_non_null(strstr(ran.output, "victim"));
	ran_finish(&ran);
	target_finish(&target);
}

static void an_anonymous_recording_does_not_name_the_program(void **state)
{
	(void)state;
	struct target target;
	struct ran ran;
	target_start(&target, "sleep", NULL);
	RUN(&ran, "record", target.text, "-o", file, "--for", "0.2s", "--anonymous");
	assert_int_equal(ran.status, 0);
	ran_finish(&ran);
	RUN(&ran, "replay", file);
	assert_int_equal(ran.status, 0);
	assert_null(strstr(ran.output, "victim"));
	assert_non_null(strstr(ran.output, "file-1"));
	ran_finish(&ran);
	target_finish(&target);
}

static void a_command_is_recorded_from_its_beginning(void **state)
{
	(void)state;
	struct ran ran;
	RUN(&ran, "run", "--record", file, "--every", "0.1s", "--", "true");
	assert_int_equal(ran.status, 0);
	assert_non_null(strstr(ran.output, "sample"));
	ran_finish(&ran);
	RUN(&ran, "run", "--record", file, "--", "true");
	assert_int_equal(ran.status, 1);
	assert_non_null(strstr(ran.errors, "--force"));
	ran_finish(&ran);
	RUN(&ran, "replay", file);
	assert_int_equal(ran.status, 0);
	ran_finish(&ran);
}

static void the_key_r_records_what_is_on_the_screen(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	struct ran ran;
	glob_t found;
	target_start(&target, "sleep", NULL);
	viewer_open(&vt, &target, (const char *const[]){ "--every", "0.1s", NULL }, 24, 100);
	vt_type(&vt, "r");
	assert_true(vt_wait_text(&vt, "recording into victim-"));
	assert_true(vt_wait_text(&vt, "● recording"));
	assert_true(vt_wait_frames(&vt, 3));
	vt_type(&vt, "r");
	assert_true(vt_wait_text(&vt, "recorded in victim-"));
	assert_true(vt_wait_no_text(&vt, "● recording"));
	viewer_quit(&vt);
	target_finish(&target);
	assert_int_equal(glob("victim-*.strata", 0, NULL, &found), 0);
	assert_int_equal(found.gl_pathc, 1);
	RUN(&ran, "replay", found.gl_pathv[0]);
	assert_int_equal(ran.status, 0);
	ran_finish(&ran);
	globfree(&found);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter_folder, leave_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_recording_ends_with_its_process),
		TEST(a_recording_ends_with_an_interrupt),
		TEST(a_recording_goes_through_an_exec),
		TEST(two_processes_go_into_one_file),
		TEST(a_replay_is_never_live),
		TEST(a_replay_without_a_terminal_prints_the_last_picture),
		TEST(an_anonymous_recording_does_not_name_the_program),
		TEST(a_command_is_recorded_from_its_beginning),
		TEST(the_key_r_records_what_is_on_the_screen),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
