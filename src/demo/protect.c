/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Permission bits that bite: every mapping says what may be done there, and the processor asks. */
#include <sys/mman.h>
#include <unistd.h>

#include "demo/worker.h"

#define MIB ((size_t)1 << 20)
#define SIZE (4 * MIB)
/* Above what a process may have, in the kernel's half, and where no address can be at all: bits 48 to
 * 63 (57 to 63 with five levels of tables) must repeat the one below them. */
#define LAST_PAGE 0x7ffffffff000
#define KERNEL 0xffff888000000000
#define NOT_CANONICAL 0x100000000000000
#define VSYSCALL 0xffffffffff600000

#define X86 "arch=x86_64"
#define EXECUTE_ONLY "vsyscall=--xp"
#define RSS_UNCHANGED                                                                              \
	{                                                                                          \
		.metric = "rss_anon", .value = "0"                                                 \
	}

static const struct demo_expectation writable[] = {
	{ .metric = "data.permissions", .is_absolute = true, .value = "rw-p" },
	{ .metric = "vsz", .value = "4M" },
	{ .metric = "vm_data", .value = "4M" },
	{ .metric = "rss_anon", .value = "4M" },
	{ 0 },
};
static const struct demo_expectation read_only[] = {
	{ .metric = "second.permissions", .is_absolute = true, .value = "r--p" },
	{ .metric = "second.size", .is_absolute = true, .value = "1M", .tolerance = "0" },
	{ .metric = "regions", .value = "2", .tolerance = "0" },
	{ .metric = "vm_data", .value = "-1M" },
	{ .metric = "vsz", .value = "0" },
	RSS_UNCHANGED,
	{ 0 },
};
static const struct demo_expectation no_access[] = {
	{ .metric = "third.permissions", .is_absolute = true, .value = "---p" },
	{ .metric = "regions", .value = "1", .tolerance = "0" },
	{ .metric = "vm_data", .value = "-1M" },
	{ .metric = "third.rss", .is_absolute = true, .value = "1M", .tolerance = "0" },
	RSS_UNCHANGED,
	{ 0 },
};
static const struct demo_expectation wrote_read_only[] = {
	{ .metric = "read_ro.fault", .value = "none" },
	{ .metric = "write_ro.fault", .value = "SEGV_ACCERR" },
	RSS_UNCHANGED,
	{ 0 },
};
static const struct demo_expectation read_forbidden[] = {
	{ .metric = "read_none.fault", .value = "SEGV_ACCERR" },
	RSS_UNCHANGED,
	{ 0 },
};
static const struct demo_expectation executed_data[] = {
	{ .metric = "exec_rw.fault", .value = "SEGV_ACCERR" },
	{ .metric = "exec_rw.permissions", .is_absolute = true, .value = "rw-p" },
	RSS_UNCHANGED,
	{ 0 },
};
static const struct demo_expectation wrote_program[] = {
	{ .metric = "code.fault", .value = "SEGV_ACCERR" },
	{ .metric = "code.kind", .is_absolute = true, .value = "text" },
	{ .metric = "literal.fault", .value = "SEGV_ACCERR" },
	{ .metric = "literal.kind", .is_absolute = true, .value = "rodata" },
	{ .metric = "constant.fault", .value = "SEGV_ACCERR" },
	{ .metric = "constant.kind", .is_absolute = true, .value = "rodata" },
	RSS_UNCHANGED,
	{ 0 },
};
static const struct demo_expectation used_null[] = {
	{ .metric = "null.fault", .value = "SEGV_MAPERR" },
	{ .metric = "field.fault", .value = "SEGV_MAPERR" },
	{ .metric = "null.kind", .is_absolute = true, .value = "unmapped" },
	RSS_UNCHANGED,
	{ 0 },
};
static const struct demo_expectation reached_for_kernel[] = {
	{ .metric = "last.fault", .value = "SEGV_MAPERR" },
	{ .metric = "kernel.fault", .value = "SEGV_MAPERR" },
	RSS_UNCHANGED,
	{ 0 },
};
static const struct demo_expectation no_address[] = {
	{ .metric = "beyond.fault", .value = "SI_KERNEL" },
	RSS_UNCHANGED,
	{ 0 },
};
static const struct demo_expectation read_vsyscall[] = {
	{ .metric = "vsyscall.permissions", .is_absolute = true, .value = "--xp" },
	{ .metric = "vsyscall.fault", .value = "SEGV_MAPERR" },
	RSS_UNCHANGED,
	{ 0 },
};
static const struct demo_expectation past_the_end[] = {
	{ .metric = "inside.fault", .value = "none" },
	{ .metric = "past.fault", .value = "BUS_ADRERR" },
	{ .metric = "past.permissions", .is_absolute = true, .value = "rw-s" },
	RSS_UNCHANGED,
	{ 0 },
};
static const struct demo_expectation merged[] = {
	{ .metric = "again.fault", .value = "none" },
	{ .metric = "again.permissions", .is_absolute = true, .value = "rw-p" },
	{ .metric = "regions", .value = "-3", .tolerance = "0" },
	{ .metric = "vm_data", .value = "2M" },
	RSS_UNCHANGED,
	{ 0 },
};

static const struct demo_prediction split = {
	.question = N_("How many mappings more will there be?"),
	.metric = "regions",
	.choices = {
		{ N_("none: it stays one piece of memory"), "0" },
		{ N_("one: the part that changes"), "1" },
		{ N_("two: before it, it, and behind it"), "2" },
	},
};
static const struct demo_prediction literal_written = {
	.question = N_("char *s = \"text\"; s[0] = 'T'; What does that give?"),
	.metric = "literal.fault",
	.is_absolute = true,
	.choices = {
		{ N_("nothing: the text changes"), "none" },
		{ N_("a fault, for want of a right"), "SEGV_ACCERR" },
		{ N_("a fault, since nothing is there"), "SEGV_MAPERR" },
	},
};
static const struct demo_prediction kernel_read = {
	.question = N_("A program reads an address of the kernel. What does it get?"),
	.metric = "kernel.fault",
	.is_absolute = true,
	.choices = {
		{ N_("the kernel's data"), "none" },
		{ N_("SIGSEGV, as for a page without rights"), "SEGV_ACCERR" },
		{ N_("SIGSEGV, as where nothing is mapped"), "SEGV_MAPERR" },
	},
};
static const struct demo_prediction behind_the_file = {
	.question = N_("The file ends, its mapping goes on. What does a read behind the end give?"),
	.metric = "past.fault",
	.is_absolute = true,
	.choices = {
		{ N_("zeros"), "none" },
		{ N_("SIGSEGV: there is nothing"), "SEGV_MAPERR" },
		{ N_("SIGBUS: there is a mapping and nothing behind it"), "BUS_ADRERR" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("4 MiB that may be read and written"),
		.before = N_("The program maps 4 MiB and writes every page."),
		.lesson = N_("One mapping with the bits rw-p: read and write, no execution, "
			     "private. The bits belong to the mapping; the kernel copies them into "
			     "every page table entry, and there the processor obeys them."),
		.look = "data",
		.expectations = writable },
	{ .title = N_("mprotect: the second MiB becomes r--"),
		.before = N_("mprotect takes the right to write away from the second MiB."),
		.lesson = N_("A mapping has one set of bits, so it was cut in three: rw-, r--, "
			     "rw-. Not a byte moved, and the pages stay where they are. VmData "
			     "counts only what may be written."),
		.look = "second",
		.prediction = &split,
		.expectations = read_only },
	{ .title = N_("The third MiB becomes ---"),
		.before = N_("mprotect takes all rights away from the third MiB."),
		.lesson = N_("No access at all, and its pages are still in RAM: rights and "
			     "residence have nothing to do with each other. Guard pages are made "
			     "like this."),
		.look = "third",
		.expectations = no_access },
	{ .title = N_("Read and write the r-- page"),
		.before = N_("The program reads the second MiB, then writes to it. A handler "
			     "catches the signal and jumps back, so the program survives."),
		.lesson = N_("Reading is allowed. Writing is a page fault, and the kernel finds a "
			     "mapping without the right: SIGSEGV with the code SEGV_ACCERR, access "
			     "error. Without a handler the program would have ended here."),
		.look = "second",
		.expectations = wrote_read_only },
	{ .title = N_("Read the --- page"),
		.before = N_("The program reads the third MiB."),
		.lesson = N_("SEGV_ACCERR again: a mapping is there, the right is not. What was "
			     "written there is still there, out of reach."),
		.look = "third",
		.expectations = read_forbidden },
	{ .title = N_("Execute data"),
		.before = N_("The program calls the first byte of its data as if it were a "
			     "function."),
		.lesson = N_("Data is not code: without the x bit the processor refuses to fetch "
			     "an instruction (NX, no execute). What an attacker writes into a "
			     "buffer cannot run."),
		.textbook = N_("what is in memory can be executed"),
		.measured = N_("SEGV_ACCERR: neither stack nor heap nor data has the x bit"),
		.look = "data",
		.expectations = executed_data },
	{ .title = N_("Write to code, to a literal, to a constant"),
		.before = N_("One write to a function, one to a string literal, one to a const "
			     "global."),
		.lesson = N_("All three are refused. Code is r-x; literals and constants lie in "
			     ".rodata, a mapping of its own that is r--. The compiler's const "
			     "is held by the kernel's bits."),
		.textbook = N_("constants lie in the data segment"),
		.measured = N_("in .rodata, mapped r--p; .data is rw-p"),
		.look = "literal",
		.prediction = &literal_written,
		.expectations = wrote_program },
	{ .title = N_("NULL"),
		.before = N_("A read through a null pointer, and one of a field 16 bytes behind "
			     "it."),
		.lesson = N_("SEGV_MAPERR, mapping error: nothing is there. The kernel keeps the "
			     "lowest pages empty in every process (vm.mmap_min_addr says how "
			     "many), so that a null pointer faults, also with a small offset."),
		.look = "data",
		.expectations = used_null },
	{ .title = N_("The kernel's half"),
		.before = N_("A read of the page above all user addresses, and one in the "
			     "kernel's half."),
		.lesson = N_("SEGV_MAPERR, and not ACCERR: for a program nothing is mapped "
			     "there. The only way in is a system call, which changes the mode of "
			     "the processor and jumps to where the kernel wants. So no program can "
			     "read or damage the kernel, or, through it, another program."),
		.textbook = N_("the kernel is a part of every address space"),
		.measured = N_("never in maps; a read is SEGV_MAPERR, as in a hole"),
		.when = X86,
		.look = "data",
		.prediction = &kernel_read,
		.expectations = reached_for_kernel },
	{ .title = N_("An address that cannot be"),
		.before = N_("A read of an address whose upper bits are neither all 0 nor all "
			     "1."),
		.lesson = N_("The processor does not even look it up: a general protection fault "
			     "and no page fault. The signal says SI_KERNEL and address 0, because "
			     "the processor does not tell which address it was."),
		.when = X86,
		.look = "data",
		.expectations = no_address },
	{ .title = N_("[vsyscall]: execute only"),
		.before = N_("A read of the old page for fast system calls, whose bits are "
			     "--x."),
		.lesson = N_("Its line in maps says --xp. Calls to it are caught and emulated by "
			     "the kernel; there is no page, so a read is SEGV_MAPERR although maps "
			     "shows a mapping. It is the one line that is not this process's."),
		.when = X86 "&" EXECUTE_ONLY,
		.look = "vsyscall",
		.expectations = read_vsyscall },
	{ .title = N_("Behind the end of a file"),
		.before = N_("A file of one page is mapped with two pages. One byte is read in "
			     "each."),
		.lesson = N_("SIGBUS and not SIGSEGV: the mapping is there and allows it, but the "
			     "file has nothing to put there. It happens to programs whose file is "
			     "cut short while they have it mapped."),
		.look = "past",
		.prediction = &behind_the_file,
		.expectations = past_the_end },
	{ .title = N_("mprotect back"),
		.before = N_("The second and third MiB become rw- again and are written."),
		.lesson = N_("Equal neighbours merge: what had become four mappings is one again. "
			     "Everything may be written, and RSS has not moved since the first "
			     "step: faults that are refused bring no page."),
		.look = "data",
		.expectations = merged },
};

static const int constant = 42;

static void protect(struct worker *worker, char *memory, int rights)
{
	if (mprotect(memory, MIB, rights) < 0)
		worker_skip(worker, N_("mprotect is refused here"));
}

static void split_in_parts(struct worker *worker, char *data)
{
	protect(worker, data + MIB, PROT_READ);
	worker_mark(worker, "second", "process", data + MIB, MIB, N_("the second MiB"));
	worker_step(worker);
	protect(worker, data + 2 * MIB, PROT_NONE);
	worker_mark(worker, "third", "process", data + 2 * MIB, MIB, N_("the third MiB"));
	worker_step(worker);
}

static void try_own_memory(struct worker *worker, const char *data)
{
	worker_try(worker, "read_ro", ACCESS_READ, data + MIB, N_("read r--"));
	worker_try(worker, "write_ro", ACCESS_WRITE, data + MIB, N_("write r--"));
	worker_step(worker);
	worker_try(worker, "read_none", ACCESS_READ, data + 2 * MIB, N_("read ---"));
	worker_step(worker);
	worker_try(worker, "exec_rw", ACCESS_EXECUTE, data, N_("execute rw-"));
	worker_step(worker);
}

static void try_program(struct worker *worker, const volatile void *code)
{
	worker_try(worker, "code", ACCESS_WRITE, code, N_("write code"));
	worker_try(worker, "literal", ACCESS_WRITE, "a literal", N_("write a literal"));
	worker_try(worker, "constant", ACCESS_WRITE, &constant, N_("write a constant"));
	worker_step(worker);
}

static void try_nothing(struct worker *worker)
{
	worker_try(worker, "null", ACCESS_READ, NULL, N_("read NULL"));
	worker_try(worker, "field", ACCESS_READ, (const void *)16, N_("read NULL+16"));
	worker_step(worker);
}

#ifdef __x86_64__
static void try_beyond(struct worker *worker)
{
	worker_try(worker, "last", ACCESS_READ, (const void *)LAST_PAGE, N_("read the last page"));
	worker_try(worker, "kernel", ACCESS_READ, (const void *)KERNEL, N_("read the kernel"));
	worker_step(worker);
	worker_try(
		worker, "beyond", ACCESS_READ, (const void *)NOT_CANONICAL, N_("read no address"));
	worker_step(worker);
	if (worker_holds(worker, EXECUTE_ONLY)) {
		worker_try(worker, "vsyscall", ACCESS_READ, (const void *)VSYSCALL,
			N_("read [vsyscall]"));
		worker_step(worker);
	}
}
#else
static void try_beyond(struct worker *worker)
{
	(void)worker;
}
#endif

static void try_file(struct worker *worker)
{
	size_t page = worker_unit(worker, PAGES_SMALL);
	int fd = memfd_create("one-page", MFD_CLOEXEC);
	if (fd < 0 || ftruncate(fd, (off_t)page) < 0)
		worker_skip(worker, N_("no file can be made in memory (memfd)"));
	char *file = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (file == MAP_FAILED)
		worker_skip(worker, N_("a file cannot be mapped here"));
	worker_try(worker, "inside", ACCESS_READ, file, N_("read the file"));
	worker_try(worker, "past", ACCESS_READ, file + page, N_("read behind its end"));
	worker_step(worker);
}

static void put_back(struct worker *worker, char *data)
{
	protect(worker, data + MIB, PROT_READ | PROT_WRITE);
	protect(worker, data + 2 * MIB, PROT_READ | PROT_WRITE);
	worker_try(worker, "again", ACCESS_WRITE, data + 2 * MIB, N_("write the third MiB"));
	worker_step(worker);
}

static void work(struct worker *worker)
{
	char *data = worker_map(worker, SIZE, PAGES_PLAIN);
	worker_touch(worker, data, SIZE);
	worker_mark(worker, "data", "process", data, SIZE, N_("the new mapping"));
	worker_step(worker);
	split_in_parts(worker, data);
	try_own_memory(worker, data);
	try_program(worker, (const void *)(uintptr_t)work);
	try_nothing(worker);
	try_beyond(worker);
	try_file(worker);
	put_back(worker, data);
}

const struct demo demo_protect = {
	.id = "protect",
	.title = N_("Permission bits that bite"),
	.group = "Protection",
	.summary = N_("What may be read, written and executed, and the signal for what may not"),
	.view = "map",
	.cap = "8M",
	.minutes = 6,
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
