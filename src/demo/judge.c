/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/judge.h"

#include <stdio.h>
#include <string.h>

#include "demo/formula.h"
#include "demo/runner_gates.h"

#define VALUE "value:"

/* A figure that was measured; bytes or a count. */
struct figure {
	int64_t value;
	bool is_known, is_bytes;
};

/* What an expectation looks at: a process (or all) and a figure of it. */
struct subject {
	const struct demo_run *run;
	const struct demo_expectation *expectation;
	size_t process; /* index; process_count for all, SIZE_MAX for one that is not there */
};

/* How far off each metric may be: what a sample always carries with it (a page of stack, code of libc
 * that is used for the first time). In pages, so that it holds for other page sizes. */
static const char *const tolerances[METRICS] = {
	[METRIC_VSZ] = "0",
	[METRIC_RSS] = "48*page",
	[METRIC_RSS_ANON] = "8*page",
	[METRIC_RSS_FILE] = "48*page",
	[METRIC_RSS_SHMEM] = "0",
	[METRIC_PSS] = "48*page",
	[METRIC_USS] = "48*page",
	[METRIC_SWAP] = "0",
	[METRIC_LOCKED] = "0",
	[METRIC_PAGE_TABLES] = "2*page",
	[METRIC_MINFLT] = "8",
	[METRIC_MAJFLT] = "0",
	[METRIC_REGIONS] = "1",
	[METRIC_PRIVATE_DIRTY] = "8*page",
	[METRIC_ANONYMOUS] = "8*page",
	[METRIC_HEAP] = "page",
	[METRIC_THREADS] = "0",
};

static struct figure known(int64_t value, bool is_bytes)
{
	return (struct figure){ .value = value, .is_known = true, .is_bytes = is_bytes };
}

static struct figure figure_of(uint64_t value, bool is_bytes)
{
	return value > INT64_MAX ? (struct figure){ .is_bytes = is_bytes }
				 : known((int64_t)value, is_bytes);
}

static bool is_value(const char *metric)
{
	return strncmp(metric, VALUE, strlen(VALUE)) == 0;
}

static struct figure reported(const struct demo_run *run, const char *name, bool is_now)
{
	for (size_t i = 0; i < run->shown_count; i++)
		if (strcmp(run->shown[i].name, name) == 0)
			return known(is_now ? run->shown[i].value : run->shown[i].before, false);
	return (struct figure){ 0 };
}

static const struct run_marker *marker_of(
	const struct demo_run *run, const char *key, size_t length)
{
	for (size_t i = 0; i < run->marker_count; i++)
		if (strlen(run->markers[i].key) == length &&
			memcmp(run->markers[i].key, key, length) == 0)
			return &run->markers[i];
	return NULL;
}

static enum counter counter_of(const char *name)
{
	unsigned counter = 0;
	while (counter < COUNTERS && strcmp(counter_table[counter].name, name) != 0)
		counter++;
	return (enum counter)counter;
}

/* "KEY.counter" */
static struct figure of_region(
	const struct demo_run *run, const char *metric, const struct snapshot *snapshot)
{
	size_t key_length = strcspn(metric, ".");
	const struct run_marker *marker = marker_of(run, metric, key_length);
	enum counter counter = counter_of(metric + key_length + 1);
	const struct region *region = marker ? region_find(snapshot->table->regions,
						       snapshot->table->count, marker->address)
					     : NULL;
	return counter == COUNTERS || !region ? (struct figure){ .is_bytes = true }
					      : figure_of(region->counters[counter], true);
}

static bool is_alive(const struct snapshot *snapshot)
{
	return snapshot && snapshot->life == LIFE_ALIVE;
}

static struct figure of_process(
	const struct demo_run *run, const char *metric, const struct snapshot *snapshot)
{
	if (strcmp(metric, "alive") == 0)
		return known(is_alive(snapshot), false);
	if (snapshot && strcmp(metric, "state") == 0)
		return known(snapshot->process.state, false);
	if (!snapshot || snapshot->life != LIFE_ALIVE)
		return (struct figure){ 0 };
	if (strchr(metric, '.'))
		return of_region(run, metric, snapshot);
	enum metric which = metric_of(metric);
	return which == METRICS ? (struct figure){ 0 }
				: figure_of(snapshot->metrics[which], metric_table[which].is_bytes);
}

/* Over all processes that were alive. */
static struct figure of_all(const struct demo_run *run, const char *metric,
	const struct snapshot *const snapshots[DEMO_ROLES])
{
	struct figure sum = known(0, false);
	for (size_t i = 0; i < run->process_count; i++) {
		if (!is_alive(snapshots[i]))
			continue;
		struct figure figure = of_process(run, metric, snapshots[i]);
		sum.is_known = sum.is_known && figure.is_known;
		sum.is_bytes = figure.is_bytes;
		sum.value += figure.value;
	}
	return sum;
}

static struct figure look(const struct subject *subject,
	const struct snapshot *const snapshots[DEMO_ROLES], bool is_now)
{
	const char *metric = subject->expectation->metric;
	if (is_value(metric))
		return reported(subject->run, metric + strlen(VALUE), is_now);
	if (subject->process == subject->run->process_count)
		return of_all(subject->run, metric, snapshots);
	return subject->process == SIZE_MAX
		       ? (struct figure){ 0 }
		       : of_process(subject->run, metric, snapshots[subject->process]);
}

static struct figure seen_figure(const struct subject *subject, const struct judge_samples *samples)
{
	struct figure now = look(subject, samples->after, true);
	if (subject->expectation->is_absolute)
		return now;
	struct figure before = look(subject, samples->before, false);
	now.is_known = now.is_known && before.is_known;
	now.value -= before.value;
	return now;
}

static size_t process_of(const struct demo_run *run, const char *role)
{
	if (!role)
		return 0;
	if (strcmp(role, "sum") == 0)
		return run->process_count;
	for (size_t i = 0; i < run->process_count; i++)
		if (strcmp(run->processes[i].role, role) == 0)
			return i;
	return SIZE_MAX;
}

static const char *usual_tolerance(const char *name)
{
	enum metric metric = metric_of(name);
	if (metric < METRICS)
		return tolerances[metric] ? tolerances[metric] : "0";
	return strchr(name, '.') ? "page" : "0";
}

/* "child minflt", "data Private_Dirty", "fork_us". */
static void name_verdict(struct run_verdict *verdict, const struct demo_run *run)
{
	const struct demo_expectation *expectation = verdict->expectation;
	const char *name = expectation->metric, *dot = strchr(name, '.');
	const char *role = expectation->role ? expectation->role : run->processes[0].role;
	char title[32];
	if (is_value(name))
		snprintf(title, sizeof title, "%s", name + strlen(VALUE));
	else if (dot && counter_of(dot + 1) < COUNTERS)
		snprintf(title, sizeof title, "%.*s %s", (int)(dot - name), name,
			counter_table[counter_of(dot + 1)].key);
	else
		snprintf(title, sizeof title, "%s",
			metric_of(name) < METRICS ? metric_table[metric_of(name)].title : name);
	bool is_alone = run->process_count == 1 || is_value(name);
	snprintf(verdict->label, sizeof verdict->label, "%s%s%s", is_alone ? "" : role,
		is_alone ? "" : " ", title);
}

static struct run_verdict judge(const struct demo_run *run, const struct scope *scope,
	const struct demo_expectation *expectation, const struct judge_samples *samples)
{
	struct subject subject = { run, expectation, process_of(run, expectation->role) };
	struct figure seen = seen_figure(&subject, samples);
	struct run_verdict verdict = {
		.expectation = expectation,
		.step = run->step,
		.seen = seen.value,
		.is_known = seen.is_known,
		.is_bytes = seen.is_bytes,
		.is_change = !expectation->is_absolute,
	};
	const char *tolerance = expectation->tolerance ? expectation->tolerance
						       : usual_tolerance(expectation->metric);
	bool is_sound = formula_value(expectation->value, scope, &verdict.expected) == 0 &&
			formula_value(tolerance, scope, &verdict.tolerance) == 0;
	int64_t off = verdict.seen - verdict.expected;
	verdict.holds = is_sound && verdict.is_known && off <= verdict.tolerance &&
			-off <= verdict.tolerance;
	if (!is_sound)
		verdict.cause = "the expectation itself is wrong";
	else if (!verdict.is_known)
		verdict.cause = "it could not be read";
	else if (!verdict.holds)
		verdict.cause = expectation->cause ? expectation->cause : gates_cause(scope, run);
	name_verdict(&verdict, run);
	return verdict;
}

void judge_step(
	struct demo_run *run, const struct scope *scope, const struct judge_samples *samples)
{
	const struct demo_expectation *expectation = run->demo->steps[run->step].expectations;
	run->verdict_count = 0;
	for (; expectation && expectation->metric && run->verdict_count < RUN_VERDICTS;
		expectation++) {
		if (!condition_holds(expectation->when, scope))
			continue;
		struct run_verdict verdict = judge(run, scope, expectation, samples);
		run->verdicts[run->verdict_count++] = verdict;
		*(verdict.holds ? &run->passed : &run->failed) += 1;
	}
}

static void take_process(struct run_process *process, const struct snapshot *snapshot)
{
	bool is_first = process->first[METRIC_VSZ] == UNKNOWN;
	process->is_gone = !is_alive(snapshot);
	for (unsigned metric = 0; metric < METRICS; metric++) {
		process->before[metric] = process->after[metric];
		process->after[metric] = process->is_gone ? UNKNOWN : snapshot->metrics[metric];
		if (is_first)
			process->first[metric] = process->after[metric];
	}
}

void judge_take(struct demo_run *run, const struct judge_samples *samples)
{
	for (size_t i = 0; i < run->process_count; i++)
		take_process(&run->processes[i], samples->after[i]);
}
