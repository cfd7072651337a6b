/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lecture.h"

#include <stdlib.h>
#include <string.h>

#include "asking.h"
#include "demo/figure.h"
#include "demo/formula.h"
#include "lesson.h"

#define MIB (UINT64_C(1) << 20)

/* The demo as it would run on one machine, always the same. */
struct lecture {
	struct demo demo;
	struct demo_step steps[DEMO_STEPS];
	struct scope scope;
};

static void set_scope(struct scope *scope, const struct demo *demo, struct demo_run *run)
{
	static const char *const machine[][2] = {
		{ "page", "4096" },
		{ "huge_page", "2097152" },
		{ "thp", "madvise" },
		{ "libc", "glibc" },
		{ "libc_minor", "36" },
		{ "fs", "disk" },
		{ "swap", "0" },
		{ "arch", "x86_64" },
	};
	for (size_t i = 0; i < DEMO_PARAMETERS && demo->parameters[i].name; i++) {
		run->values[i] = demo->parameters[i].value;
		scope_add(scope, demo->parameters[i].name, demo->parameters[i].value);
	}
	for (size_t i = 0; i < sizeof machine / sizeof *machine; i++)
		scope_add(scope, machine[i][0], machine[i][1]);
}

static void choose_steps(struct lecture *lecture, const struct demo *demo)
{
	lecture->demo = *demo;
	lecture->demo.steps = lecture->steps;
	lecture->demo.step_count = 0;
	for (size_t i = 0; i < demo->step_count; i++)
		if (condition_holds(demo->steps[i].when, &lecture->scope))
			lecture->steps[lecture->demo.step_count++] = demo->steps[i];
}

static void add_process(struct demo_run *run, const char *role)
{
	if (strcmp(role, "sum") == 0 || figure_process(run, role) != SIZE_MAX)
		return;
	size_t at = run->process_count++;
	lesson_process(&run->processes[at], role, 4121 + (pid_t)at,
		(uint64_t[]){ 102 * MIB, 51 * MIB, 1 * MIB, 40 },
		(uint64_t[]){ 102 * MIB, 64 * MIB, 26 * MIB, 6440 });
}

/* Whoever was spoken of up to this step is there. */
static void add_processes(struct demo_run *run, const struct scope *scope)
{
	add_process(run, run->demo->role ? run->demo->role : "process");
	for (size_t i = 0; i <= run->step; i++) {
		const struct demo_expectation *expected = run->demo->steps[i].expectations;
		for (; expected && expected->metric; expected++)
			if (expected->role && condition_holds(expected->when, scope))
				add_process(run, expected->role);
	}
}

static void add_value(struct demo_run *run, const struct run_verdict *verdict)
{
	static const char prefix[] = "value:";
	const char *name = verdict->expectation->metric;
	if (strncmp(name, prefix, sizeof prefix - 1) != 0 || run->shown_count == RUN_VALUES)
		return;
	struct run_value *value = &run->shown[run->shown_count++];
	value->value = verdict->seen;
	snprintf(value->name, sizeof value->name, "%s", name + sizeof prefix - 1);
}

static void add_verdict(
	struct demo_run *run, const struct scope *scope, const struct demo_expectation *expected)
{
	struct run_verdict *verdict = &run->verdicts[run->verdict_count++];
	enum metric metric = metric_of(expected->metric);
	*verdict = (struct run_verdict){ .expectation = expected,
		.step = run->step,
		.is_known = true,
		.holds = true,
		.is_word = figure_is_word(expected->metric),
		.is_bytes = metric < METRICS ? metric_table[metric].is_bytes
					     : strchr(expected->metric, '.') != NULL,
		.is_change = !expected->is_absolute };
	figure_label(run, expected->role, expected->metric, verdict->label, sizeof verdict->label);
	if (verdict->is_word) {
		snprintf(verdict->expected_word, RUN_WORD, "%s", expected->value);
		memcpy(verdict->seen_word, verdict->expected_word, RUN_WORD);
	} else {
		verdict->is_known = formula_value(expected->value, scope, &verdict->expected) == 0;
		verdict->seen = verdict->expected;
		if (expected->tolerance)
			formula_value(expected->tolerance, scope, &verdict->tolerance);
	}
	add_value(run, verdict);
	run->passed++;
}

static bool run_step(struct demo_run *run, const char *id, size_t number)
{
	static struct lecture lecture;
	const struct demo *demo = demo_find(id);
	*run = (struct demo_run){ .demo = &lecture.demo, .state = RUN_JUDGED, .speed = 1 };
	if (!demo)
		return false;
	lecture = (struct lecture){ 0 };
	set_scope(&lecture.scope, demo, run);
	choose_steps(&lecture, demo);
	run->step = number - 1;
	if (run->step >= lecture.demo.step_count)
		return false;
	add_processes(run, &lecture.scope);
	const struct demo_expectation *expected = lecture.steps[run->step].expectations;
	for (; expected && expected->metric && run->verdict_count < RUN_VERDICTS; expected++)
		if (condition_holds(expected->when, &lecture.scope))
			add_verdict(run, &lecture.scope, expected);
	return true;
}

/* Which step of which demo: as the story says, or as the question of the quiz it names does. */
static bool choose(struct quiz_sheet *quiz, const struct story *story, char id[32], size_t *step)
{
	char number[8];
	const char *at = NULL, *question = story_text(story, SETTING_QUIZ);
	if (*question)
		return asking_quiz(quiz, question, id, step);
	if (!story_word(story, SETTING_DEMO, &at, id, 32) ||
		!story_word(story, SETTING_DEMO, &at, number, sizeof number))
		return false;
	*step = strtoul(number, NULL, 10);
	return true;
}

bool lecture_read(struct demo_run *run, struct quiz_sheet *quiz, const struct story *story)
{
	char id[32];
	size_t step;
	const char *demo = story_text(story, SETTING_DEMO);
	lesson_run(run);
	if (!*demo && !*story_text(story, SETTING_QUIZ))
		return true;
	if (choose(quiz, story, id, &step) && run_step(run, id, step) &&
		asking_pose(run, quiz, story_text(story, SETTING_ASKED)))
		return true;
	fprintf(stderr, "no such step or question: %s\n", demo);
	return false;
}
