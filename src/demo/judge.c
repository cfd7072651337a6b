/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/judge.h"

#include <stdio.h>
#include <string.h>

#include "demo/formula.h"
#include "demo/runner_gates.h"
#include "strata/translate.h"

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

static const char *usual_tolerance(const char *name)
{
	enum metric metric = metric_of(name);
	if (metric < METRICS)
		return tolerances[metric] ? tolerances[metric] : "0";
	return strchr(name, '.') ? "page" : "0";
}

static bool agrees_in_words(struct run_verdict *verdict, const struct figure *seen)
{
	snprintf(verdict->seen_word, sizeof verdict->seen_word, "%s", seen->word);
	snprintf(verdict->expected_word, sizeof verdict->expected_word, "%s",
		verdict->expectation->value);
	return strcmp(verdict->seen_word, verdict->expected_word) == 0;
}

static bool is_within(const struct run_verdict *verdict)
{
	int64_t off = verdict->seen - verdict->expected;
	return off <= verdict->tolerance && -off <= verdict->tolerance;
}

static bool work_out(struct run_verdict *verdict, const struct scope *scope)
{
	const struct demo_expectation *expectation = verdict->expectation;
	const char *tolerance = expectation->tolerance ? expectation->tolerance
						       : usual_tolerance(expectation->metric);
	return verdict->is_word ||
	       (formula_value(expectation->value, scope, &verdict->expected) == 0 &&
		       formula_value(tolerance, scope, &verdict->tolerance) == 0);
}

static struct run_verdict judge(const struct demo_run *run, const struct scope *scope,
	const struct demo_expectation *expectation, const struct judge_samples *samples)
{
	struct figure seen = figure_measure(
		run, expectation->role, expectation->metric, expectation->is_absolute, samples);
	struct run_verdict verdict = {
		.expectation = expectation,
		.step = run->step,
		.seen = seen.value,
		.is_known = seen.is_known,
		.is_bytes = seen.is_bytes,
		.is_word = seen.is_word,
		.is_change = !expectation->is_absolute && !seen.is_word,
	};
	bool is_sound = work_out(&verdict, scope);
	bool agrees = verdict.is_word ? agrees_in_words(&verdict, &seen) : is_within(&verdict);
	verdict.holds = is_sound && verdict.is_known && agrees;
	if (!is_sound)
		verdict.cause = _("the expectation itself is wrong");
	else if (!verdict.is_known)
		verdict.cause = _("it could not be read");
	else if (!verdict.holds)
		verdict.cause = expectation->cause ? translate(expectation->cause)
						   : gates_cause(scope, run);
	figure_label(
		run, expectation->role, expectation->metric, verdict.label, sizeof verdict.label);
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
	process->is_gone = !snapshot || snapshot->life != LIFE_ALIVE;
	for (unsigned metric = 0; metric < METRICS; metric++) {
		process->before[metric] = process->after[metric];
		process->after[metric] = process->is_gone ? UNKNOWN : snapshot->metrics[metric];
		if (is_first)
			process->first[metric] = process->after[metric];
	}
}

static const struct region *next_above(const struct region_table *table, uint64_t address)
{
	size_t i = 0;
	while (i < table->count && table->regions[i].start <= address)
		i++;
	return i < table->count ? &table->regions[i] : NULL;
}

/* Notes what is where the access was aimed; a mapping, or the way to the next one. */
static void place_fault(struct run_fault *fault, const struct region_table *table)
{
	const struct region *region = region_find(table->regions, table->count, fault->aim);
	fault->is_placed = true;
	fault->is_mapped = region;
	if (!region)
		region = next_above(table, fault->aim);
	fault->distance = !region || fault->is_mapped ? UNKNOWN : region->start - fault->aim;
	if (!region)
		return;
	const struct region_part *part = region_part_at(region, fault->aim);
	fault->kind = part ? part->kind : region->kind;
	fault->permissions = region->permissions;
}

static void place_faults(struct demo_run *run, const struct judge_samples *samples)
{
	for (size_t i = 0; i < run->fault_count; i++) {
		struct run_fault *fault = &run->faults[i];
		size_t process = figure_process(run, fault->role);
		const struct snapshot *snapshot =
			process < run->process_count ? samples->after[process] : NULL;
		if (!fault->is_placed && snapshot && snapshot->life == LIFE_ALIVE)
			place_fault(fault, snapshot->table);
	}
}

void judge_take(struct demo_run *run, const struct judge_samples *samples)
{
	for (size_t i = 0; i < run->process_count; i++)
		take_process(&run->processes[i], samples->after[i]);
	place_faults(run, samples);
}
