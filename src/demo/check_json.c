/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/check.h"

#include <errno.h>
#include <json.h>
#include <stdio.h>

#define LAYOUT (JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE)

/* The whole, and the demo that is being run. */
struct paper {
	struct json_object *root, *demos, *demo, *expectations;
};

static void add(struct json_object *object, const char *key, struct json_object *value)
{
	json_object_object_add_ex(
		object, key, value, JSON_C_OBJECT_ADD_KEY_IS_NEW | JSON_C_OBJECT_KEY_IS_CONSTANT);
}

/* Nothing is null. */
static void add_text(struct json_object *object, const char *key, const char *text)
{
	add(object, key, text && *text ? json_object_new_string(text) : NULL);
}

static void add_number(struct json_object *object, const char *key, int64_t number)
{
	add(object, key, json_object_new_int64(number));
}

static void add_boolean(struct json_object *object, const char *key, bool boolean)
{
	add(object, key, json_object_new_boolean(boolean));
}

static void add_figure(struct json_object *object, const char *key,
	const struct run_verdict *verdict, const char *word, int64_t number)
{
	add(object, key,
		verdict->is_word ? json_object_new_string(word) : json_object_new_int64(number));
}

static struct json_object *verdict_object(
	const struct demo_run *run, const struct run_verdict *verdict)
{
	const struct demo_expectation *expectation = verdict->expectation;
	struct json_object *object = json_object_new_object();
	add_number(object, "step", (int64_t)verdict->step + 1);
	add_text(object, "role", expectation->role ? expectation->role : run->processes[0].role);
	add_text(object, "metric", expectation->metric);
	add_text(object, "unit", verdict->is_word ? "word" : verdict->is_bytes ? "bytes" : "count");
	add_boolean(object, "change", verdict->is_change);
	if (verdict->is_known)
		add_figure(object, "seen", verdict, verdict->seen_word, verdict->seen);
	else
		add(object, "seen", NULL);
	add_figure(object, "expected", verdict, verdict->expected_word, verdict->expected);
	add_number(object, "tolerance", verdict->tolerance);
	add_boolean(object, "holds", verdict->holds);
	add_text(object, "cause", verdict->cause);
	return object;
}

static int open(void **ret_state)
{
	struct paper *paper = calloc(1, sizeof *paper);
	if (!paper)
		return -ENOMEM;
	paper->root = json_object_new_object();
	paper->demos = json_object_new_array();
	add_number(paper->root, "schema", 1);
	add(paper->root, "demos", paper->demos);
	*ret_state = paper;
	return 0;
}

static void begin(void *state, const struct demo_run *run)
{
	struct paper *paper = state;
	paper->demo = json_object_new_object();
	paper->expectations = json_object_new_array();
	add_text(paper->demo, "demo", run->demo->id);
	add_text(paper->demo, "note", run->note);
	json_object_array_add(paper->demos, paper->demo);
}

static void judged(void *state, const struct demo_run *run)
{
	struct paper *paper = state;
	for (size_t i = 0; i < run->verdict_count; i++)
		json_object_array_add(paper->expectations, verdict_object(run, &run->verdicts[i]));
}

static void end(void *state, const struct demo_run *run)
{
	struct paper *paper = state;
	bool is_passed = run->state == RUN_DONE && !run->failed && run->passed;
	add_text(paper->demo, "result",
		run->state == RUN_SKIPPED ? "skipped"
		: is_passed               ? "passed"
					  : "failed");
	add_text(paper->demo, "reason", run->reason);
	add_number(paper->demo, "passed", (int64_t)run->passed);
	add_number(paper->demo, "failed", (int64_t)run->failed);
	add(paper->demo, "expectations", paper->expectations);
}

static void close(void *state, const struct check_totals *totals)
{
	struct paper *paper = state;
	if (totals) {
		add_number(paper->root, "demos_failed", (int64_t)totals->demos_failed);
		add_number(paper->root, "demos_skipped", (int64_t)totals->demos_skipped);
		add_number(paper->root, "passed", (int64_t)totals->passed);
		add_number(paper->root, "failed", (int64_t)totals->failed);
		puts(json_object_to_json_string_ext(paper->root, LAYOUT));
	}
	json_object_put(paper->root);
	free(paper);
}

const struct check_format check_json = {
	.open = open,
	.begin = begin,
	.judged = judged,
	.end = end,
	.close = close,
};
