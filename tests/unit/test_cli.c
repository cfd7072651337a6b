/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "app/cli.h"

#define MOST_ARGUMENTS 12

/* Parses the words behind "strata", the last one NULL. What was parsed points at them. */
static int parse(struct cli *cli, char error[CLI_ERROR], const char *const words[])
{
	static char *argv[MOST_ARGUMENTS + 2];
	int argc = 0;
	argv[argc++] = (char *)(uintptr_t) "strata";
	for (size_t i = 0; words[i]; i++)
		argv[argc++] = (char *)(uintptr_t)words[i];
	argv[argc] = NULL;
	*error = '\0';
	return cli_parse(cli, argc, argv, error);
}

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

#define ASSERT_PARSED(cli, ...)                                                                    \
	do {                                                                                       \
		char complaint[CLI_ERROR];                                                         \
		if (parse(cli, complaint, WORDS(__VA_ARGS__)) < 0)                                 \
			fail_msg("%s", complaint);                                                 \
	} while (0)

#define ASSERT_REFUSED(expected, ...)                                                              \
	do {                                                                                       \
		struct cli refused;                                                                \
		char complaint[CLI_ERROR];                                                         \
		assert_int_equal(parse(&refused, complaint, WORDS(__VA_ARGS__)), -EINVAL);         \
		assert_string_equal(complaint, expected);                                          \
	} while (0)

static void without_arguments_it_is_the_viewer(void **state)
{
	(void)state;
	struct cli cli;
	char error[CLI_ERROR];
	assert_int_equal(parse(&cli, error, (const char *const[]){ NULL }), 0);
	assert_string_equal(cli.subcommand->name, "");
	assert_null(cli.target);
	cli_finish(&cli);
}

static void a_word_that_is_no_subcommand_is_a_target(void **state)
{
	(void)state;
	struct cli cli;
	ASSERT_PARSED(&cli, "--theme", "light", "1234", "--ascii");
	assert_string_equal(cli.subcommand->name, "");
	assert_string_equal(cli.target, "1234");
	assert_string_equal(cli.theme, "light");
	assert_true(cli.is_ascii);
	assert_true(cli.export.is_ascii);
	cli_finish(&cli);
	ASSERT_PARSED(&cli, "-p", "77");
	assert_string_equal(cli.target, "77");
	cli_finish(&cli);
	ASSERT_PARSED(&cli, "--", "list");
	assert_string_equal(cli.subcommand->name, "");
	assert_string_equal(cli.target, "list");
	cli_finish(&cli);
}

static void a_snapshot_takes_its_options_in_any_order(void **state)
{
	(void)state;
	struct cli cli;
	ASSERT_PARSED(&cli, "snapshot", "--format", "json", "1", "--totals");
	assert_string_equal(cli.subcommand->name, "snapshot");
	assert_string_equal(cli.target, "1");
	assert_int_equal(cli.export.format, EXPORT_JSON);
	assert_true(cli.export.totals);
	cli_finish(&cli);
	ASSERT_PARSED(&cli, "snapshot", "-p", "1", "--format=csv");
	assert_int_equal(cli.export.format, EXPORT_CSV);
	assert_string_equal(cli.target, "1");
	cli_finish(&cli);
}

static void what_follows_run_belongs_to_the_command(void **state)
{
	(void)state;
	struct cli cli;
	ASSERT_PARSED(&cli, "run", "--every", "2s", "ls", "--color", "-p");
	assert_string_equal(cli.command[0], "ls");
	assert_string_equal(cli.command[1], "--color");
	assert_string_equal(cli.command[2], "-p");
	assert_null(cli.command[3]);
	assert_int_equal(cli.period_ns, 2000000000);
	assert_null(cli.target);
	cli_finish(&cli);
	ASSERT_PARSED(&cli, "run", "--", "--strange");
	assert_string_equal(cli.command[0], "--strange");
	cli_finish(&cli);
}

static void a_demo_collects_settings(void **state)
{
	(void)state;
	struct cli cli;
	ASSERT_PARSED(&cli, "demo", "demand", "--set", "size=64M", "--check", "--set", "who=child",
		"--speed", "2.5");
	assert_string_equal(cli.target, "demand");
	assert_true(cli.is_check);
	assert_int_equal(cli.setting_count, 2);
	assert_string_equal(cli.settings[1], "who=child");
	assert_null(cli.settings[2]);
	assert_true(cli.speed == 2.5);
	cli_finish(&cli);
}

static void a_budget_is_in_percent(void **state)
{
	(void)state;
	struct cli cli;
	ASSERT_PARSED(&cli, "1", "--budget", "0.5%");
	assert_true(cli.budget == 0.005);
	cli_finish(&cli);
	ASSERT_REFUSED(
		"--budget 0: expected a share of time in percent, such as 1%", "--budget", "0");
}

static void complaints_name_the_word_and_what_would_do(void **state)
{
	(void)state;
	ASSERT_REFUSED("--bogus: no such option, or not clear which; see strata --help", "--bogus");
	ASSERT_REFUSED("-x: no such option; see strata --help", "-x");
	ASSERT_REFUSED("-5: not an option; process IDs are positive", "-5");
	ASSERT_REFUSED("--every: it needs a time from 0.1s to 60s", "--every");
	ASSERT_REFUSED("--every soon: expected a time from 0.1s to 60s", "--every", "soon");
	ASSERT_REFUSED("--every 61s: expected a time from 0.1s to 60s", "1", "--every=61s");
	ASSERT_REFUSED("--ascii=3: it takes no argument", "--ascii=3");
	ASSERT_REFUSED("--format yaml: expected text, json or csv", "list", "--format", "yaml");
	ASSERT_REFUSED("--set 64M: expected KEY=VALUE", "demo", "--set", "64M");
	ASSERT_REFUSED("--view nothing: expected the name of a view, such as map or regions",
		"--view", "nothing");
	ASSERT_REFUSED(
		"--check: not an option of strata list; see strata list --help", "list", "--check");
	ASSERT_REFUSED("--totals: not an option of strata; see strata --help", "1", "--totals");
	ASSERT_REFUSED("snapshot: something is missing; it takes PID | NAME [ADDRESS]", "snapshot");
	ASSERT_REFUSED("run: something is missing; it takes [--] COMMAND [ARGUMENT...]", "run");
	ASSERT_REFUSED("an empty word: it takes PID | NAME [ADDRESS]", "snapshot", "");
	ASSERT_REFUSED("9: a word too many; see strata --help", "1", "2", "3", "4", "5", "6", "7",
		"8", "9");
	ASSERT_REFUSED(
		"2: a word too many; see strata snapshot --help", "snapshot", "-p", "1", "2");
	ASSERT_REFUSED("x: a word too many; see strata list --help", "list", "x");
}

static void the_viewer_takes_several_processes(void **state)
{
	(void)state;
	struct cli cli;
	ASSERT_PARSED(&cli, "1", "nginx", "3");
	assert_string_equal(cli.target, "1");
	assert_int_equal(cli.other_count, 2);
	assert_string_equal(cli.others[0], "nginx");
	assert_string_equal(cli.others[1], "3");
	cli_finish(&cli);
}

static void a_process_given_as_an_option_comes_first(void **state)
{
	(void)state;
	struct cli cli;
	ASSERT_PARSED(&cli, "2", "-p", "1");
	assert_string_equal(cli.target, "1");
	assert_int_equal(cli.other_count, 1);
	assert_string_equal(cli.others[0], "2");
	cli_finish(&cli);
}

static void complaints_repeat_no_hostile_byte(void **state)
{
	(void)state;
	ASSERT_REFUSED("--every ?[31m???: expected a time from 0.1s to 60s", "--every",
		"\x1B[31m\r\n\xFF");
}

static void words_that_are_no_subcommand_are_names_of_processes(void **state)
{
	(void)state;
	static const char *const names[] = { "leak", "runner", "listen", "demo1" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct cli cli;
		ASSERT_PARSED(&cli, names[i]);
		assert_string_equal(cli.target, names[i]);
		cli_finish(&cli);
	}
}

/* What --help says; to be freed. */
static char *help_of(const struct cli *cli)
{
	char *written = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&written, &size);
	cli_help(cli, stream);
	fclose(stream);
	return written;
}

static void a_recording_takes_processes_and_a_file(void **state)
{
	(void)state;
	struct cli cli;
	ASSERT_PARSED(&cli, "record", "12", "-o", "file", "34", "--for", "8h", "--force");
	assert_string_equal(cli.target, "12");
	assert_int_equal(cli.other_count, 1);
	assert_string_equal(cli.output, "file");
	assert_int_equal(cli.lasting_ns, 28800000000000);
	assert_true(cli.is_replacing);
	cli_finish(&cli);
	ASSERT_REFUSED("-o: it needs the name of a file", "record", "12", "-o");
}

static void help_is_never_refused(void **state)
{
	(void)state;
	struct cli cli;
	ASSERT_PARSED(&cli, "--help");
	assert_true(cli.wants_help);
	char *help = help_of(&cli);
	assert_non_null(strstr(help, "\n  strata snapshot PID | NAME "));
	assert_non_null(strstr(help, " --speed N "));
	assert_non_null(strstr(help, "\n  strata record PID | NAME... -o FILE "));
	free(help);
	cli_finish(&cli);
}

static void help_of_a_subcommand_has_its_options_alone(void **state)
{
	(void)state;
	struct cli cli;
	ASSERT_PARSED(&cli, "snapshot", "--help");
	char *help = help_of(&cli);
	assert_non_null(strstr(help, "\n  strata snapshot PID | NAME "));
	assert_non_null(strstr(help, "--format FORMAT"));
	assert_non_null(strstr(help, "--ascii"));
	assert_null(strstr(help, "--speed"));
	assert_null(strstr(help, "strata list"));
	free(help);
	cli_finish(&cli);
}

static void pages_may_be_of_one_region(void **state)
{
	(void)state;
	struct cli cli;
	ASSERT_PARSED(&cli, "snapshot", "--pages", "1");
	assert_true(cli.wants_pages);
	assert_false(cli.has_address);
	cli_finish(&cli);
	ASSERT_PARSED(&cli, "snapshot", "1", "--pages", "7ffd_4c21_9000");
	assert_true(cli.has_address);
	assert_int_equal(cli.address, 0x7ffd4c219000);
	assert_string_equal(cli.target, "1");
	cli_finish(&cli);
	ASSERT_PARSED(&cli, "snapshot", "-p", "1", "--pages", "0x1000");
	assert_int_equal(cli.address, 0x1000);
	assert_string_equal(cli.target, "1");
	cli_finish(&cli);
}

static void an_address_is_of_pages_alone(void **state)
{
	(void)state;
	ASSERT_REFUSED(
		"0x1000: a word too many; see strata snapshot --help", "snapshot", "1", "0x1000");
	ASSERT_REFUSED("2: a word too many; see strata snapshot --help", "snapshot", "--pages", "1",
		"0x1000", "2");
	ASSERT_REFUSED("heap: no address; write it in hex, such as 7ffd_4c21_9000", "snapshot",
		"--pages", "1", "heap");
	ASSERT_REFUSED(
		"--pages: not an option of strata list; see strata list --help", "list", "--pages");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_arguments_it_is_the_viewer),
		cmocka_unit_test(a_word_that_is_no_subcommand_is_a_target),
		cmocka_unit_test(a_snapshot_takes_its_options_in_any_order),
		cmocka_unit_test(what_follows_run_belongs_to_the_command),
		cmocka_unit_test(a_demo_collects_settings),
		cmocka_unit_test(a_budget_is_in_percent),
		cmocka_unit_test(complaints_name_the_word_and_what_would_do),
		cmocka_unit_test(the_viewer_takes_several_processes),
		cmocka_unit_test(a_process_given_as_an_option_comes_first),
		cmocka_unit_test(complaints_repeat_no_hostile_byte),
		cmocka_unit_test(words_that_are_no_subcommand_are_names_of_processes),
		cmocka_unit_test(a_recording_takes_processes_and_a_file),
		cmocka_unit_test(help_is_never_refused),
		cmocka_unit_test(help_of_a_subcommand_has_its_options_alone),
		cmocka_unit_test(pages_may_be_of_one_region),
		cmocka_unit_test(an_address_is_of_pages_alone),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
