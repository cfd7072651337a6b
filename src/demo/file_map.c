/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One file mapped twice, shared and private: one set of pages, until somebody writes. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "demo/worker.h"

#define AROUND "64K" /* what one fault on a cached file maps */

static const struct demo_expectation shared_read[] = {
	{ .metric = "vsz", .value = "2*" DEMO_SIZE },
	{ .metric = "shared.kind", .is_absolute = true, .value = "file-shared" },
	{ .metric = "private.kind", .is_absolute = true, .value = "file" },
	{ .metric = "minflt", .value = "size/" AROUND, .tolerance = "64" },
	{ .metric = "rss_file", .value = DEMO_SIZE, .tolerance = "48*page" },
	{ .metric = "shared.private_clean",
		.is_absolute = true,
		.value = DEMO_SIZE,
		.tolerance = "0" },
	{ .metric = "private.rss", .is_absolute = true, .value = "0", .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation both_read[] = {
	{ .metric = "minflt", .value = "size/" AROUND, .tolerance = "64" },
	{ .metric = "rss_file", .value = DEMO_SIZE, .tolerance = "48*page" },
	{ .metric = "shared.pss", .value = "-" DEMO_SIZE "/2", .tolerance = "page" },
	{ .metric = "private.pss", .value = DEMO_SIZE "/2", .tolerance = "page" },
	{ .metric = "shared.shared_clean",
		.is_absolute = true,
		.value = DEMO_SIZE,
		.tolerance = "0" },
	{ .metric = "private.shared_clean",
		.is_absolute = true,
		.value = DEMO_SIZE,
		.tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation shared_written[] = {
	{ .metric = "minflt", .value = "size/page" },
	{ .metric = "rss_file", .value = "0" },
	{ .metric = "rss_anon", .value = "0" },
	{ .metric = "shared.shared_dirty",
		.is_absolute = true,
		.value = DEMO_SIZE,
		.tolerance = "0" },
	{ .metric = "value:in_file", .is_absolute = true, .value = "1" },
	{ .metric = "value:in_shared", .is_absolute = true, .value = "1" },
	{ .metric = "value:in_private", .is_absolute = true, .value = "1" },
	{ 0 },
};

static const struct demo_expectation private_written[] = {
	{ .metric = "minflt", .value = "size/page" },
	{ .metric = "rss_file", .value = "-" DEMO_SIZE, .tolerance = "48*page" },
	{ .metric = "rss_anon", .value = DEMO_SIZE },
	{ .metric = "shared.pss", .value = DEMO_SIZE "/2", .tolerance = "page" },
	{ .metric = "private.pss", .value = DEMO_SIZE "/2", .tolerance = "page" },
	{ .metric = "private.private_dirty",
		.is_absolute = true,
		.value = DEMO_SIZE,
		.tolerance = "0" },
	{ .metric = "value:in_file", .is_absolute = true, .value = "1" },
	{ .metric = "value:in_shared", .is_absolute = true, .value = "1" },
	{ .metric = "value:in_private", .is_absolute = true, .value = "2" },
	{ 0 },
};

static const struct demo_expectation synced[] = {
	{ .metric = "minflt", .value = "0" },
	{ .metric = "rss_file", .value = "0" },
	{ .metric = "shared.private_clean",
		.is_absolute = true,
		.value = DEMO_SIZE,
		.tolerance = "0" },
	{ .metric = "private.private_dirty", .value = "0", .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation refused[] = {
	{ .metric = "value:no_length", .is_absolute = true, .value = "22" },
	{ .metric = "value:odd_offset", .is_absolute = true, .value = "22" },
	{ .metric = "vsz", .value = "0" },
	{ 0 },
};

static const struct demo_expectation kept_short[] = {
	{ .metric = "value:in_memory", .is_absolute = true, .value = "13" },
	{ .metric = "value:in_file", .is_absolute = true, .value = "5" },
	{ .metric = "value:hello", .is_absolute = true, .value = "1" },
	{ 0 },
};

static const struct demo_expectation beyond[] = {
	{ .metric = "beyond.fault", .is_absolute = true, .value = "BUS_ADRERR" },
	{ .metric = "beyond.kind", .is_absolute = true, .value = "file-shared" },
	{ .metric = "vsz", .value = "0" },
	{ 0 },
};

static const struct demo_prediction what_the_second_costs = {
	.question = N_("The same file is read through a second mapping. By how much does PSS grow?"),
	.metric = "pss",
	.choices = {
		{ N_("by the size of the file"), "size" },
		{ N_("by half of it"), "size/2" },
		{ N_("not at all"), "0" },
	},
};
static const struct demo_prediction what_the_file_holds = {
	.question = N_("The private mapping is set to 2. What does the file hold then?"),
	.metric = "value:in_file",
	.is_absolute = true,
	.choices = {
		{ N_("1, as before"), "1" },
		{ N_("2"), "2" },
	},
};
static const struct demo_prediction what_a_long_text_does = {
	.question = N_("A file of 5 bytes is mapped, and 13 are written into the mapping. How long is "
		       "the file then?"),
	.metric = "value:in_file",
	.is_absolute = true,
	.choices = {
		{ N_("5 bytes"), "5" },
		{ N_("13 bytes"), "13" },
		{ N_("a whole page"), "page" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("Read the shared mapping"),
		.before =
			N_("The program maps one file twice, MAP_SHARED and MAP_PRIVATE, and reads "
			   "every page of the shared mapping."),
		.lesson = N_("The file's pages are resident and clean, and nobody else maps them "
			     "(Private_Clean). The private mapping has none yet."),
		.look = "shared",
		.expectations = shared_read },
	{ .title = N_("Read the private mapping"),
		.before = N_("Every page is read through the private mapping."),
		.lesson = N_("RSS grew by as much again, PSS did not: both mappings show the same "
			     "pages of the page cache. They are Shared_Clean now. Private does not "
			     "mean alone in memory; it means that writing will not be seen by "
			     "others."),
		.textbook = N_("a private mapping has its own copy of the file"),
		.measured = N_("RSS +16 MiB, PSS +0: one set of pages, mapped twice"),
		.prediction = &what_the_second_costs,
		.look = "private",
		.expectations = both_read },
	{ .title = N_("Write through the shared mapping"),
		.before = N_("1 is written into every page of the shared mapping. Then the first "
			     "byte is read from the file, and through both mappings."),
		.lesson = N_("The pages are dirty, and everybody sees 1 at once: whoever reads the "
			     "file, and the private mapping too, because it has not been written "
			     "yet. No msync was needed. Each page took a fault, so that the kernel "
			     "learns which ones it has to write to the disk."),
		.textbook = N_("others see the change after msync"),
		.measured = N_("the file and both mappings read 1 at once"),
		.look = "shared",
		.expectations = shared_written },
	{ .title = N_("Write through the private mapping"),
		.before = N_("2 is written into every page of the private mapping."),
		.lesson = N_("Copy-on-write: each first write copies a page. RssFile fell, RssAnon "
			     "grew by as much, and PSS by all of it. The file and the shared "
			     "mapping still read 1."),
		.prediction = &what_the_file_holds,
		.look = "private",
		.expectations = private_written },
	{ .title = N_("msync"),
		.before = N_(
			"The program asks the kernel to write the shared mapping to the disk and "
			"waits for it (msync, MS_SYNC)."),
		.lesson =
			N_("Its pages are clean now, for the disk has them. This is what msync is "
			   "for: to last, not to be seen. The private copies stay dirty: they "
			   "will never reach the file."),
		.look = "shared",
		.expectations = synced },
	{ .title = N_("Mappings that cannot be"),
		.before =
			N_("The program asks for a mapping of length 0, and for one that starts at "
			   "byte 100 of the file."),
		.lesson = N_("Both are refused with error 22 (EINVAL): a mapping is made of whole "
			     "pages. So an empty file cannot be mapped by its size."),
		.view = "map",
		.expectations = refused },
	{ .title = N_("Write past the end of the file"),
		.before = N_("A file of 5 bytes is mapped, and \"HELLO, WORLD\" and its end, 13 "
			     "bytes, are copied into the mapping."),
		.lesson = N_(
			"13 bytes are in memory, and 5 in the file: HELLO. The rest of its last "
			"page can be written, and is lost. A mapping never makes a file longer."),
		.textbook = N_("strcpy into the mapping writes the text into the file"),
		.measured = N_("the file keeps its length of 5 bytes"),
		.view = "map",
		.prediction = &what_a_long_text_does,
		.expectations = kept_short },
	{ .title = N_("Touch a page past the end"),
		.before = N_("The mapping is two pages long, the file only 5 bytes. The program "
			     "reads the second page."),
		.lesson = N_("SIGBUS: the address is mapped, but there is no page of the file "
			     "behind it. The same happens to a program whose file is cut short by "
			     "somebody else."),
		.view = "map",
		.look = "beyond",
		.expectations = beyond },
};

struct mappings {
	int fd;
	size_t size;
	char *shared, *private;
};

static char *map(struct worker *worker, int fd, size_t size, int rights, int flags)
{
	void *memory = mmap(NULL, size, rights, flags, fd, 0);
	if (memory == MAP_FAILED)
		worker_skip(worker, N_("the file cannot be mapped"));
	return memory;
}

static void set_up(struct worker *worker, struct mappings *mappings)
{
	const int rights = PROT_READ | PROT_WRITE;
	mappings->size = worker_size(worker, worker_unit(worker, PAGES_SMALL));
	mappings->fd = worker_file(worker, mappings->size);
	mappings->shared = map(worker, mappings->fd, mappings->size, rights, MAP_SHARED);
	mappings->private = map(worker, mappings->fd, mappings->size, rights, MAP_PRIVATE);
	worker_mark(worker, "private", "process", mappings->private, mappings->size,
		N_("the private mapping"));
	worker_mark(worker, "shared", "process", mappings->shared, mappings->size,
		N_("the shared mapping"));
}

static void write_pages(char *memory, size_t size, size_t page, char value)
{
	for (size_t at = 0; at < size; at += page)
		*(volatile char *)(memory + at) = value;
}

static void report(struct worker *worker, const struct mappings *mappings)
{
	char in_file = 0;
	if (pread(mappings->fd, &in_file, 1, 0) != 1)
		in_file = -1;
	worker_value(worker, "in_file", in_file);
	worker_value(worker, "in_shared", mappings->shared[0]);
	worker_value(worker, "in_private", mappings->private[0]);
	worker_step(worker);
}

static void read_and_write(struct worker *worker, const struct mappings *mappings)
{
	size_t page = worker_unit(worker, PAGES_SMALL);
	worker_read(worker, mappings->shared, mappings->size);
	worker_step(worker);
	worker_read(worker, mappings->private, mappings->size);
	worker_step(worker);
	write_pages(mappings->shared, mappings->size, page, 1);
	report(worker, mappings);
	write_pages(mappings->private, mappings->size, page, 2);
	report(worker, mappings);
	msync(mappings->shared, mappings->size, MS_SYNC);
	worker_step(worker);
}

/* The error of a mapping that should be refused; 0 when it was not. */
static int try_to_map(int fd, size_t size, off_t offset)
{
	void *memory = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, offset);
	if (memory == MAP_FAILED)
		return errno;
	munmap(memory, size);
	return 0;
}

static int64_t file_size(int fd)
{
	struct stat status;
	return fstat(fd, &status) < 0 ? -1 : status.st_size;
}

static bool still_says_hello(int fd)
{
	char text[6] = "";
	return pread(fd, text, sizeof text - 1, 0) == 5 && strcmp(text, "HELLO") == 0;
}

static void use_short_file(struct worker *worker)
{
	static const char text[] = "HELLO, WORLD";
	size_t page = worker_unit(worker, PAGES_SMALL);
	int fd = worker_file(worker, 5);
	char *memory = map(worker, fd, 2 * page, PROT_READ | PROT_WRITE, MAP_SHARED);
	worker_mark(worker, "short", "process", memory, page, N_("a file of 5 bytes"));
	memcpy(memory, text, sizeof text);
	worker_value(worker, "in_memory", (int64_t)strlen(memory) + 1);
	worker_value(worker, "in_file", file_size(fd));
	worker_value(worker, "hello", still_says_hello(fd));
	worker_step(worker);
	worker_try(worker, "beyond", ACCESS_READ, memory + page, N_("past the end of the file"));
	worker_step(worker);
}

static void work(struct worker *worker)
{
	struct mappings mappings;
	set_up(worker, &mappings);
	read_and_write(worker, &mappings);
	worker_value(worker, "no_length", try_to_map(mappings.fd, 0, 0));
	worker_value(worker, "odd_offset", try_to_map(mappings.fd, 1, 100));
	worker_step(worker);
	use_short_file(worker);
}

const struct demo demo_file_map = {
	.id = "file-map",
	.title = N_("MAP_SHARED and MAP_PRIVATE"),
	.group = "Sharing",
	.summary = N_("One file mapped twice: one set of pages, until the private side writes"),
	.view = "pages",
	.minutes = 7,
	.needs = "fs=disk",
	.without = N_("Reading a file of 16 MiB through two mappings makes RSS grow by 32 MiB and PSS "
		      "by 16 MiB. What is written through the shared one is seen at once by all, "
		      "also without msync. What is written through the private one is copied: "
		      "RssFile falls, RssAnon grows, and the file stays as it was."),
	.cap = "2*size+32M",
	.parameters = {
		{ .name = "size", .value = "16M", .least = 1 << 20, .most = 512 << 20,
			.help = N_("how large the file is") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
