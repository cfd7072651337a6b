/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A lesson in its fourth step: two processes, four expectations, one of which does not hold. */
#include "lesson.h"

#define MIB (UINT64_C(1) << 20)
#define PAGES 6400 /* a quarter of 100 MiB */

static const struct demo_expectation expectations[] = {
	{ .role = "child", .metric = "minflt", .value = "size/4/page" },
	{ .metric = NULL },
};

static const struct demo_step steps[] = {
	{ .title = "The parent maps memory", .before = "The parent maps 100 MiB." },
	{ .title = "The parent writes it", .before = "Every page is written once." },
	{ .title = "The parent forks", .before = "A child appears." },
	{
		.title = "The child writes a quarter",
		.before = "The child writes one byte in every page of the first quarter.",
		.lesson =
			"Each first write faults and copies one page. RSS never moved: it counted "
			"the shared pages fully in both processes.",
		.textbook = "the parent still shares",
		.measured = "it is the sole owner",
		.expectations = expectations,
	},
	{ .title = "The child exits", .before = "The child goes away." },
};

static const struct demo lesson = {
	.id = "lesson",
	.title = "Copy-on-write after fork",
	.group = "Sharing",
	.summary = "What fork() copies, and when.",
	.view = "map",
	.role = "parent",
	.cap = "2*size",
	.parameters = {
		{ .name = "size", .value = "100M", .help = "how much to share", .least = 1 << 20,
			.most = 1 << 30 },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof *steps,
};

void lesson_process(struct run_process *process, const char *role, pid_t pid,
	const uint64_t before[4], const uint64_t after[4])
{
	static const enum metric shown[4] = { METRIC_RSS, METRIC_PSS, METRIC_USS, METRIC_MINFLT };
	*process = (struct run_process){ .pid = pid };
	snprintf(process->role, sizeof process->role, "%s", role);
	for (size_t i = 0; i < METRICS; i++)
		process->before[i] = process->after[i] = process->first[i] = UNKNOWN;
	for (size_t i = 0; i < 4; i++) {
		process->first[shown[i]] = process->before[shown[i]] = before[i];
		process->after[shown[i]] = after[i];
	}
}

static struct run_verdict verdict(const char *label, bool is_bytes, int64_t expected, int64_t seen)
{
	struct run_verdict verdict = { .expectation = expectations,
		.step = 3,
		.expected = expected,
		.seen = seen,
		.is_known = true,
		.holds = expected == seen,
		.is_bytes = is_bytes,
		.is_change = true,
		.cause = expected == seen ? NULL : "huge pages are on: one fault maps 512 pages" };
	snprintf(verdict.label, sizeof verdict.label, "%s", label);
	return verdict;
}

void lesson_run(struct demo_run *run)
{
	*run = (struct demo_run){
		.demo = &lesson,
		.state = RUN_JUDGED,
		.step = 3,
		.values = { "100M" },
		.process_count = 2,
		.verdicts = {
			verdict("child minflt", false, PAGES, PAGES),
			verdict("child USS", true, 25 * MIB, 25 * MIB),
			verdict("parent USS", true, 25 * MIB, 25 * MIB),
			verdict("parent minflt", false, 0, 12),
		},
		.verdict_count = 4,
		.passed = 9,
		.failed = 1,
		.speed = 1,
		.markers = { { .key = "data", .role = "parent", .label = "the data",
			.address = 0x7f1c87400000, .length = 100 * MIB } },
		.marker_count = 1,
	};
	lesson_process(&run->processes[0], "parent", 4121,
		(uint64_t[]){ 102 * MIB, 51 * MIB, 1 * MIB, 25612 },
		(uint64_t[]){ 102 * MIB, 64 * MIB, 26 * MIB, 25624 });
	lesson_process(&run->processes[1], "child", 4122,
		(uint64_t[]){ 102 * MIB, 51 * MIB, 1 * MIB, 40 },
		(uint64_t[]){ 102 * MIB, 64 * MIB, 26 * MIB, 40 + PAGES });
}
