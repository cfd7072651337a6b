/* SPDX-License-Identifier: GPL-2.0-or-later */
/* strata leaks, of processes that live. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "target.h"

/* The keys of each suspect, in their order (design: a schema that only grows). */
static const char *const keys[] = { "\"start\"", "\"end\"", "\"kind\"", "\"module\"", "\"path\"",
	"\"verdict\"", "\"rate\"", "\"rate_error\"", "\"growth\"", "\"confidence\"", "\"limit\"",
	"\"limit_in\"", "\"evidence\"" };

static void hunt(struct ran *ran, const char *mode, const char *lasting)
{
	struct target target;
	target_start(&target, mode, NULL);
	run_program(ran, (const char *const[]){ strata_path(), "leaks", target.text, "--for",
				 lasting, "--format", "json", NULL });
	target_finish(&target);
	if (ran->status || *ran->errors)
		fail_msg("status %d: %s", ran->status, ran->errors);
}

static void a_process_that_sleeps_has_no_suspects(void **state)
{
	(void)state;
	struct ran ran;
	hunt(&ran, "sleep", "1s");
	assert_int_equal(strncmp(ran.output, "{\"schema\": 1,", 13), 0);
	assert_non_null(strstr(ran.output, "\"comm\": \"victim\""));
	assert_non_null(strstr(ran.output, "\"span\": "));
	assert_non_null(strstr(ran.output, "\"samples\": "));
	assert_non_null(strstr(ran.output, "\"suspects\": []"));
	ran_finish(&ran);
}

static void a_fast_leak_is_called_one_within_twenty_seconds(void **state)
{
	(void)state;
	struct ran ran;
	hunt(&ran, "leak", "19s");
	const char *at = strstr(ran.output, "\"suspects\": [");
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const char *found = at ? strstr(at, keys[i]) : NULL;
		if (!found)
			fail_msg("no %s in %s", keys[i], ran.output);
		at = found;
	}
	if (!strstr(ran.output, "\"kind\": \"arena\"") ||
		!strstr(ran.output, "\"verdict\": \"leak\""))
		fail_msg("%s", ran.output);
	ran_finish(&ran);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_process_that_sleeps_has_no_suspects),
		cmocka_unit_test(a_fast_leak_is_called_one_within_twenty_seconds),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
