/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A value in shared memory, one in private memory and a global: who sees what the child writes? */
#include <stdint.h>
#include <sys/mman.h>

#include "demo/worker.h"

#define FEW "24*page" /* page tables of what every process has */

static const struct demo_expectation touched[] = {
	{ .role = "parent", .metric = "vsz", .value = "2*" DEMO_SIZE },
	{ .role = "parent", .metric = "rss_anon", .value = DEMO_SIZE },
	{ .role = "parent", .metric = "rss_shmem", .value = DEMO_SIZE },
	{ .role = "parent", .metric = "shared.kind", .is_absolute = true, .value = "shm" },
	{ .role = "parent", .metric = "shared.permissions", .is_absolute = true, .value = "rw-s" },
	{ .role = "parent", .metric = "private.permissions", .is_absolute = true, .value = "rw-p" },
	{ .metric = "value:shared", .is_absolute = true, .value = "1000" },
	{ .metric = "value:private", .is_absolute = true, .value = "1000" },
	{ .metric = "value:global", .is_absolute = true, .value = "1000" },
	{ 0 },
};

static const struct demo_expectation forked[] = {
	{ .role = "parent",
		.metric = "private.shared_dirty",
		.is_absolute = true,
		.value = DEMO_SIZE },
	{ .role = "parent",
		.metric = "shared.private_dirty",
		.is_absolute = true,
		.value = DEMO_SIZE },
	{ .role = "parent", .metric = "private.pss", .value = "-" DEMO_SIZE "/2" },
	{ .role = "child",
		.metric = "child_private.shared_dirty",
		.is_absolute = true,
		.value = DEMO_SIZE },
	{ .role = "child", .metric = "rss_shmem", .is_absolute = true, .value = "0" },
	{ .role = "child",
		.metric = "page_tables",
		.is_absolute = true,
		.value = DEMO_TABLES("size"),
		.tolerance = FEW },
	{ 0 },
};

static const struct demo_expectation changed[] = {
	{ .metric = "value:child_private", .is_absolute = true, .value = "2000" },
	{ .metric = "value:child_global", .is_absolute = true, .value = "2000" },
	{ .metric = "value:shared", .is_absolute = true, .value = "2000" },
	{ .metric = "value:private", .is_absolute = true, .value = "1000" },
	{ .metric = "value:global", .is_absolute = true, .value = "1000" },
	{ .role = "child", .metric = "rss_shmem", .value = "page" },
	{ .role = "child", .metric = "child_private.private_dirty", .value = "page" },
	{ .role = "child", .metric = "minflt", .value = "3" },
	{ 0 },
};

static const struct demo_expectation all_seen[] = {
	{ .role = "child", .metric = "rss_shmem", .is_absolute = true, .value = DEMO_SIZE },
	{ .role = "child", .metric = "minflt", .value = "size/page-1" },
	{ .role = "child", .metric = "page_tables", .value = DEMO_TABLES("size") },
	{ .role = "parent", .metric = "rss_shmem", .value = "0" },
	{ .role = "parent",
		.metric = "shared.shared_dirty",
		.is_absolute = true,
		.value = DEMO_SIZE },
	{ .role = "parent", .metric = "shared.pss", .is_absolute = true, .value = DEMO_SIZE "/2" },
	{ .role = "parent", .metric = "minflt", .value = "0" },
	{ 0 },
};

static const struct demo_expectation alone[] = {
	{ .role = "child", .metric = "alive", .is_absolute = true, .value = "0" },
	{ .role = "parent", .metric = "shared.pss", .value = DEMO_SIZE "/2" },
	{ .role = "parent",
		.metric = "shared.private_dirty",
		.is_absolute = true,
		.value = DEMO_SIZE },
	{ .metric = "value:shared", .is_absolute = true, .value = "2000" },
	{ 0 },
};

static const struct demo_expectation unmapped[] = {
	{ .role = "parent", .metric = "vsz", .value = "-" DEMO_SIZE },
	{ .role = "parent", .metric = "rss_shmem", .value = "-" DEMO_SIZE },
	{ .role = "parent", .metric = "rss_anon", .value = "0" },
	{ 0 },
};

static const struct demo_prediction what_a_fork_maps = {
	.question = N_("All of the parent's shared memory is in RAM. What is the child's RssShmem right "
		       "after fork?"),
	.role = "child",
	.metric = "rss_shmem",
	.is_absolute = true,
	.choices = {
		{ N_("as much"), "size" },
		{ N_("half"), "size/2" },
		{ N_("0"), "0" },
	},
};
static const struct demo_prediction what_the_parent_reads = {
	.question = N_("The child sets all three values to 2000. What does the parent read in its "
		       "private memory?"),
	.metric = "value:private",
	.is_absolute = true,
	.choices = {
		{ N_("1000, as before"), "1000" },
		{ N_("2000, like the child"), "2000" },
	},
};
static const struct demo_prediction what_sharing_costs = {
	.question = N_("The child writes all of the shared memory. How many faults does it take, "
		       "though every page is in RAM already?"),
	.role = "child",
	.metric = "minflt",
	.choices = {
		{ N_("none"), "0" },
		{ N_("one for each page"), "size/page" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("1000, three times"),
		.before =
			N_("The parent maps 64 MiB of shared and 64 MiB of private memory, writes "
			   "all of it, and puts 1000 into one, into the other, and into a "
			   "global variable."),
		.lesson = N_("The shared memory is a file without a name, kept in RAM (tmpfs): "
			     "\"/dev/zero (deleted)\", with the permissions rw-s. It counts under "
			     "RssShmem, the private half under RssAnon."),
		.view = "map",
		.expectations = touched },
	{ .title = N_("fork"),
		.before = N_("The parent forks. Nobody writes."),
		.lesson = N_("The private half is shared until somebody writes, as after every "
			     "fork. Of the shared half the child has no page yet: fork does not "
			     "copy the page tables of shared mappings, for the pages can be found "
			     "again in the file. The child's page tables are half as large."),
		.textbook = N_("fork copies the page tables of the parent"),
		.measured = N_("those of shared mappings are left out: RssShmem of the child is 0"),
		.prediction = &what_a_fork_maps,
		.expectations = forked },
	{ .title = N_("The child writes 2000"),
		.before = N_("The child sets all three values to 2000 and reads them; then the "
			     "parent reads them."),
		.lesson = N_("The child reads 2000 everywhere. The parent reads 2000 in the shared "
			     "memory and 1000 in the other two: there the child's first write "
			     "made a copy for the child alone. Only three pages took a fault."),
		.look = "shared",
		.prediction = &what_the_parent_reads,
		.expectations = changed },
	{ .title = N_("The child writes all of the shared memory"),
		.before = N_("The child writes one byte into every page of the shared half."),
		.lesson = N_("A fault for every page, and no copy: each only enters a page that is "
			     "there. The pages count in the RSS of both, and half in the PSS of "
			     "each. What sharing does cost is the page tables of each process."),
		.textbook = N_("the kernel is needed only when shared memory is set up"),
		.measured = N_("16,383 faults in the second process"),
		.look = "shared",
		.prediction = &what_sharing_costs,
		.expectations = all_seen },
	{ .title = N_("The child exits"),
		.before = N_("The child ends."),
		.lesson = N_("What it wrote stays: the shared memory is the same memory, and the "
			     "parent has it alone now."),
		.look = "shared",
		.expectations = alone },
	{ .title = N_("The parent unmaps it"),
		.before = N_("The parent unmaps the shared half."),
		.lesson = N_("It was the last mapping of a file without a name: the memory is "
			     "free."),
		.view = "map",
		.look = "private",
		.expectations = unmapped },
};

/* Behind the byte that is written into every page. */
struct values {
	char touched[64];
	volatile int64_t number;
	volatile int64_t child_private, child_global; /* what the child reads */
};

struct memory {
	struct values *shared, *private;
	size_t size;
};

static volatile int64_t global = 1000;

enum order {
	ORDER_CHANGE = 1,
	ORDER_WRITE
};

static void report(struct worker *worker, const struct memory *memory)
{
	worker_value(worker, "shared", memory->shared->number);
	worker_value(worker, "private", memory->private->number);
	worker_value(worker, "global", global);
}

static void set_up(struct worker *worker, struct memory *memory)
{
	memory->size = worker_size(worker, worker_unit(worker, PAGES_SMALL));
	memory->private = (struct values *)worker_map(worker, memory->size, PAGES_SMALL);
	memory->shared = worker_share(worker, memory->size);
	worker_touch(worker, (char *)memory->private, memory->size);
	worker_touch(worker, (char *)memory->shared, memory->size);
	memory->shared->number = memory->private->number = 1000;
	worker_mark(worker, "global", "parent", (const void *)(uintptr_t)&global, sizeof global,
		N_("the global variable"));
	worker_mark(worker, "private", "parent", memory->private, memory->size,
		N_("the private memory"));
	worker_mark(
		worker, "shared", "parent", memory->shared, memory->size, N_("the shared memory"));
}

static void change(const struct memory *memory)
{
	memory->shared->number = 2000;
	memory->private->number = 2000;
	global = 2000;
	memory->shared->child_private = memory->private->number;
	memory->shared->child_global = global;
}

static _Noreturn void serve(struct worker *worker, const struct memory *memory)
{
	for (;;)
		if (worker_await(worker) == ORDER_CHANGE)
			change(memory);
		else
			worker_touch(worker, (char *)memory->shared, memory->size);
}

static void use_child(struct worker *worker, const struct memory *memory)
{
	pid_t child = worker_fork(worker, "child");
	if (child == 0)
		serve(worker, memory);
	worker_mark(worker, "child_private", "child", memory->private, memory->size,
		N_("the child's private memory"));
	worker_step(worker);
	worker_order(worker, child, ORDER_CHANGE);
	worker_value(worker, "child_private", memory->shared->child_private);
	worker_value(worker, "child_global", memory->shared->child_global);
	report(worker, memory);
	worker_step(worker);
	worker_order(worker, child, ORDER_WRITE);
	worker_step(worker);
	worker_unmark(worker, "child_private");
	worker_end(worker, child);
}

static void work(struct worker *worker)
{
	struct memory memory;
	set_up(worker, &memory);
	report(worker, &memory);
	worker_step(worker);
	use_child(worker, &memory);
	report(worker, &memory);
	worker_step(worker);
	worker_unmark(worker, "shared");
	munmap(memory.shared, memory.size);
	worker_step(worker);
}

const struct demo demo_shared_private = {
	.id = "shared-private",
	.title = N_("1000 to 2000: shared or private?"),
	.group = "Sharing",
	.summary = N_("A child writes; its parent sees it in shared memory, and nowhere else"),
	.view = "compare",
	.role = N_("parent"),
	.minutes = 4,
	.cap = "2*size+32M",
	.parameters = {
		{ .name = "size", .value = "64M", .least = 1 << 20, .most = 512 << 20,
			.help = N_("how much memory of each kind") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
