/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pinned memory: it is brought in at once and never taken away. */
#include <errno.h>
#include <sys/mman.h>

#include "demo/worker.h"

static const struct demo_expectation mapped[] = {
	{ .metric = "vsz", .value = DEMO_SIZE },
	{ .metric = "data.rss", .is_absolute = true, .value = "0", .tolerance = "0" },
	{ .metric = "locked", .is_absolute = true, .value = "0" },
	{ 0 },
};

static const struct demo_expectation locked[] = {
	{ .metric = "locked", .value = DEMO_SIZE },
	{ .metric = "data.locked", .is_absolute = true, .value = DEMO_SIZE, .tolerance = "0" },
	{ .metric = "rss_anon", .value = DEMO_SIZE },
	{ .metric = "data.rss", .is_absolute = true, .value = DEMO_SIZE, .tolerance = "0" },
	{ .metric = "minflt", .value = "size/page" },
	{ 0 },
};

static const struct demo_expectation refused[] = {
	{ .metric = "value:refused", .is_absolute = true, .value = "1" },
	{ .metric = "rss_anon", .value = "0" },
	{ .metric = "data.rss", .is_absolute = true, .value = DEMO_SIZE, .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation unlocked[] = {
	{ .metric = "locked", .value = "-" DEMO_SIZE },
	{ .metric = "data.locked", .is_absolute = true, .value = "0", .tolerance = "0" },
	{ .metric = "rss_anon", .value = "0" },
	{ .metric = "data.rss", .is_absolute = true, .value = DEMO_SIZE, .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation dropped[] = {
	{ .metric = "value:refused", .is_absolute = true, .value = "0" },
	{ .metric = "rss_anon", .value = "-" DEMO_SIZE },
	{ 0 },
};

static const struct demo_prediction what_locking_brings = {
	.question = N_("Nothing has been touched. The program locks all of it. How many pages come "
		       "in?"),
	.metric = "rss_anon",
	.choices = {
		{ N_("none: they come when they are touched"), "0" },
		{ N_("all of them"), "size" },
	},
};
static const struct demo_prediction what_unlocking_frees = {
	.question = N_("Now it is unlocked. By how much does RSS fall?"),
	.metric = "rss_anon",
	.choices = {
		{ N_("by all of it"), "-size" },
		{ N_("not at all"), "0" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("mmap"),
		.before = N_("The program maps memory and touches nothing."),
		.lesson = N_("A promise: no page is resident, none is locked."),
		.expectations = mapped },
	{ .title = N_("mlock"),
		.before = N_("The program locks the mapping."),
		.lesson =
			N_("Every page came in at once, each counted as a minor fault, though "
			   "nothing was touched: what is locked must be in memory. VmLck says how "
			   "much; the kernel will neither swap it out nor drop it. A user may "
			   "lock only so much (RLIMIT_MEMLOCK, often 8 MiB)."),
		.prediction = &what_locking_brings,
		.expectations = locked },
	{ .title = N_("Try to drop it"),
		.before = N_("The program asks the kernel to drop the pages (MADV_DONTNEED)."),
		.lesson = N_("Refused (EINVAL, refused is 1): locked means that the pages stay, "
			     "even against the wish of the program itself."),
		.expectations = refused },
	{ .title = N_("munlock"),
		.before = N_("The program unlocks the mapping."),
		.lesson = N_("VmLck fell, RSS did not: the pages may be taken away now, but nobody "
			     "has a reason to."),
		.prediction = &what_unlocking_frees,
		.expectations = unlocked },
	{ .title = N_("Drop it"),
		.before = N_("The same request as before."),
		.lesson = N_("Now it is granted: the pages are gone at once."),
		.expectations = dropped },
};

static void lock(struct worker *worker, const char *data, size_t size)
{
	if (mlock(data, size) < 0)
		worker_skip(worker, N_("this user may not lock so much (RLIMIT_MEMLOCK); choose a "
				       "smaller size"));
}

static void drop(struct worker *worker, char *data, size_t size)
{
	bool is_refused = madvise(data, size, MADV_DONTNEED) < 0 && errno == EINVAL;
	worker_value(worker, "refused", is_refused);
	worker_step(worker);
}

static void work(struct worker *worker)
{
	size_t size = worker_size(worker, worker_unit(worker, PAGES_SMALL));
	char *data = worker_map(worker, size, PAGES_SMALL);
	worker_mark(worker, "data", "process", data, size, N_("to be locked"));
	worker_step(worker);
	lock(worker, data, size);
	worker_step(worker);
	drop(worker, data, size);
	munlock(data, size);
	worker_step(worker);
	drop(worker, data, size);
}

const struct demo demo_mlock = {
	.id = "mlock",
	.title = N_("Pinned memory"),
	.group = "Paging",
	.summary = N_("mlock brings every page in at once and keeps it there"),
	.view = "pages",
	.minutes = 3,
	.cap = "size+4M",
	.parameters = {
		{ .name = "size", .value = "4M", .least = 64 << 10, .most = 256 << 20,
			.help = N_("how much memory is locked") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
