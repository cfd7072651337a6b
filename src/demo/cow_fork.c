/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copy-on-write after fork: two processes, one memory, until somebody writes. */
#include "demo/worker.h"

#define SIZE "(size/(4*page)*(4*page))" /* as the worker rounds it */
#define QUARTER "(size/(4*page)*page)"
#define CODE "128*page" /* code the new child runs for the first time: file pages */
#define SMALL "thp=off"
#define HUGE "thp=on"

static const struct demo_expectation mapped[] = {
	{ .role = "parent", .metric = "vsz", .value = SIZE },
	{ .role = "parent", .metric = "data.rss", .is_absolute = true, .value = "0" },
	{ 0 },
};

static const struct demo_expectation touched[] = {
	{ .role = "parent", .metric = "minflt", .value = "size/page", .when = SMALL },
	{ .role = "parent",
		.metric = "minflt",
		.value = "size/huge_page",
		.tolerance = "huge_page/page",
		.when = HUGE },
	{ .role = "parent", .metric = "rss_anon", .value = SIZE },
	{ .role = "parent", .metric = "data.private_dirty", .is_absolute = true, .value = SIZE },
	{ .role = "parent", .metric = "page_tables", .value = DEMO_TABLES("size") },
	{ 0 },
};

static const struct demo_expectation forked[] = {
	{ .role = "sum", .metric = "data.rss", .is_absolute = true, .value = "2*" SIZE },
	{ .role = "sum", .metric = "data.pss", .is_absolute = true, .value = SIZE },
	{ .role = "parent", .metric = "rss_anon", .value = "0" },
	{ .role = "parent", .metric = "data.pss", .value = "-" SIZE "/2" },
	{ .role = "parent", .metric = "data.private_dirty", .is_absolute = true, .value = "0" },
	{ .role = "parent", .metric = "data.shared_dirty", .is_absolute = true, .value = SIZE },
	{ .role = "child", .metric = "data.private_dirty", .is_absolute = true, .value = "0" },
	{ .role = "child",
		.metric = "page_tables",
		.is_absolute = true,
		.value = DEMO_TABLES("size"),
		.tolerance = "24*page" },
	{ 0 },
};

static const struct demo_expectation child_quarter[] = {
	{ .role = "child", .metric = "minflt", .value = QUARTER "/page" },
	{ .role = "child", .metric = "rss", .value = "0", .tolerance = CODE },
	{ .role = "child", .metric = "data.rss", .value = "0" },
	{ .role = "child", .metric = "data.private_dirty", .value = QUARTER },
	{ .role = "child", .metric = "data.shared_dirty", .value = "-" QUARTER },
	{ .role = "parent", .metric = "minflt", .value = "0" },
	{ .role = "parent", .metric = "data.pss", .value = QUARTER "/2" },
	{ .role = "parent", .metric = "data.private_dirty", .value = QUARTER },
	{ .role = "sum", .metric = "data.pss", .value = QUARTER },
	{ 0 },
};

static const struct demo_expectation parent_copies[] = {
	{ .role = "parent", .metric = "minflt", .value = "size/page", .when = SMALL },
	{ .role = "parent", .metric = "rss", .value = "0" },
	{ .role = "parent", .metric = "data.private_dirty", .value = SIZE },
	{ .role = "child", .metric = "data.private_dirty", .value = SIZE },
	{ .role = "sum", .metric = "data.pss", .value = SIZE },
	{ 0 },
};

/* The one who has not written yet does so, when nothing is shared any more. */
static const struct demo_expectation parent_owns[] = {
	{ .role = "parent", .metric = "minflt", .value = "size/page", .when = SMALL },
	{ .role = "parent", .metric = "rss_anon", .value = "0" },
	{ .role = "parent", .metric = "data.pss", .value = "0" },
	{ .role = "parent", .metric = "data.private_dirty", .is_absolute = true, .value = SIZE },
	{ 0 },
};
static const struct demo_expectation child_owns[] = {
	{ .role = "child", .metric = "minflt", .value = "size/page", .when = SMALL },
	{ .role = "child", .metric = "rss_anon", .value = "0" },
	{ .role = "child", .metric = "data.private_dirty", .is_absolute = true, .value = SIZE },
	{ 0 },
};

static const struct demo_expectation copy_gone[] = {
	{ .role = "child", .metric = "alive", .is_absolute = true, .value = "0" },
	{ .role = "parent", .metric = "data.pss", .value = "0" },
	{ .role = "sum", .metric = "data.pss", .value = "-" SIZE },
	{ 0 },
};
static const struct demo_expectation sharer_gone[] = {
	{ .role = "child", .metric = "alive", .is_absolute = true, .value = "0" },
	{ .role = "parent", .metric = "minflt", .value = "0" },
	{ .role = "parent", .metric = "data.pss", .value = SIZE "/2" },
	{ .role = "parent", .metric = "data.private_dirty", .is_absolute = true, .value = SIZE },
	{ 0 },
};

static const struct demo_expectation written_again[] = {
	{ .role = "parent", .metric = "minflt", .value = "0" },
	{ .role = "parent", .metric = "data.private_dirty", .value = "0" },
	{ 0 },
};

static const struct demo_expectation only_read[] = {
	{ .role = "child", .metric = "minflt", .value = "0" },
	{ .role = "parent", .metric = "data.private_dirty", .is_absolute = true, .value = "0" },
	{ .role = "child", .metric = "rss", .value = "0", .tolerance = CODE },
	{ .role = "child", .metric = "data.private_dirty", .is_absolute = true, .value = "0" },
	{ .role = "child", .metric = "data.shared_dirty", .is_absolute = true, .value = SIZE },
	{ .role = "sum", .metric = "data.pss", .value = "0" },
	{ 0 },
};

#define CHILD "who=child"
#define PARENT "who=parent"
#define EXITS_FIRST "who=child-exits-first"

static const struct demo_prediction what_fork_takes = {
	.question = N_("The child gets all of the parent's memory. How much of it is copied?"),
	.role = "sum",
	.metric = "data.pss",
	.choices = {
		{ N_("all of it"), "size" },
		{ N_("half of it"), "size/2" },
		{ N_("none of it"), "0" },
	},
};
static const struct demo_prediction what_writing_takes = {
	.question = N_("The child writes a quarter. How many pages are copied (minor faults)?"),
	.role = "child",
	.metric = "minflt",
};
static const struct demo_prediction what_the_owner_pays = {
	.question = N_("Nothing is shared any more. The other side writes everything: how many "
		       "faults?"),
	.metric = "minflt",
	.choices = {
		{ N_("none: its pages are its own"), "0" },
		{ N_("one for each page"), "size/page" },
	},
};
static const struct demo_prediction what_reading_takes = {
	.question = N_("The child reads every page. How many faults?"),
	.role = "child",
	.metric = "minflt",
	.choices = {
		{ N_("none"), "0" },
		{ N_("one for each page"), "size/page" },
	},
};
static const struct demo_prediction what_an_end_changes = {
	.question = N_("The child ends while all is shared; the parent does nothing. What does the "
		       "parent's PSS do?"),
	.role = "parent",
	.metric = "data.pss",
	.choices = {
		{ N_("nothing"), "0" },
		{ N_("it doubles"), "size/2" },
		{ N_("it falls"), "-size/2" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("The parent maps memory"),
		.before = N_("The parent asks for private anonymous memory."),
		.lesson = N_("VSZ grew; no page is resident yet."),
		.expectations = mapped },
	{ .title = N_("The parent writes all of it"),
		.before = N_("The parent writes one byte into every page."),
		.lesson = N_("All pages are resident, private and dirty: they belong to the parent "
			     "alone (USS)."),
		.expectations = touched },
	{ .title = N_("fork"),
		.before = N_("The parent forks. Nobody writes."),
		.lesson = N_(
			"Two processes that both count the memory in their RSS, and RAM for one: "
			"only PSS and USS tell. fork copied page tables (fork_us says how long "
			"it took, in microseconds) and made the private pages read-only on both "
			"sides. Page tables of files were not even copied: the child finds those "
			"pages by faults (its RssFile is small)."),
		.textbook = N_("fork copies the memory of the process"),
		.measured = N_("no page is copied: fork copies page tables alone"),
		.prediction = &what_fork_takes,
		.expectations = forked },
	{ .title = N_("The child writes a quarter"),
		.before = N_("The child writes one byte into every page of the first quarter."),
		.lesson = N_("Each first write faults and copies one page. The child's RSS did not "
			     "move, for it counted the shared pages already. The parent's pages "
			     "became private too: nobody else has them any more."),
		.when = CHILD,
		.prediction = &what_writing_takes,
		.expectations = child_quarter },
	{ .title = N_("The child writes up to a half"),
		.before = N_("The child goes on with the second quarter."),
		.lesson = N_("As many faults, as many copies: each page is paid for once."),
		.when = CHILD,
		.expectations = child_quarter },
	{ .title = N_("The child writes up to three quarters"),
		.before = N_("The child goes on with the third quarter."),
		.lesson = N_("The sum of PSS grows with each copy, the RSS of both stands still."),
		.textbook = N_("RSS shows what a process costs"),
		.measured = N_("RSS of the child +0 while the system paid for every copy"),
		.when = CHILD,
		.expectations = child_quarter },
	{ .title = N_("The child has written everything"),
		.before = N_("The child writes the last quarter."),
		.lesson =
			N_("Nothing is shared any more: both have their own copy. What the sum of "
			   "RSS said from the moment of fork is true only now: twice the memory."),
		.when = CHILD,
		.expectations = child_quarter },
	{ .title = N_("The parent writes everything"),
		.before = N_("Now the parent writes one byte into every page."),
		.lesson =
			N_("A fault for every page, and no copy: its page table entries were still "
			   "read-only, but it is the sole owner, so the kernel only makes them "
			   "writable. With huge pages the number of faults varies: some are made "
			   "writable whole, some are split first."),
		.textbook = N_("the parent still shares its pages"),
		.measured = N_("they are its own (USS): a fault for each, RSS, PSS and USS +0"),
		.when = CHILD,
		.prediction = &what_the_owner_pays,
		.expectations = parent_owns },
	{ .title = N_("The parent writes everything first"),
		.before = N_("The parent writes one byte into every page, while all are shared."),
		.lesson = N_("It is symmetric: whoever writes first gets the copy, be it parent or "
			     "child. The other keeps the old page, alone. Now each has its own "
			     "memory: USS is as large as RSS."),
		.textbook = N_("the child gets the copies"),
		.measured = N_("the parent wrote first: it faults and copies"),
		.when = PARENT,
		.expectations = parent_copies },
	{ .title = N_("The child writes everything"),
		.before = N_("Now the child writes one byte into every page."),
		.lesson =
			N_("A fault for every page and no copy: the child is the sole owner of the "
			   "old pages, and its entries only become writable."),
		.when = PARENT,
		.expectations = child_owns },
	{ .title = N_("The child exits"),
		.before = N_("The child ends."),
		.lesson = N_("Its copies are given back. The parent hardly changes: it shared "
			     "nothing."),
		.when = "who!=child-exits-first&who!=read",
		.expectations = copy_gone },
	{ .title = N_("The child only reads"),
		.before = N_("The child reads one byte of every page."),
		.lesson =
			N_("No faults, no copies: fork gave it the page table entries, and reading "
			   "is allowed. Only writing costs."),
		.when = "who=read",
		.prediction = &what_reading_takes,
		.expectations = only_read },
	{ .title = N_("The child exits"),
		.before = N_("The child ends while every page is shared."),
		.lesson = N_("The parent did nothing, and its PSS doubled: PSS depends on what "
			     "others do. The pages are its own again."),
		.textbook = N_("PSS is the accurate size of a process"),
		.measured = N_("it moved by half of the memory because another process ended"),
		.when = "who!=child&who!=parent",
		.prediction = &what_an_end_changes,
		.expectations = sharer_gone },
	{ .title = N_("The parent writes everything"),
		.before = N_("The parent writes one byte into every page."),
		.lesson = N_("A fault for every page, though nobody shares them: the entries were "
			     "still read-only from the fork. No page is copied."),
		.when = EXITS_FIRST,
		.expectations = parent_owns },
	{ .title = N_("The parent writes everything again"),
		.before = N_("The parent writes once more."),
		.lesson = N_("No faults: the entries are writable now. No more is left of fork."),
		.when = EXITS_FIRST,
		.expectations = written_again },
};

/* The memory the demo is about. */
struct data {
	char *bytes;
	size_t size; /* four quarters of whole pages */
};

enum order {
	ORDER_WRITE = 1,
	ORDER_READ,
	ORDER_QUARTER, /* the first; then the other three */
};

static _Noreturn void serve(struct worker *worker, const struct data *data)
{
	const size_t quarter = data->size / 4;
	for (;;) {
		int order = worker_await(worker);
		if (order == ORDER_WRITE)
			worker_touch(worker, data->bytes, data->size);
		else if (order == ORDER_READ)
			worker_read(worker, data->bytes, data->size);
		else
			worker_touch(worker,
				data->bytes + (size_t)(order - ORDER_QUARTER) * quarter, quarter);
	}
}

static pid_t fork_child(struct worker *worker, const struct data *data)
{
	pid_t child = worker_fork(worker, "child");
	if (child == 0)
		serve(worker, data);
	worker_mark(worker, "copy", "child", data->bytes, data->size, N_("the same memory"));
	return child;
}

static void end_child(struct worker *worker, pid_t child)
{
	worker_unmark(worker, "copy");
	worker_end(worker, child);
	worker_step(worker);
}

/* What happens after fork, by the parameter `who`. */
static void child_writes(struct worker *worker, const struct data *data, pid_t child)
{
	for (int i = 0; i < 4; i++) {
		worker_order(worker, child, ORDER_QUARTER + i);
		worker_step(worker);
	}
	worker_touch(worker, data->bytes, data->size);
	worker_step(worker);
	end_child(worker, child);
}

static void parent_writes(struct worker *worker, const struct data *data, pid_t child)
{
	worker_touch(worker, data->bytes, data->size);
	worker_step(worker);
	worker_order(worker, child, ORDER_WRITE);
	worker_step(worker);
	end_child(worker, child);
}

static void child_exits_first(struct worker *worker, const struct data *data, pid_t child)
{
	end_child(worker, child);
	for (int i = 0; i < 2; i++) {
		worker_touch(worker, data->bytes, data->size);
		worker_step(worker);
	}
}

static void child_reads(struct worker *worker, const struct data *data, pid_t child)
{
	(void)data;
	worker_order(worker, child, ORDER_READ);
	worker_step(worker);
	end_child(worker, child);
}

/* In the order of the parameter's choices. */
static void (*const scripts[])(struct worker *worker, const struct data *data, pid_t child) = {
	child_writes,
	parent_writes,
	child_exits_first,
	child_reads,
};

static void work(struct worker *worker)
{
	enum worker_pages pages = worker_choice(worker, "thp") ? PAGES_HUGE : PAGES_SMALL;
	size_t unit = 4 * worker_unit(worker, PAGES_SMALL);
	struct data data = { .size = worker_size(worker, unit) };
	data.bytes = worker_map(worker, data.size, pages);
	worker_mark(worker, "data", "parent", data.bytes, data.size, N_("the shared memory"));
	worker_step(worker);
	worker_touch(worker, data.bytes, data.size);
	worker_step(worker);
	pid_t child = fork_child(worker, &data);
	worker_step(worker);
	scripts[worker_choice(worker, "who")](worker, &data, child);
}

const struct demo demo_cow_fork = {
	.id = "cow-fork",
	.title = N_("Copy-on-write after fork"),
	.group = "Sharing",
	.summary = N_("fork copies nothing but page tables, until somebody writes"),
	.view = "compare",
	.role = N_("parent"),
	.minutes = 7,
	.cap = "2*size+24M",
	.parameters = {
		{ .name = "size", .value = "100M", .least = 8 << 20, .most = 1 << 30,
			.help = N_("how much memory parent and child share") },
		{ .name = "who", .value = "child",
			.choices = "child|parent|child-exits-first|read",
			.help = N_("who writes first, or only reads") },
		{ .name = "thp", .value = "off", .choices = "off|on",
			.help = N_("huge pages under the shared memory") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
