/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where each kind of variable lives, and what .bss and .data cost. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include "demo/segments_image.h"
#include "demo/worker.h"
#include "demo/worker_heap.h"

#pragma weak segments_data
#pragma weak segments_bss

#define SMALL 100
#define LARGE ((size_t)256 << 10)
#define DATA "4M"
#define MOST_FAULTS DATA "/(16*page)"

extern char end; /* set by the linker: the end of the program's variables */
int main(int argc, char **argv);

/* One of each kind. Only their addresses matter. */
static const int g_const = 42;
static const char *const g_str = "a constant pointer to this text";
static int g_init = 1;
static int g_uninit;
static int g_zero = 0;
static _Thread_local int tls_init = 1;
static _Thread_local int tls_uninit;

static const struct demo_expectation places[] = {
	{ .metric = "main.kind", .value = "text" },
	{ .metric = "printf.kind", .value = "text" },
	{ .metric = "g_const.kind", .value = "rodata" },
	{ .metric = "literal.kind", .value = "rodata" },
	{ .metric = "g_str.kind", .value = "relro" },
	{ .metric = "g_init.kind", .value = "data" },
	{ .metric = "s_init.kind", .value = "data" },
	{ .metric = "g_uninit.kind", .value = "bss" },
	{ .metric = "s_uninit.kind", .value = "bss" },
	{ .metric = "g_zero.kind", .value = "bss" },
	{ .metric = "small.kind", .value = "heap" },
	{ .metric = "local.kind", .value = "stack" },
	{ .metric = "environ.kind", .value = "stack" },
	{ .metric = "vdso.kind", .value = "vdso" },
	{ .metric = "value:rows_of_program", .is_absolute = true, .value = "5" },
	{ 0 },
};
static const struct demo_expectation neighbours[] = {
	{ .metric = "lconst.kind", .value = "stack" },
	{ .metric = "g_zero.mapping", .value = "data" },
	{ .metric = "g_init.permissions", .value = "rw-p" },
	{ .metric = "g_str.permissions", .value = "r--p" },
	{ .metric = "bss_big.mapping", .value = "bss" },
	{ .metric = "tls_init.mapping", .value = "anon" },
	{ .metric = "tls_uninit.mapping", .value = "anon" },
	{ .metric = "large.mapping", .value = "anon" },
	{ .metric = "vsz", .value = "260K", .tolerance = "page" },
	{ .metric = "regions", .value = "0", .tolerance = "0" },
	{ 0 },
};
static const struct demo_expectation bss_written[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "bss_big.anonymous", .is_absolute = true, .value = "bss", .tolerance = "page" },
	{ .metric = "rss_anon", .value = "bss" },
	{ .metric = "minflt", .value = "bss/page" },
	{ .metric = "page_tables", .value = "bss/(page*page/8)*page" },
	{ 0 },
};
/* How many faults it takes depends on the size of the page cache's folios: at most one for each 16 pages. */
static const struct demo_expectation data_read[] = {
	{ .metric = "data_big.rss",
		.is_absolute = true,
		.value = DATA,
		.tolerance = "4*page",
		.cause = N_("the program lies on a file system in memory, or the page cache is "
			    "short of memory") },
	{ .metric = "data_big.anonymous",
		.is_absolute = true,
		.value = "0",
		.tolerance = "4*page" },
	{ .metric = "rss_anon", .value = "0" },
	{ .metric = "minflt", .value = MOST_FAULTS "/2", .tolerance = MOST_FAULTS "/2+8" },
	{ 0 },
};
static const struct demo_expectation data_written[] = {
	{ .metric = "rss_file", .value = "-data" },
	{ .metric = "rss_anon", .value = "data" },
	{ .metric = "rss", .value = "0" },
	{ .metric = "minflt", .value = "data/page" },
	{ .metric = "data_big.anonymous",
		.is_absolute = true,
		.value = "data",
		.tolerance = "4*page" },
	{ 0 },
};

static const struct demo_prediction where_is_zero = {
	.question = N_("int g_zero = 0; outside of all functions: where will it be?"),
	.metric = "g_zero.kind",
	.choices = { { N_(".data, for it has a start value"), "data" },
		{ N_(".bss, with those that have none"), "bss" },
		{ N_("read-only data, with the constants"), "rodata" } },
};
static const struct demo_prediction where_is_constant = {
	.question = N_("const int lconst = 7; inside a function: where is it?"),
	.metric = "lconst.kind",
	.choices = { { N_("in read-only data"), "rodata" }, { N_("on the stack"), "stack" },
		{ N_("in .data"), "data" } },
};
static const struct demo_prediction what_bss_costs = {
	.question =
		N_("A part of an array of 16 MiB in .bss is written. By how much does RSS grow?"),
	.metric = "rss_anon",
	.choices = { { N_("not at all: the array has been there all the time"), "0" },
		{ N_("by what is written"), "bss" }, { N_("by 16 MiB"), "16M" } },
};
static const struct demo_prediction what_reading_costs = {
	.question = N_("The initialised array is read. By how much does RssAnon, the private "
		       "memory, grow?"),
	.metric = "rss_anon",
	.choices = { { N_("not at all"), "0" }, { N_("by 4 MiB"), DATA } },
};
static const struct demo_prediction what_writing_costs = {
	.question =
		N_("The same bytes are written. By how much does RSS, all that is in RAM, grow?"),
	.metric = "rss",
	.choices = { { N_("not at all"), "0" }, { N_("by what is written"), "data" } },
};

static const struct demo_step steps[] = {
	{ .title = N_("Variables of every kind"),
		.before = N_("The program has one variable of every kind and calls malloc(100). Go "
			     "from one to the next with m."),
		.lesson = N_("A program is not four boxes. The linker made five mappings of its "
			     "file, each with its own rights: headers, code, constants, constants "
			     "that hold addresses (made read-only once they were filled in), and "
			     "variables. g_zero has the start value 0 and lies in .bss with those "
			     "that have none."),
		.textbook = N_("a program has text, data, bss, heap and stack"),
		.measured = N_("five mappings of the program alone, and many more around it"),
		.look = "g_zero",
		.prediction = &where_is_zero,
		.expectations = places },
	{ .title = N_("What shares a mapping"),
		.before =
			N_("malloc is asked for 256 KiB, which is a mapping of its own. Then look "
			   "at what lies together."),
		.lesson =
			N_("The small variables of .bss are in the last page of the mapping that "
			   "holds .data, which comes from the file; where that page ends, .bss "
			   "goes on in a mapping without a file. Variables of the thread and the "
			   "block of 256 KiB are "
			   "anonymous memory; no row was added for the block: neighbours with the "
			   "same rights are one row. A constant inside a function is on the "
			   "stack, like any local variable."),
		.textbook = N_("constants are in the data segment"),
		.measured = N_("global ones and literals in read-only mappings, local ones on the "
			       "stack"),
		.look = "bss_big",
		.prediction = &where_is_constant,
		.expectations = neighbours },
	{ .title = N_("Write into .bss"),
		.before = N_("A part of the array of 16 MiB that has no start value is written."),
		.lesson = N_("VSZ +0: the addresses were there from the start. RAM comes with the "
			     "first write, one fault a page. In the file .bss takes no room: "
			     "the file (file_kib, in KiB) is little more than the array of 4 MiB "
			     "with a start value."),
		.view = "pages",
		.look = "bss_big",
		.prediction = &what_bss_costs,
		.expectations = bss_written },
	{ .title = N_("Read .data"),
		.before =
			N_("The array of 4 MiB with a start value is read, one byte in each page."),
		.lesson = N_("RssFile grows, RssAnon does not: what is read are the pages of the "
			     "program's file, which every process that runs it shares. There are "
			     "few faults: each brings in the pages around it too, 16 or more."),
		.view = "pages",
		.look = "data_big",
		.prediction = &what_reading_costs,
		.expectations = data_read },
	{ .title = N_("Write .data"),
		.before = N_("One byte is written into each page of the same array."),
		.lesson =
			N_("RSS stays: each page of the file was replaced by a private copy. "
			   "RssFile falls by what RssAnon grows, one fault a page: .data is a "
			   "private mapping of the file, copied on write. The file is untouched."),
		.textbook = N_(".data is loaded into memory when the program starts"),
		.measured = N_("it is read when touched, and becomes private when written"),
		.view = "pages",
		.look = "data_big",
		.prediction = &what_writing_costs,
		.expectations = data_written },
};

static void mark(struct worker *worker, const char *key, const void *address, const char *label)
{
	worker_mark(worker, key, "process", address, 0, label);
}

/* The large array without its beginning, which shares a page with smaller variables. */
static char *whole_pages(struct worker *worker)
{
	uintptr_t start = (uintptr_t)segments_bss, page = worker_unit(worker, PAGES_SMALL);
	return segments_bss + (-start & (page - 1));
}

static void mark_program(struct worker *worker)
{
	static int s_init = 1, s_uninit;
	mark(worker, "main", (const void *)(uintptr_t)main, "main()");
	mark(worker, "printf", (const void *)(uintptr_t)printf, "printf()");
	mark(worker, "g_const", &g_const, "const int g_const = 42");
	mark(worker, "literal", g_str, "\"a constant pointer ...\"");
	mark(worker, "g_str", &g_str, "const char *const g_str");
	mark(worker, "g_init", &g_init, "int g_init = 1");
	mark(worker, "s_init", &s_init, "static int s_init = 1");
	mark(worker, "g_uninit", &g_uninit, "int g_uninit");
	mark(worker, "s_uninit", &s_uninit, "static int s_uninit");
	mark(worker, "g_zero", &g_zero, "int g_zero = 0");
	mark(worker, "data_big", segments_data, "char data[4 MiB] = { 1 }");
	mark(worker, "bss_big", whole_pages(worker), "char bss[16 MiB]");
	mark(worker, "end", &end, N_("end of the variables"));
	mark(worker, "tls_init", &tls_init, "_Thread_local int tls_init = 1");
	mark(worker, "tls_uninit", &tls_uninit, "_Thread_local int tls_uninit");
	mark(worker, "environ", environ, "environ");
	mark(worker, "vdso", (const void *)getauxval(AT_SYSINFO_EHDR),
		N_("vDSO: code from the kernel"));
}

static void say_file_size(struct worker *worker)
{
	struct stat file;
	if (stat("/proc/self/exe", &file) == 0)
		worker_value(worker, "file_kib", file.st_size >> 10);
}

static void show_costs(struct worker *worker)
{
	size_t bss = worker_number(worker, "bss"), data = worker_number(worker, "data");
	worker_touch(worker, whole_pages(worker), bss);
	say_file_size(worker);
	worker_step(worker);
	worker_read(worker, segments_data, SEGMENTS_DATA);
	worker_step(worker);
	worker_touch(worker, segments_data, data);
	worker_step(worker);
}

static void work(struct worker *worker)
{
	int local = 1;
	const int lconst = 7;
	mark_program(worker);
	void *small = worker_malloc(worker, SMALL);
	mark(worker, "small", small, "malloc(100)");
	mark(worker, "break", sbrk(0), N_("the program break"));
	mark(worker, "local", &local, "int local");
	mark(worker, "lconst", &lconst, "const int lconst = 7");
	worker_value(worker, "rows_of_program", (int64_t)worker_rows(getpid(), SEGMENTS_PROGRAM));
	worker_step(worker);
	void *large = worker_malloc(worker, LARGE);
	mark(worker, "large", large, "malloc(256 KiB)");
	worker_step(worker);
	show_costs(worker);
	free(large);
	free(small);
}

const struct demo demo_segments = {
	.id = "segments",
	.title = N_("Where does each variable live?"),
	.group = "Layout",
	.summary = N_("A tour of the mappings by one variable of each kind"),
	.program = SEGMENTS_PROGRAM,
	.view = "map",
	.cap = "32M",
	.minutes = 6,
	.parameters = {
		{ .name = "bss", .value = "8M", .least = 1 << 20, .most = SEGMENTS_BSS,
			.help = N_("how much is written of the 16 MiB without a start value") },
		{ .name = "data", .value = "4M", .least = 1 << 20, .most = SEGMENTS_DATA,
			.help = N_("how much is written of the 4 MiB with one") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
