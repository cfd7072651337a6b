/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Faults on a mapped file: from the page cache they are minor, from the disk major. */
#include <sys/mman.h>
#include <unistd.h>

#include "demo/worker.h"

#define SIZE "(size/(4*page)*(4*page))" /* as the worker rounds it */
#define QUARTER "(size/(4*page)*page)"
#define AROUND "64K" /* what one fault on a cached file maps: fault_around_bytes */
#define PROGRESS ((size_t)1 << 20)

static const struct demo_expectation mapped[] = {
	{ .metric = "vsz", .value = SIZE },
	{ .metric = "data.rss", .is_absolute = true, .value = "0", .tolerance = "0" },
	{ .metric = "value:cached_pages", .is_absolute = true, .value = SIZE "/page" },
	{ .metric = "majflt", .value = "0" },
	{ 0 },
};

static const struct demo_expectation read_warm[] = {
	{ .metric = "minflt", .value = "size/" AROUND, .tolerance = "64" },
	{ .metric = "majflt", .value = "0" },
	{ .metric = "rss_file", .value = SIZE, .tolerance = "48*page" },
	{ .metric = "rss_anon", .value = "0" },
	{ .metric = "data.private_clean", .is_absolute = true, .value = SIZE, .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation evicted[] = {
	{ .metric = "vsz", .value = "0" },
	{ .metric = "value:cached_pages", .is_absolute = true, .value = "0" },
	{ .metric = "data.rss", .is_absolute = true, .value = "0", .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation read_ahead[] = {
	{ .metric = "majflt", .value = "1", .tolerance = "size/page/32" },
	{ .metric = "data.rss", .is_absolute = true, .value = SIZE, .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation read_random[] = {
	{ .metric = "majflt", .value = QUARTER "/page", .tolerance = "0" },
	{ .metric = "minflt", .value = "0" },
	{ .metric = "data.rss", .is_absolute = true, .value = QUARTER, .tolerance = "0" },
	{ 0 },
};

static const struct demo_expectation read_random_warm[] = {
	{ .metric = "majflt", .value = "0" },
	{ .metric = "minflt", .value = QUARTER "/" AROUND, .tolerance = "64" },
	{ .metric = "data.rss", .is_absolute = true, .value = QUARTER, .tolerance = "0" },
	{ 0 },
};

static const struct demo_prediction faults_of_the_cache = {
	.question = N_("The file is in the page cache. How many faults does reading all its pages "
		       "take?"),
	.metric = "minflt",
	.choices = {
		{ N_("none: it is in memory"), "0" },
		{ N_("one for every 16 pages"), "size/" AROUND },
		{ N_("one for each page"), "size/page" },
	},
};
static const struct demo_prediction faults_of_the_disk = {
	.question = N_("Now the file is on the disk only. How many of the faults wait for the disk "
		       "(majflt)?"),
	.metric = "majflt",
	.choices = {
		{ N_("one for each page"), "size/page" },
		{ N_("one for every 16 pages"), "size/" AROUND },
		{ N_("only a few"), "1" },
	},
};
static const struct demo_prediction faults_without_read_ahead = {
	.question = N_("The kernel is told that pages will be read in any order (MADV_RANDOM), and "
		       "a quarter is read. How many faults wait for the disk?"),
	.metric = "majflt",
	.choices = {
		{ N_("only a few"), "1" },
		{ N_("one for every 16 pages"), QUARTER "/" AROUND },
		{ N_("one for each page"), QUARTER "/page" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("Map a file"),
		.before = N_("The program writes a file and maps it for reading."),
		.lesson = N_("VSZ grew by the file. The file is in the page cache, because it has "
			     "just been written (cached_pages), yet no page is in the page table: "
			     "nothing is resident in this process."),
		.expectations = mapped },
	{ .title = N_("Read it from the page cache"),
		.before = N_("One byte of every page is read."),
		.lesson = N_("Minor faults only: the pages are in memory, only the entries were "
			     "missing. And 1,600 faults for 25,600 pages: with each fault the "
			     "kernel enters the 16 pages around it, as far as they are cached. The "
			     "pages are clean: they can be dropped and read again."),
		.textbook = N_("a fault for every page, and each loads it from the disk"),
		.measured = N_("a fault for every 16 pages, and majflt +0"),
		.prediction = &faults_of_the_cache,
		.expectations = read_warm },
	{ .title = N_("Drop it from the page cache"),
		.before = N_("The program unmaps the file, asks the kernel to drop its pages "
			     "(posix_fadvise, POSIX_FADV_DONTNEED) and maps it again."),
		.lesson = N_("No page of the file is in memory any more (cached_pages is 0). It "
			     "had been written to the disk before: what is dirty would stay."),
		.expectations = evicted },
	{ .title = N_("Read it from the disk"),
		.before = N_("One byte of every page is read, in order."),
		.lesson = N_("All of it came from the disk, and hardly any fault waited for that: "
			     "the kernel saw the pages being read in order and fetched the next "
			     "ones ahead. majflt counts waiting, not reading."),
		.textbook = N_("every page that is read from the disk is a major fault"),
		.measured = N_("all of it from the disk, and hardly a major fault"),
		.prediction = &faults_of_the_disk,
		.expectations = read_ahead },
	{ .title = N_("Read a quarter without read-ahead"),
		.before = N_("The file is dropped again. The program says that it reads in no "
			     "order (MADV_RANDOM) and reads the pages of the first quarter."),
		.lesson = N_("Without read-ahead every page is a fault of its own, and each waits "
			     "for the disk: 6,400 for 25 MiB. This is what the textbook means."),
		.prediction = &faults_without_read_ahead,
		.expectations = read_random },
	{ .title = N_("The same quarter again"),
		.before = N_("The file is mapped afresh and the same pages are read."),
		.lesson = N_("They are in the page cache now: minor faults, 16 pages each. Whether "
			     "a fault is minor or major says where the page was, not what the "
			     "program did."),
		.expectations = read_random_warm },
};

/* A file and where it is mapped. */
struct mapped_file {
	char *bytes;
	size_t size, page;
	int fd;
};

static void report_cached(struct worker *worker, const struct mapped_file *file)
{
	int64_t count = 0;
	for (size_t at = 0; at < file->size; at += file->page) {
		unsigned char state = 0;
		mincore(file->bytes + at, file->page, &state);
		count += state & 1;
	}
	worker_value(worker, "cached_pages", count);
}

static void map(struct worker *worker, struct mapped_file *file)
{
	void *bytes = mmap(NULL, file->size, PROT_READ, MAP_PRIVATE, file->fd, 0);
	if (bytes == MAP_FAILED)
		worker_skip(worker, N_("the file cannot be mapped"));
	file->bytes = bytes;
	worker_mark(worker, "data", "process", bytes, file->size, N_("the mapped file"));
}

/* The pages can be dropped only while nobody maps them. */
static void map_again(struct worker *worker, struct mapped_file *file, bool evicts)
{
	munmap(file->bytes, file->size);
	if (evicts)
		worker_evict(file->fd);
	map(worker, file);
}

/* In pieces, so that a slow disk is not taken for a hang. */
static void read_slowly(struct worker *worker, const struct mapped_file *file, size_t size)
{
	for (size_t at = 0; at < size; at += PROGRESS) {
		size_t piece = size - at < PROGRESS ? size - at : PROGRESS;
		worker_read(worker, file->bytes + at, piece);
		worker_value(worker, "read_kib", (int64_t)((at + piece) >> 10));
	}
}

static void work(struct worker *worker)
{
	struct mapped_file file = { .page = worker_unit(worker, PAGES_SMALL) };
	file.size = worker_size(worker, 4 * file.page);
	file.fd = worker_file(worker, file.size);
	size_t quarter = file.size / 4;
	map(worker, &file);
	report_cached(worker, &file);
	worker_step(worker);
	read_slowly(worker, &file, file.size);
	worker_step(worker);
	map_again(worker, &file, true);
	report_cached(worker, &file);
	worker_step(worker);
	read_slowly(worker, &file, file.size);
	worker_step(worker);
	map_again(worker, &file, true);
	madvise(file.bytes, file.size, MADV_RANDOM);
	read_slowly(worker, &file, quarter);
	worker_step(worker);
	map_again(worker, &file, false);
	read_slowly(worker, &file, quarter);
	worker_step(worker);
}

const struct demo demo_file_fault = {
	.id = "file-fault",
	.title = N_("Minor and major faults on a file"),
	.group = "Paging",
	.summary = N_("A fault from the page cache is minor, one that waits for the disk is major"),
	.view = "pages",
	.minutes = 5,
	.needs = "fs=disk",
	.without = N_("Reading 100 MiB of a cached file takes 1,600 minor faults, 16 pages each. "
		      "From the disk, in order, it takes one major fault and 453 minor ones, "
		      "because the kernel reads ahead. Without read-ahead each page is a major "
		      "fault: 6,400 for 25 MiB."),
	.cap = "size+28M",
	.parameters = {
		{ .name = "size", .value = "100M", .least = 8 << 20, .most = 512 << 20,
			.help = N_("how large the file is") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
