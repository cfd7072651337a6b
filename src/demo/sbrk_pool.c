/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The program break: the end of the heap, moved by hand, and a small allocator upon it. */
#include <sys/syscall.h>
#include <unistd.h>

#include "demo/worker.h"
#include "demo/worker_heap.h"

#define POOL ((size_t)1 << 20)
#define ALIGNMENT 16   /* what malloc promises: enough for every type */
#define TOO_LOW 0x1000 /* an address where no break can be */

extern char end; /* set by the linker: the end of the program's variables */

static const struct demo_expectation no_heap[] = {
	{ .metric = "heap", .is_absolute = true, .value = "0", .tolerance = "0" },
	{ .metric = "break.kind", .value = "unmapped" },
	{ 0 },
};
static const struct demo_expectation moved[] = {
	{ .metric = "value:returned_old", .is_absolute = true, .value = "1" },
	{ .metric = "heap", .is_absolute = true, .value = "page", .tolerance = "0" },
	{ .metric = "vsz", .value = "page" },
	{ .metric = "rss_anon", .value = "0", .tolerance = "0" },
	{ .metric = "regions", .value = "1", .tolerance = "0" },
	{ 0 },
};
static const struct demo_expectation one_page[] = {
	{ .metric = "page.rss", .is_absolute = true, .value = "page", .tolerance = "0" },
	{ .metric = "rss_anon", .value = "page", .tolerance = "0" },
	{ .metric = "minflt", .value = "1", .tolerance = "0" },
	{ 0 },
};
static const struct demo_expectation moved_back[] = {
	{ .metric = "heap", .is_absolute = true, .value = "0", .tolerance = "0" },
	{ .metric = "regions", .value = "-1", .tolerance = "0" },
	{ .metric = "value:brk_gave", .is_absolute = true, .value = "0" },
	{ .metric = "value:too_low_gave", .is_absolute = true, .value = "0" },
	{ .metric = "value:kernel_gave_break", .is_absolute = true, .value = "1" },
	{ .metric = "rss_anon", .value = "-page", .tolerance = "0" },
	{ 0 },
};
static const struct demo_expectation reserved[] = {
	{ .metric = "heap", .value = "1M", .tolerance = "0" },
	{ .metric = "rss_anon", .value = "0", .tolerance = "0" },
	{ .metric = "pool.kind", .value = "heap" },
	{ 0 },
};
static const struct demo_expectation three_pieces[] = {
	{ .metric = "value:used", .is_absolute = true, .value = "528" },
	{ .metric = "pool.rss", .value = "page", .tolerance = "0" },
	{ .metric = "minflt", .value = "1", .tolerance = "0" },
	{ 0 },
};
static const struct demo_expectation filled[] = {
	{ .metric = "pool.rss", .is_absolute = true, .value = "1M", .tolerance = "0" },
	{ .metric = "minflt", .value = "1M/page-1", .tolerance = "0" },
	{ 0 },
};
static const struct demo_expectation malloc_above[] = {
	{ .metric = "heap", .value = "132K" },
	{ .metric = "value:above_pool", .is_absolute = true, .value = "0", .tolerance = "page" },
	{ .metric = "block.kind", .value = "heap" },
	{ 0 },
};

static const struct demo_expectation cut_away[] = {
	{ .metric = "heap", .value = "-132K" },
	{ .metric = "pool.rss", .is_absolute = true, .value = "1M", .tolerance = "0" },
	{ .metric = "block.kind", .value = "unmapped" },
	{ .metric = "block.fault", .value = "SEGV_MAPERR" },
	{ 0 },
};

static const struct demo_prediction which_break = {
	.question = N_("sbrk(4096) moves the break up by 4 KiB. Which address does it return?"),
	.metric = "value:returned_old",
	.is_absolute = true,
	.choices = { { N_("the new break"), "0" },
		{ N_("the old break, where the new memory begins"), "1" } },
};
static const struct demo_prediction how_many_pages = {
	.question = N_("Three pieces of 100, 200 and 200 bytes are written. How many page faults?"),
	.metric = "minflt",
	.choices = { { N_("none: the pool has been reserved"), "0" }, { N_("one"), "1" },
		{ N_("three, one for each piece"), "3" } },
};
static const struct demo_prediction where_malloc_goes = {
	.question = N_("The program calls malloc for the first time. Where will its heap be?"),
	.metric = "value:above_pool",
	.is_absolute = true,
	.choices = { { N_("right above the pool"), "0" }, { N_("inside the pool"), "-1M" },
		{ N_("far away"), "1T" } },
};

static const struct demo_prediction what_reading_gives = {
	.question = N_("The break is set back below malloc's heap. What will reading the block of "
		       "malloc give?"),
	.metric = "block.fault",
	.choices = { { N_("what was written into it"), "none" },
		{ N_("a segmentation fault"), "SEGV_MAPERR" } },
};

static const struct demo_step steps[] = {
	{ .title = N_("Where is the break?"),
		.before = N_("The program asks for the program break, sbrk(0). It has not called "
			     "malloc, nor printed anything."),
		.lesson =
			N_("There is no [heap]: the break marks an address where nothing is "
			   "mapped. It lies gap_kib KiB above the end of the variables: the kernel "
			   "puts the heap at a random distance, new in every run."),
		.textbook = N_("the heap begins where .bss ends"),
		.measured = N_("a random gap lies between them"),
		.look = "break",
		.expectations = no_heap },
	{ .title = "sbrk(4096)",
		.before = N_("The break is moved up by one page."),
		.lesson = N_("[heap] is there, one page of addresses without memory. sbrk returned "
			     "the old break: that is where the new memory begins."),
		.textbook = N_("brk and sbrk return the new break"),
		.measured = N_("sbrk returned the old one (returned_old 1)"),
		.look = "page",
		.prediction = &which_break,
		.expectations = moved },
	{ .title = N_("Write one byte"),
		.before = N_("One byte of the new page is written."),
		.lesson = N_("One page fault, one page of RAM. The heap comes page by page, like "
			     "any other memory."),
		.look = "page",
		.expectations = one_page },
	{ .title = N_("Move it back: brk(old)"),
		.before = N_("The break is set to where it was; then to an impossible address, "
			     "0x1000."),
		.lesson = N_("[heap] is gone with its page. brk() gives 0 for success (brk_gave). "
			     "The kernel's own call knows no errors: it returns the break as it "
			     "stands (kernel_gave_break). That is why glibc's brk(0x1000) says "
			     "success, 0, too (too_low_gave), although nothing moved."),
		.textbook = N_("brk returns -1 when it fails"),
		.measured = N_("brk(0x1000) returned 0, and the break did not move"),
		.look = "break",
		.expectations = moved_back },
	{ .title = N_("A pool: sbrk(1 MiB)"),
		.before = N_("The break is moved up by 1 MiB: memory for an allocator of our own."),
		.lesson = N_("One system call reserved 1 MiB of addresses. RSS did not move."),
		.look = "pool",
		.expectations = reserved },
	{ .title = N_("Three pieces from the pool"),
		.before = N_("Pieces of 100, 200 and 200 bytes are cut from the pool and written."),
		.lesson =
			N_("Handing out memory costs one addition: the next piece begins where the "
			   "last ended, rounded up to 16 so that every type is aligned: 528 bytes "
			   "in use. All three lie in one page, so there was one fault."),
		.textbook = N_("8 bytes are alignment enough for a pool"),
		.measured = N_("malloc promises 16; 8 would put every other piece off that"),
		.look = "pool",
		.prediction = &how_many_pages,
		.expectations = three_pieces },
	{ .title = N_("Fill the pool"),
		.before = N_("The whole pool is written."),
		.lesson = N_("One fault for each page that was not there yet: 255 of 256."),
		.view = "pages",
		.look = "pool",
		.expectations = filled },
	{ .title = "malloc(100)",
		.before = N_("Now the program calls malloc, which knows nothing of the pool."),
		.lesson = N_("malloc asked the kernel for the break, found it moved, and put its "
			     "heap of 132 KiB right above the pool: [heap] holds both."),
		.look = "block",
		.prediction = &where_malloc_goes,
		.expectations = malloc_above },
	{ .title = N_("The break below malloc's heap"),
		.before =
			N_("The break is set back to the end of the pool, as a textbook's example "
			   "does, and malloc's block is read."),
		.lesson = N_("All that malloc had is gone: reading the block is a segmentation "
			     "fault (caught here). The textbook's program dies of it at its next "
			     "printf, whose buffer was in that heap. Who calls malloc, and printf "
			     "does, must not move the break down."),
		.textbook = N_("after the experiment the break is set back with brk"),
		.measured = N_("SIGSEGV: nothing is mapped at the address of the block"),
		.look = "break",
		.prediction = &what_reading_gives,
		.expectations = cut_away },
};

/* A pool that hands out pieces one after another and takes nothing back. */
struct pool {
	char *memory;
	size_t size, used;
};

static void *pool_take(struct pool *pool, size_t size)
{
	size_t whole = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (whole > pool->size - pool->used)
		return NULL;
	void *piece = pool->memory + pool->used;
	pool->used += whole;
	return piece;
}

static char *grow(struct worker *worker, size_t size)
{
	void *old = sbrk((intptr_t)size);
	if ((intptr_t)old == -1)
		worker_skip(worker, N_("the break cannot be moved"));
	return old;
}

static void move_break(struct worker *worker)
{
	char *old = sbrk(0);
	worker_mark(worker, "end", "process", &end, 0, N_("end of the variables"));
	worker_mark(worker, "break", "process", old, 0, N_("the program break"));
	worker_value(worker, "gap_kib", (old - &end) >> 10);
	worker_step(worker);
	size_t page = worker_unit(worker, PAGES_SMALL);
	char *memory = grow(worker, page);
	worker_mark(worker, "page", "process", memory, page, "sbrk(4096)");
	worker_mark(worker, "break", "process", sbrk(0), 0, N_("the program break"));
	worker_value(worker, "returned_old", memory == old);
	worker_step(worker);
	*(volatile char *)memory = 1;
	worker_step(worker);
	worker_value(worker, "brk_gave", brk(old));
	worker_value(worker, "too_low_gave", brk((void *)TOO_LOW));
	worker_value(worker, "kernel_gave_break", syscall(SYS_brk, TOO_LOW) == (intptr_t)old);
	worker_unmark(worker, "page");
	worker_mark(worker, "break", "process", sbrk(0), 0, N_("the program break"));
	worker_step(worker);
}

static struct pool use_pool(struct worker *worker)
{
	static const size_t sizes[] = { 100, 200, 200 };
	struct pool pool = { .memory = grow(worker, POOL), .size = POOL };
	worker_mark(worker, "pool", "process", pool.memory, POOL, N_("the pool"));
	worker_mark(worker, "break", "process", sbrk(0), 0, N_("the program break"));
	worker_step(worker);
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		volatile char *piece = pool_take(&pool, sizes[i]);
		piece[0] = piece[sizes[i] - 1] = 1;
	}
	worker_value(worker, "used", (int64_t)pool.used);
	worker_step(worker);
	worker_touch(worker, pool.memory, pool.size);
	worker_step(worker);
	return pool;
}

/* Malloc is of no use any more after this. */
static void cut_heap(struct worker *worker, const struct pool *pool, const char *block)
{
	if (brk(pool->memory + pool->size) < 0)
		worker_skip(worker, N_("the break cannot be moved"));
	worker_mark(worker, "break", "process", sbrk(0), 0, N_("the program break"));
	worker_try(worker, "block", ACCESS_READ, block, N_("read malloc(100)"));
	worker_step(worker);
}

static void work(struct worker *worker)
{
	move_break(worker);
	struct pool pool = use_pool(worker);
	char *block = worker_malloc(worker, 100);
	worker_mark(worker, "block", "process", block, 100, "malloc(100)");
	worker_mark(worker, "break", "process", sbrk(0), 0, N_("the program break"));
	worker_value(worker, "above_pool", block - (pool.memory + pool.size));
	worker_step(worker);
	cut_heap(worker, &pool, block);
}

const struct demo demo_sbrk_pool = {
	.id = "sbrk-pool",
	.title = N_("Program break and an sbrk pool"),
	.group = "Heap",
	.summary = N_("The break is moved by hand, and carries an allocator of a few lines"),
	.view = "map",
	.needs = "libc=glibc",
	.without = N_("musl refuses to move the break by sbrk: its malloc alone may do so."),
	.cap = "4M",
	.minutes = 7,
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
