/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "demo/runner_plan.h"

#define MIB ((uint64_t)1 << 20)

static const struct demo_step steps[] = {
	{ .title = "always" },
	{ .title = "child", .when = "who=child" },
	{ .title = "parent", .when = "who=parent" },
	{ .title = "big", .when = "size>50M" },
};
static const struct demo demo = {
	.id = "test",
	.cap = "2*size+24M",
	.reserve = "4*size",
	.parameters = {
		{ .name = "size", .value = "100M", .least = 8 << 20, .most = 1 << 30 },
		{ .name = "who", .value = "child", .choices = "child|parent|child-exits-first" },
	},
	.steps = steps,
	.step_count = 4,
};

/* What planning came to. */
struct result {
	struct plan plan;
	int status;
	char error[160];
};

static void plan(struct result *result, const char *setting, uint64_t memory)
{
	const char *const settings[] = { setting, NULL };
	result->error[0] = '\0';
	result->status = plan_init(
		&result->plan, &demo, settings, memory, result->error, sizeof result->error);
}

static const char *value(const struct result *result, const char *name)
{
	return scope_get(&result->plan.scope, name);
}

static void defaults_and_gates_are_in_the_scope(void **state)
{
	(void)state;
	struct result result;
	plan(&result, NULL, 1024 * MIB);
	assert_int_equal(result.status, 0);
	assert_string_equal(value(&result, "size"), "100M");
	assert_string_equal(value(&result, "who"), "child");
	assert_non_null(value(&result, "page"));
	assert_non_null(value(&result, "thp"));
	assert_non_null(value(&result, "libc"));
	assert_string_equal(result.plan.note, "");
	assert_int_equal(result.plan.cap, 224 * MIB);
	assert_int_equal(result.plan.data, 624 * MIB);
}

static void settings_replace_defaults(void **state)
{
	(void)state;
	struct result result;
	plan(&result, "size=64M", 1024 * MIB);
	assert_int_equal(result.status, 0);
	assert_string_equal(value(&result, "size"), "64M");
	assert_int_equal(result.plan.cap, 152 * MIB);
	plan(&result, "who=child-exits-first", 1024 * MIB);
	assert_int_equal(result.status, 0);
	assert_string_equal(value(&result, "who"), "child-exits-first");
}

static void bad_settings_are_refused_with_what_would_do(void **state)
{
	(void)state;
	static const struct {
		const char *setting, *hint;
	} bad[] = {
		{ "size", "from 8.0M to 1.0G" },
		{ "", "no such parameter" },
		{ "=1", "no such parameter" },
		{ "page=1", "no such parameter" },
		{ "siz=1M", "no such parameter" },
		{ "size=", "from 8.0M to 1.0G" },
		{ "size=1M", "from 8.0M to 1.0G" },
		{ "size=2G", "from 8.0M to 1.0G" },
		{ "size=-1", "from 8.0M to 1.0G" },
		{ "size=99999999999999999999", "from 8.0M to 1.0G" },
		{ "size=0000000000000000000000000000000000000064M", "too long" },
		{ "who=", "child|parent" },
		{ "who=chil", "child|parent" },
		{ "who=child|parent", "child|parent" },
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct result result;
		plan(&result, bad[i].setting, 1024 * MIB);
		assert_int_equal(result.status, -EINVAL);
		assert_non_null(strstr(result.error, bad[i].hint));
	}
}

static void a_hostile_setting_is_repeated_safely(void **state)
{
	(void)state;
	struct result result;
	plan(&result, "\033[2Jwho=x", 1024 * MIB);
	assert_int_equal(result.status, -EINVAL);
	assert_null(strchr(result.error, '\033'));
}

static void the_size_is_halved_until_it_fits(void **state)
{
	(void)state;
	struct result result;
	plan(&result, NULL, 224 * MIB);
	assert_string_equal(value(&result, "size"), "100M");
	plan(&result, NULL, 223 * MIB);
	assert_string_equal(value(&result, "size"), "50M");
	assert_non_null(strstr(result.plan.note, "size is 50M instead of 100M"));
	plan(&result, NULL, 60 * MIB);
	assert_string_equal(value(&result, "size"), "12800K");
	assert_int_equal(result.plan.cap, 49 * MIB);
}

static void a_demo_that_cannot_fit_is_skipped(void **state)
{
	(void)state;
	struct result result;
	plan(&result, NULL, 30 * MIB);
	assert_int_equal(result.status, -ENOTSUP);
	assert_non_null(strstr(result.error, "a quarter of what is available"));
}

static void only_the_steps_of_the_variant_are_there(void **state)
{
	(void)state;
	struct result result;
	plan(&result, "who=parent", 1024 * MIB);
	assert_int_equal(result.plan.demo.step_count, 3);
	assert_string_equal(result.plan.demo.steps[0].title, "always");
	assert_string_equal(result.plan.demo.steps[1].title, "parent");
	assert_string_equal(result.plan.demo.steps[2].title, "big");
	assert_int_equal(result.plan.original->step_count, 4);
}

static void steps_are_chosen_by_the_size_that_fits(void **state)
{
	(void)state;
	struct result result;
	plan(&result, NULL, 128 * MIB);
	assert_int_equal(result.plan.demo.step_count, 2);
}

static void what_the_machine_lacks_skips_the_demo(void **state)
{
	(void)state;
	struct demo needy = demo;
	struct plan plan;
	char error[160] = "";
	needy.needs = "libc=nonesuch";
	assert_int_equal(plan_init(&plan, &needy, NULL, 1024 * MIB, error, sizeof error), -ENOTSUP);
	assert_non_null(strstr(error, "libc=nonesuch"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_and_gates_are_in_the_scope),
		cmocka_unit_test(settings_replace_defaults),
		cmocka_unit_test(bad_settings_are_refused_with_what_would_do),
		cmocka_unit_test(a_hostile_setting_is_repeated_safely),
		cmocka_unit_test(the_size_is_halved_until_it_fits),
		cmocka_unit_test(a_demo_that_cannot_fit_is_skipped),
		cmocka_unit_test(only_the_steps_of_the_variant_are_there),
		cmocka_unit_test(steps_are_chosen_by_the_size_that_fits),
		cmocka_unit_test(what_the_machine_lacks_skips_the_demo),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
