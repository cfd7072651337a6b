/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The catalogue: what every demo must be, whichever are built in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "demo/demo.h"
#include "demo/figure.h"
#include "demo/formula.h"
#include "demo/playlist.h"
#include "strata/metric.h"
#include "strata/region.h"

static struct scope defaults_of(const struct demo *demo)
{
	struct scope scope = { 0 };
	for (size_t i = 0; i < DEMO_PARAMETERS && demo->parameters[i].name; i++)
		assert_int_equal(
			scope_add(&scope, demo->parameters[i].name, demo->parameters[i].value), 0);
	scope_add(&scope, "page", "4096");
	scope_add(&scope, "huge_page", "2M");
	scope_add(&scope, "msgmnb", "16384");
	scope_add(&scope, "mqueue", "10");
	return scope;
}

static bool is_formula(const char *formula, const struct scope *scope)
{
	int64_t value;
	return formula_value(formula, scope, &value) == 0;
}

static bool is_counter(const char *name)
{
	for (unsigned counter = 0; counter < COUNTERS; counter++)
		if (strcmp(counter_table[counter].name, name) == 0)
			return true;
	return false;
}

static bool is_metric(const char *name)
{
	const char *dot = strchr(name, '.');
	return metric_of(name) < METRICS ||
	       (dot && (is_counter(dot + 1) || strcmp(dot + 1, "size") == 0)) ||
	       figure_is_word(name) || strncmp(name, "value:", 6) == 0 ||
	       strcmp(name, "alive") == 0;
}

static void each_is_found_by_its_id(void **state)
{
	(void)state;
	assert_true(demo_count > 0);
	for (size_t i = 0; i < demo_count; i++)
		assert_ptr_equal(demo_find(demo_table[i]->id), demo_table[i]);
	assert_null(demo_find("nonesuch"));
	assert_null(demo_find(""));
}

static bool is_group(const char *name)
{
	for (size_t i = 0; i < DEMO_GROUPS; i++)
		if (strcmp(demo_groups[i], name) == 0)
			return true;
	return false;
}

static void each_says_what_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < demo_count; i++) {
		const struct demo *demo = demo_table[i];
		struct scope scope = defaults_of(demo);
		assert_true(demo->title && demo->group && demo->summary && demo->view);
		assert_true(is_group(demo->group));
		assert_non_null(demo->work);
		assert_true(is_formula(demo->cap, &scope));
	}
}

static void defaults_are_allowed_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < demo_count; i++) {
		const struct demo_parameter *parameter = demo_table[i]->parameters;
		for (; parameter < demo_table[i]->parameters + DEMO_PARAMETERS && parameter->name;
			parameter++) {
			uint64_t number = 0;
			assert_non_null(parameter->help);
			if (parameter->choices) {
				assert_ptr_equal(strstr(parameter->choices, parameter->value),
					parameter->choices);
				continue;
			}
			assert_int_equal(formula_number(parameter->value, &number), 0);
			assert_in_range(number, parameter->least, parameter->most);
		}
	}
}

static void steps_teach_in_full(void **state)
{
	(void)state;
	for (size_t i = 0; i < demo_count; i++)
		for (size_t j = 0; j < demo_table[i]->step_count; j++) {
			const struct demo_step *step = &demo_table[i]->steps[j];
			assert_true(step->title && step->before && step->lesson);
			assert_int_equal(!step->textbook, !step->measured);
		}
}

static bool is_word(const char *metric, const char *word)
{
	if (strcmp(metric, "state") == 0)
		return strlen(word) == 1 && strchr("RSDTtZX", word[0]);
	return region_kind_of(word) != REGION_UNKNOWN || strcmp(word, "unmapped") == 0 ||
	       strcmp(word, "none") == 0 || strncmp(word, "SEGV_", 5) == 0 ||
	       strncmp(word, "BUS_", 4) == 0 || strcmp(word, "SI_KERNEL") == 0 ||
	       (strlen(word) == 4 && strspn(word, "rwxps-") == 4);
}

/* A formula, or a word where the metric gives words. */
static bool is_value_of(const char *metric, const char *value, const struct scope *scope)
{
	return figure_is_word(metric) ? is_word(metric, value) : is_formula(value, scope);
}

static void assert_sound(const struct demo_expectation *expectation, const struct scope *scope)
{
	for (; expectation && expectation->metric; expectation++) {
		assert_true(is_metric(expectation->metric));
		assert_true(is_value_of(expectation->metric, expectation->value, scope));
		assert_true(!expectation->tolerance || is_formula(expectation->tolerance, scope));
	}
}

static void expectations_are_sound(void **state)
{
	(void)state;
	for (size_t i = 0; i < demo_count; i++) {
		struct scope scope = defaults_of(demo_table[i]);
		for (size_t j = 0; j < demo_table[i]->step_count; j++)
			assert_sound(demo_table[i]->steps[j].expectations, &scope);
	}
}

static void assert_askable(const struct demo_prediction *prediction, const struct scope *scope)
{
	assert_non_null(prediction->question);
	assert_true(is_metric(prediction->metric));
	assert_true(prediction->choices[0].text || !figure_is_word(prediction->metric));
	for (size_t i = 0; i < DEMO_CHOICES && prediction->choices[i].text; i++)
		assert_true(is_value_of(prediction->metric, prediction->choices[i].value, scope));
}

static void predictions_can_be_answered(void **state)
{
	(void)state;
	for (size_t i = 0; i < demo_count; i++) {
		struct scope scope = defaults_of(demo_table[i]);
		for (size_t j = 0; j < demo_table[i]->step_count; j++)
			if (demo_table[i]->steps[j].prediction)
				assert_askable(demo_table[i]->steps[j].prediction, &scope);
	}
}

static void playlists_name_demos(void **state)
{
	(void)state;
	assert_non_null(playlist_find("class"));
	assert_null(playlist_find("nonesuch"));
	assert_in_range(playlist_minutes(playlist_find("class")), 40, 50);
	for (size_t i = 0; i < playlist_count; i++) {
		const struct playlist *playlist = &playlist_table[i];
		assert_null(demo_find(playlist->id));
		assert_true(playlist->title && playlist->summary);
		assert_true(playlist_length(playlist) > 0);
		for (size_t j = 0; j < playlist_length(playlist); j++)
			assert_non_null(playlist_demo(playlist, j));
		assert_null(playlist_demo(playlist, playlist_length(playlist)));
	}
}

static void by_default_they_are_as_the_catalogue_says(void **state)
{
	(void)state;
	static const struct {
		const char *id;
		size_t steps;
		uint64_t cap;
	} catalogue[] = {
		{ "segments", 5, 32 },
		{ "exec", 4, 48 },
		{ "malloc-grow", 12, 64 },
		{ "heap-textbook", 6, 8 },
		{ "malloc-trim", 4, 32 },
		{ "leak", 8, 64 },
		{ "fragment", 5, 48 },
		{ "sbrk-pool", 9, 4 },
		{ "remap", 5, 96 },
		{ "demand", 6, 128 },
		{ "zero-page", 4, 128 },
		{ "sparse", 4, 16 },
		{ "file-fault", 6, 128 },
		{ "madvise", 7, 80 },
		{ "swap", 4, 80 },
		{ "thp", 8, 80 },
		{ "mlock", 5, 8 },
		{ "cow-fork", 9, 224 },
		{ "stack-grow", 6, 16 },
		{ "stack-overflow", 5, 16 },
		{ "threads", 5, 16 },
		{ "arenas", 4, 16 },
		{ "proc-thread", 6, 96 },
		{ "protect", 13, 8 },
		{ "race", 8, 8 },
		{ "states", 7, 4 },
		{ "shared-private", 6, 160 },
		{ "shm-kinds", 11, 80 },
		{ "file-map", 8, 64 },
	};
	for (size_t i = 0; i < sizeof catalogue / sizeof catalogue[0]; i++) {
		const struct demo *demo = demo_find(catalogue[i].id);
		assert_non_null(demo);
		size_t steps = 0;
		for (size_t j = 0; j < demo->step_count; j++)
			steps += demo_step_is_usual(demo, &demo->steps[j]);
		assert_int_equal(steps, catalogue[i].steps);
		assert_int_equal(demo_usual_cap(demo) >> 20, catalogue[i].cap);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_found_by_its_id),
		cmocka_unit_test(each_says_what_it_is),
		cmocka_unit_test(defaults_are_allowed_values),
		cmocka_unit_test(steps_teach_in_full),
		cmocka_unit_test(expectations_are_sound),
		cmocka_unit_test(predictions_can_be_answered),
		cmocka_unit_test(playlists_name_demos),
		cmocka_unit_test(by_default_they_are_as_the_catalogue_says),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
