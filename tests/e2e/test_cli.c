/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The program without a terminal: what it says, where it says it, and its exit status. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "target.h"
#include "wire.h"

#define WORDS 8
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What is wrong, and what must be said about it: one line on standard error, nothing else. */
static const struct complaint {
	const char *name;
	const char *words[WORDS];
	int status;
	const char *said;
} complaints[] = {
	{ "a PID that nobody has", { "snapshot", "4194303" }, 1, "no such process" },
	{ "a PID that nobody has, to the viewer", { "4194303" }, 1, "no such process" },
	{ "a PID that nobody has, as an option", { "-p", "4194303" }, 1, "no such process" },
	{ "PID 0", { "snapshot", "0" }, 2, "0" },
	{ "PID 0 to the viewer", { "0" }, 2, "0" },
	{ "a negative PID", { "snapshot", "-1" }, 2, "-1" },
	{ "a negative PID to the viewer", { "-5" }, 2, "-5" },
	{ "a PID too large for any type", { "snapshot", "99999999999999999999999" }, 1, "9999" },
	{ "a PID that wraps in 32 bits", { "snapshot", "4294967297" }, 1, "4294967297" },
	{ "a PID with something behind it", { "snapshot", "1x" }, 1, "1x" },
	{ "a name that no process has", { "snapshot", "no-such-name-here" }, 1,
		"no-such-name-here" },
	{ "an empty name", { "snapshot", "" }, 2, "empty" },
	{ "a name that would act on a terminal", { "snapshot", "\033[31mevil\r\n" }, 1, "evil" },
	{ "no operand", { "snapshot" }, 2, "PID" },
	{ "two operands", { "snapshot", "1", "2" }, 2, "2" },
	{ "an unknown option", { "--nonsense" }, 2, "--nonsense" },
	{ "an unknown letter", { "-Z" }, 2, "-Z" },
	{ "an option without its argument", { "snapshot", "1", "--format" }, 2, "--format" },
	{ "an unknown format", { "snapshot", "1", "--format", "xml" }, 2, "xml" },
	{ "an address without pages", { "snapshot", "1", "7f00" }, 2, "7f00" },
	{ "no address", { "snapshot", "--pages", "1", "heap" }, 2, "heap" },
	{ "an option of another subcommand", { "list", "--check" }, 2, "--check" },
	{ "a period of nothing", { "1", "--every", "0" }, 2, "--every" },
	{ "a period that is no number", { "1", "--every", "nan" }, 2, "--every" },
	{ "a budget of more than all", { "1", "--budget", "101" }, 2, "--budget" },
	{ "an unknown view", { "1", "--view", "nonsense" }, 2, "nonsense" },
	{ "an unknown demo", { "demo", "nonsense", "--check" }, 2, "nonsense" },
	{ "a parameter that a demo has not", { "demo", "demand", "--check", "--set", "x=1" }, 2,
		"x" },
	{ "a parameter out of bounds", { "demo", "demand", "--check", "--set", "size=9999T" }, 2,
		"size" },
	{ "a parameter without a value", { "demo", "demand", "--check", "--set", "size" }, 2,
		"size" },
	{ "a check of no demo", { "demo", "--check" }, 2, "which" },
	{ "a check of all with one", { "demo", "demand", "--check-all" }, 2, "--check-all" },
	{ "a playlist with a parameter", { "demo", "class", "--check", "--set", "size=8M" }, 2,
		"--set" },
	{ "a format without a check", { "demo", "demand", "--format", "json" }, 2, "--format" },
	{ "a check as CSV", { "demo", "demand", "--check", "--format", "csv" }, 2, "--format" },
	{ "a recording without a file", { "record", "1" }, 2, "-o" },
	{ "a recording of nobody", { "record", "4194303", "-o", "/tmp/none" }, 1,
		"no such process" },
	{ "a recording in no folder", { "record", "1", "-o", "/no/such/file" }, 1,
		"/no/such/file" },
	{ "a recording over a file", { "record", "1", "-o", "/etc/passwd" }, 1, "--force" },
	{ "a recording over a folder", { "record", "1", "-o", "/etc", "--force" }, 1, "/etc" },
	{ "a recording with two ends", { "record", "1", "-o", "x", "--for", "1s", "--until-exit" },
		2, "--until-exit" },
	{ "a replay of nothing", { "replay" }, 2, "FILE" },
	{ "a replay of no file", { "replay", "/no/such/file" }, 1, "/no/such/file" },
	{ "a replay of another file", { "replay", "/etc/passwd" }, 1, "no recording" },
	{ "a replay of a folder", { "replay", "/etc" }, 1, "no recording" },
	{ "a replay of a device", { "replay", "/dev/zero" }, 1, "no recording" },
	{ "an export to nothing known", { "export", "1" }, 2, "--format" },
	{ "an export as text", { "export", "1", "--format", "text" }, 2, "svg" },
	{ "a picture of no size", { "export", "1", "--format", "svg", "--size", "9x" }, 2, "9x" },
	{ "an export of nobody", { "export", "4194303", "--format", "csv" }, 1, "no such" },
	{ "nothing to run", { "run" }, 2, "COMMAND" },
	{ "a command that does not exist", { "run", "--", "/no/such/command" }, 1,
		"/no/such/command" },
	{ "a command that is no program", { "run", "--", "/etc/passwd" }, 1, "/etc/passwd" },
};

static void run_words(struct ran *ran, const char *const *words)
{
	const char *arguments[WORDS + 2] = { strata_path() };
	for (size_t i = 0; i < WORDS && words[i]; i++)
		arguments[i + 1] = words[i];
	run_program(ran, arguments);
}

/* One line, with a newline at its end and no other control character. */
static bool is_one_safe_line(const char *text)
{
	size_t length = strlen(text);
	for (size_t i = 0; i + 1 < length; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			return false;
	return length > 1 && text[length - 1] == '\n';
}

static void check_complaint(const struct ran *ran, int status, const char *said)
{
	if (ran->status != status || !is_one_safe_line(ran->errors) || !strstr(ran->errors, said))
		fail_msg("status %d for %d, standard error \"%s\" for \"%s\"", ran->status, status,
			ran->errors, said);
	assert_int_equal(strncmp(ran->errors, "strata: ", 8), 0);
}

static void complains(void **state)
{
	const struct complaint *complaint = *state;
	struct ran ran;
	run_words(&ran, complaint->words);
	check_complaint(&ran, complaint->status, complaint->said);
	assert_string_equal(ran.output, "");
	ran_finish(&ran);
}

/* Runs strata with these words on a fresh victim; "@" stands for its PID. */
static void run_on(struct ran *ran, const struct target *target, const char *const *words)
{
	const char *filled[WORDS] = { 0 };
	for (size_t i = 0; i < WORDS && words[i]; i++)
		filled[i] = strcmp(words[i], "@") == 0 ? target->text : words[i];
	run_words(ran, filled);
}

static void prints(struct target *target, const char *const *words, const char *text)
{
	struct ran ran;
	run_on(&ran, target, words);
	if (ran.status || *ran.errors || !strstr(ran.output, text))
		fail_msg("status %d, \"%s\", no \"%s\" in %.400s", ran.status, ran.errors, text,
			ran.output);
	ran_finish(&ran);
}

static void what_can_be_asked_is_answered(void **state)
{
	(void)state;
	struct target target;
	target_start(&target, "sleep", NULL);
	prints(&target, (const char *const[WORDS]){ "--help" }, "strata snapshot");
	prints(&target, (const char *const[WORDS]){ "snapshot", "--help" }, "--format");
	prints(&target, (const char *const[WORDS]){ "--version" }, "0.");
	prints(&target, (const char *const[WORDS]){ "snapshot", "@" }, "[stack]");
	prints(&target, (const char *const[WORDS]){ "snapshot", "@", "--format", "json" },
		"\"schema\"");
	prints(&target, (const char *const[WORDS]){ "snapshot", "@", "--format", "csv" },
		"private_dirty");
	prints(&target, (const char *const[WORDS]){ "snapshot", "-p", "@", "--totals" }, "victim");
	prints(&target, (const char *const[WORDS]){ "snapshot", "@", "--pages" }, "resident");
	prints(&target,
		(const char *const[WORDS]){ "snapshot", "@", "--pages", "--format", "json" },
		"\"pages\": [\n  {\"start\": \"0x");
	prints(&target, (const char *const[WORDS]){ "snapshot", "@", "--pages", "--format", "csv" },
		"start,end,state,huge,locked");
	prints(&target, (const char *const[WORDS]){ "list" }, target.text);
	prints(&target, (const char *const[WORDS]){ "list", "--format", "json" }, "victim");
	prints(&target, (const char *const[WORDS]){ "list", "--format", "csv" }, "victim");
	prints(&target, (const char *const[WORDS]){ "demo" }, "cow-fork");
	prints(&target, (const char *const[WORDS]){ "demo", "--list" }, "class");
	prints(&target, (const char *const[WORDS]){ "demo", "demand", "--check" }, "PASS demand 6");
	prints(&target,
		(const char *const[WORDS]){ "demo", "demand", "--check", "--format", "json" },
		"\"result\": \"passed\"");
	target_finish(&target);
}

static void without_a_terminal_one_text_frame_is_printed(void **state)
{
	(void)state;
	struct target target;
	struct ran ran;
	target_start(&target, "sleep", NULL);
	run_on(&ran, &target, (const char *const[WORDS]){ "@" });
	assert_int_equal(ran.status, 0);
	assert_non_null(strstr(ran.output, "stack"));
	assert_null(strchr(ran.output, '\033'));
	ran_finish(&ran);
	target_finish(&target);
}

static void a_command_is_run_and_watched_without_a_terminal(void **state)
{
	(void)state;
	struct ran ran;
	run_words(&ran, (const char *const[WORDS]){ "run", "--", "sleep", "0.3" });
	assert_int_equal(ran.status, 0);
	assert_non_null(strstr(ran.output, "sleep"));
	ran_finish(&ran);
}

static void a_full_disk_is_an_error(void **state)
{
	(void)state;
	struct target target;
	struct ran ran;
	char command[512];
	target_start(&target, "sleep", NULL);
	static const char *const formats[] = { "text", "json", "csv" };
	for (size_t i = 0; i < COUNT(formats); i++) {
		snprintf(command, sizeof(command), "exec '%s' snapshot %s --format %s >/dev/full",
			strata_path(), target.text, formats[i]);
		run_program(&ran, (const char *const[]){ "sh", "-c", command, NULL });
		check_complaint(&ran, 1, "No space left");
		ran_finish(&ran);
	}
	target_finish(&target);
}

static void a_reader_that_has_seen_enough_is_no_news(void **state)
{
	(void)state;
	struct ran ran;
	char command[512];
	snprintf(command, sizeof(command), "'%s' list | true", strata_path());
	run_program(&ran, (const char *const[]){ "sh", "-c", command, NULL });
	assert_string_equal(ran.errors, "");
	ran_finish(&ran);
}

/* Its memory has gone, but what stat and status say is there. */
static void a_zombie_has_no_memory(void **state)
{
	(void)state;
	struct target target;
	struct ran ran;
	target_start(&target, "zombie", NULL);
	run_on(&ran, &target, (const char *const[WORDS]){ "snapshot", "@", "--format", "json" });
	check_complaint(&ran, 1, "exited");
	assert_non_null(strstr(ran.output, "\"state\": \"Z\""));
	assert_non_null(strstr(ran.output, "\"regions\": []"));
	ran_finish(&ran);
	run_on(&ran, &target, (const char *const[WORDS]){ "@" });
	check_complaint(&ran, 1, "exited");
	assert_non_null(strstr(ran.output, "has been given back"));
	ran_finish(&ran);
	target_finish(&target);
}

/* A stranger's process: totals, and the rest as gaps. */
static void a_strangers_process_has_gaps(void **state)
{
	(void)state;
	struct target target;
	struct ran ran;
	if (geteuid() != 0) {
		print_message("# root is needed to become somebody else\n");
		skip();
	}
	target_start(&target, "sleep", NULL);
	run_program_as(&ran, 65534,
		(const char *const[]){
			strata_path(), "snapshot", target.text, "--format", "json", NULL });
	if (ran.status == 127 || ran.status == 126) {
		print_message("# nobody may not run the program where it is\n");
		skip();
	}
	assert_non_null(strstr(ran.output, "\"EACCES\""));
	assert_non_null(strstr(ran.output, "\"comm\": \"victim\""));
	assert_null(strstr(ran.output, "\"vsz\": 0,"));
	ran_finish(&ran);
	target_finish(&target);
}

static void targets_that_exit_meanwhile_are_reported(void **state)
{
	(void)state;
	for (int i = 0; i < 40; i++) {
		struct target target;
		struct ran ran;
		char command[512];
		target_start_number(&target, "mappings", 500);
		snprintf(command, sizeof(command),
			"(sleep 0.0%02d; kill -9 %s) & exec '%s' snapshot %s --format json", i,
			target.text, strata_path(), target.text);
		run_program(&ran, (const char *const[]){ "sh", "-c", command, NULL });
		if (ran.status == 1)
			check_complaint(&ran, 1, target.text);
		else
			assert_int_equal(ran.status, 0);
		ran_finish(&ran);
		target_finish(&target);
	}
}

static const struct CMUnitTest others[] = {
	cmocka_unit_test(what_can_be_asked_is_answered),
	cmocka_unit_test(without_a_terminal_one_text_frame_is_printed),
	cmocka_unit_test(a_command_is_run_and_watched_without_a_terminal),
	cmocka_unit_test(a_full_disk_is_an_error),
	cmocka_unit_test(a_reader_that_has_seen_enough_is_no_news),
	cmocka_unit_test(a_zombie_has_no_memory),
	cmocka_unit_test(a_strangers_process_has_gaps),
	cmocka_unit_test(targets_that_exit_meanwhile_are_reported),
};

int main(void)
{
	struct CMUnitTest tests[COUNT(complaints) + COUNT(others)] = { 0 };
	for (size_t i = 0; i < COUNT(complaints); i++)
		tests[i] = (struct CMUnitTest){ .name = complaints[i].name,
			.test_func = complains,
			.initial_state = (void *)(uintptr_t)&complaints[i] };
	memcpy(tests + COUNT(complaints), others, sizeof(others));
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
