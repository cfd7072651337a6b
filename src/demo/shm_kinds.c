/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Four kinds of shared memory that differ in one thing: who keeps it alive. */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "demo/worker.h"

#define KIB DEMO_SIZE "/1024"
#define NAME "/strata-demo-00000000" /* with the worker's pid in the place of the zeros */

/* What each kind shows when it has been mapped and written. */
#define MAPPED(key)                                                                                \
	{ .metric = key ".kind", .is_absolute = true, .value = "shm" },                            \
		{ .metric = key ".permissions", .is_absolute = true, .value = "rw-s" },            \
		{ .metric = key ".private_dirty", .is_absolute = true, .value = DEMO_SIZE },       \
		{ .metric = "vsz", .value = DEMO_SIZE },                                           \
		{ .metric = "rss_shmem", .value = DEMO_SIZE },                                     \
		{ .metric = "minflt", .value = "size/page", .tolerance = "64" },                   \
	{                                                                                          \
		.metric = "page_tables", .value = DEMO_TABLES("size")                              \
	}
/* Taken out of the process; the object is still there. */
#define KEPT(object)                                                                               \
	{ .metric = "vsz", .value = "-" DEMO_SIZE },                                               \
		{ .metric = "rss_shmem", .value = "-" DEMO_SIZE },                                 \
	{                                                                                          \
		.metric = "value:" object, .is_absolute = true, .value = KIB                       \
	}
#define GONE(object)                                                                               \
	{ .metric = "rss_shmem", .value = "0" },                                                   \
	{                                                                                          \
		.metric = "value:" object, .is_absolute = true, .value = "0"                       \
	}

static const struct demo_expectation memfd_mapped[] = { MAPPED("memfd"), { 0 } };
static const struct demo_expectation posix_mapped[] = { MAPPED("posix"), { 0 } };
static const struct demo_expectation sysv_mapped[] = { MAPPED("sysv"), { 0 } };
static const struct demo_expectation anonymous_mapped[] = { MAPPED("anonymous"), { 0 } };
static const struct demo_expectation memfd_unmapped[] = { KEPT("memfd_kib"), { 0 } };
static const struct demo_expectation memfd_closed[] = { GONE("memfd_kib"), { 0 } };
static const struct demo_expectation posix_unmapped[] = { KEPT("posix_kib"), { 0 } };
static const struct demo_expectation posix_unlinked[] = { GONE("posix_kib"), { 0 } };
static const struct demo_expectation sysv_detached[] = { KEPT("sysv_kib"), { 0 } };
static const struct demo_expectation sysv_removed[] = { GONE("sysv_kib"), { 0 } };
static const struct demo_expectation anonymous_unmapped[] = {
	{ .metric = "vsz", .value = "-" DEMO_SIZE },
	{ .metric = "rss_shmem", .is_absolute = true, .value = "0" },
	{ 0 },
};

static const struct demo_prediction what_unmapping_frees = {
	.question = N_("The program unmaps the memfd. How much memory does the memfd hold then "
		       "(memfd_kib)?"),
	.metric = "value:memfd_kib",
	.is_absolute = true,
	.choices = {
		{ N_("none: it was the only mapping"), "0" },
		{ N_("all of it"), KIB },
	},
};
static const struct demo_prediction what_closing_frees = {
	.question = N_("The POSIX object is unmapped and its descriptor closed. How much memory does "
		       "it hold then (posix_kib)?"),
	.metric = "value:posix_kib",
	.is_absolute = true,
	.choices = {
		{ N_("none: nobody uses it"), "0" },
		{ N_("all of it"), KIB },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("A memfd"),
		.before = N_("The program makes a memfd, maps it and writes all of it."),
		.lesson = N_("\"/memfd:strata-demo (deleted)\", rw-s: a file in memory with a "
			     "descriptor and no name. It counts under RssShmem. system_shmem_kib "
			     "is the shared memory of the whole machine (Shmem in /proc/meminfo)."),
		.look = "memfd",
		.expectations = memfd_mapped },
	{ .title = N_("POSIX shared memory"),
		.before = N_("The program makes an object with shm_open, maps and writes it."),
		.lesson = N_("A file with a name in /dev/shm: whoever may open it can map the same "
			     "memory."),
		.look = "posix",
		.expectations = posix_mapped },
	{ .title = N_("System V shared memory"),
		.before = N_("The program makes a segment with shmget, attaches and writes it."),
		.lesson =
			N_("\"/SYSV00000000 (deleted)\": no descriptor and no name, but a number, "
			   "the id. ipcs -m and /proc/sysvipc/shm list it. In the number of its "
			   "pages and faults it is like the others."),
		.look = "sysv",
		.expectations = sysv_mapped },
	{ .title = N_("Shared anonymous memory"),
		.before = N_("The program maps shared memory without any object, and writes it."),
		.lesson = N_("\"/dev/zero (deleted)\": even this is a hidden file in memory. Only "
			     "processes that come by fork can share it."),
		.textbook = N_("anonymous memory has no file and no inode"),
		.measured = N_("shared anonymous memory has both: /dev/zero (deleted)"),
		.look = "anonymous",
		.expectations = anonymous_mapped },
	{ .title = N_("Unmap the memfd"),
		.before = N_("munmap; the descriptor stays open."),
		.lesson = N_("RSS fell, the memory is not free: the memfd still holds all of it "
			     "(memfd_kib), and no process shows it in its RSS. The descriptor "
			     "keeps it alive."),
		.textbook = N_("what is in nobody's RSS is free"),
		.measured = N_("16 MiB in nobody's RSS, and all in use"),
		.prediction = &what_unmapping_frees,
		.expectations = memfd_unmapped },
	{ .title = N_("Close the memfd"),
		.before = N_("close."),
		.lesson = N_("With the last descriptor and the last mapping it is gone. A memfd "
			     "cannot be forgotten: it goes with the processes."),
		.expectations = memfd_closed },
	{ .title = N_("Unmap and close the POSIX object"),
		.before = N_("munmap and close; the name stays."),
		.lesson = N_("Nobody maps it, nobody has it open, and it is all there (posix_kib): "
			     "the name keeps it alive, also when every process has ended. A "
			     "program that crashes leaves it in /dev/shm."),
		.prediction = &what_closing_frees,
		.expectations = posix_unmapped },
	{ .title = N_("Take its name away"),
		.before = N_("shm_unlink."),
		.lesson = N_("Without a name and without users it is gone. Had somebody still "
			     "mapped it, it would go with the last mapping, so a name can be "
			     "taken away as soon as all have opened it."),
		.expectations = posix_unlinked },
	{ .title = N_("Detach the System V segment"),
		.before = N_("shmdt."),
		.lesson = N_("Nobody is attached, and the segment is there (sysv_kib): the id "
			     "keeps it alive until somebody removes it. Leaks of shared memory "
			     "are found with ipcs -m and ls /dev/shm, not in any process."),
		.expectations = sysv_detached },
	{ .title = N_("Remove the segment"),
		.before = N_("shmctl with IPC_RMID."),
		.lesson = N_("Now it is gone. As with a name, it may be removed right after all "
			     "have attached: it then goes with the last of them."),
		.expectations = sysv_removed },
	{ .title = N_("Unmap the anonymous memory"),
		.before = N_("munmap."),
		.lesson =
			N_("Gone at once: nothing but mappings ever kept it. Four kinds, the same "
			   "memory; what differs is who keeps it alive: a descriptor, a name, an "
			   "id, or a mapping."),
		.expectations = anonymous_unmapped },
};

/* All that is made, and by what it is found. */
struct objects {
	size_t size;
	int memfd, posix, sysv;
	void *memfd_memory, *posix_memory, *sysv_memory, *anonymous_memory;
	char name[sizeof NAME];
};

static void name_after(pid_t worker, char name[sizeof NAME])
{
	char *digit = stpcpy(name, NAME);
	for (pid_t rest = worker; rest > 0 && digit > name; rest /= 10)
		*--digit = (char)('0' + rest % 10);
}

/* For the guard, which knows no id: segments tell who made them. */
static void remove_segments_of(pid_t worker)
{
	struct shm_info info;
	struct shmid_ds segment;
	int last = shmctl(0, SHM_INFO, (struct shmid_ds *)(void *)&info);
	for (int index = 0; index <= last; index++) {
		int id = shmctl(index, SHM_STAT, &segment);
		if (id >= 0 && segment.shm_cpid == worker)
			shmctl(id, IPC_RMID, NULL);
	}
}

static void clean(pid_t worker)
{
	char name[sizeof NAME];
	name_after(worker, name);
	shm_unlink(name);
	remove_segments_of(worker);
}

static int64_t kib_of_file(int fd)
{
	struct stat status;
	return fstat(fd, &status) < 0 ? 0 : status.st_blocks / 2;
}

static int64_t kib_of_name(const char *name)
{
	int fd = shm_open(name, O_RDONLY, 0);
	int64_t kib = kib_of_file(fd);
	if (fd >= 0)
		close(fd);
	return kib;
}

static int64_t kib_of_segment(int id)
{
	struct shmid_ds segment;
	return shmctl(id, IPC_STAT, &segment) < 0 ? 0 : (int64_t)(segment.shm_segsz >> 10);
}

static void step(struct worker *worker, const struct objects *objects)
{
	worker_value(worker, "memfd_kib", kib_of_file(objects->memfd));
	worker_value(worker, "posix_kib", kib_of_name(objects->name));
	worker_value(worker, "sysv_kib", kib_of_segment(objects->sysv));
	worker_value(worker, "system_shmem_kib", worker_meminfo("\nShmem:"));
	worker_step(worker);
}

/* To the size of all; a tmpfs that is full would give SIGBUS when it is written. */
static int sized(struct worker *worker, const struct objects *objects, int fd)
{
	struct statvfs system;
	if (fd < 0 || ftruncate(fd, (off_t)objects->size) < 0 || fstatvfs(fd, &system) < 0)
		worker_skip(worker, N_("there is no shared memory with a descriptor"));
	if (system.f_blocks && (uint64_t)system.f_bavail * system.f_frsize < objects->size)
		worker_skip(worker, N_("/dev/shm has too little room"));
	return fd;
}

/* Maps and writes it; fd -1 for anonymous memory. */
static void *map(struct worker *worker, const char *key, const struct objects *objects, int fd,
	const char *label)
{
	int flags = fd < 0 ? MAP_SHARED | MAP_ANONYMOUS : MAP_SHARED;
	void *memory = mmap(NULL, objects->size, PROT_READ | PROT_WRITE, flags, fd, 0);
	if (memory == MAP_FAILED)
		worker_skip(worker, N_("there is no room for more shared memory"));
	worker_touch(worker, memory, objects->size);
	worker_mark(worker, key, "process", memory, objects->size, label);
	return memory;
}

static void *attach(struct worker *worker, struct objects *objects)
{
	objects->sysv = shmget(IPC_PRIVATE, objects->size, IPC_CREAT | 0600);
	void *memory = objects->sysv < 0 ? (void *)-1 : shmat(objects->sysv, NULL, 0);
	if (memory == (void *)-1)
		worker_skip(worker, N_("there is no System V shared memory, or too little room"));
	worker_touch(worker, memory, objects->size);
	worker_mark(worker, "sysv", "process", memory, objects->size, N_("the segment"));
	return memory;
}

static void make_all(struct worker *worker, struct objects *objects)
{
	objects->memfd = sized(worker, objects, memfd_create("strata-demo", MFD_CLOEXEC));
	objects->memfd_memory = map(worker, "memfd", objects, objects->memfd, N_("the memfd"));
	step(worker, objects);
	objects->posix =
		sized(worker, objects, shm_open(objects->name, O_CREAT | O_EXCL | O_RDWR, 0600));
	objects->posix_memory =
		map(worker, "posix", objects, objects->posix, N_("the POSIX object"));
	step(worker, objects);
	objects->sysv_memory = attach(worker, objects);
	step(worker, objects);
	objects->anonymous_memory =
		map(worker, "anonymous", objects, -1, N_("shared anonymous memory"));
	step(worker, objects);
}

static void unmap(struct worker *worker, const char *key, void *memory, size_t size)
{
	worker_unmark(worker, key);
	munmap(memory, size);
}

static void drop_all(struct worker *worker, const struct objects *objects)
{
	unmap(worker, "memfd", objects->memfd_memory, objects->size);
	step(worker, objects);
	close(objects->memfd);
	step(worker, objects);
	unmap(worker, "posix", objects->posix_memory, objects->size);
	close(objects->posix);
	step(worker, objects);
	shm_unlink(objects->name);
	step(worker, objects);
	worker_unmark(worker, "sysv");
	shmdt(objects->sysv_memory);
	step(worker, objects);
	shmctl(objects->sysv, IPC_RMID, NULL);
	step(worker, objects);
	unmap(worker, "anonymous", objects->anonymous_memory, objects->size);
	step(worker, objects);
}

static void work(struct worker *worker)
{
	struct objects objects = {
		.size = worker_size(worker, worker_unit(worker, PAGES_SMALL)),
		.sysv = -1,
	};
	name_after(getpid(), objects.name);
	worker_guard(worker, clean);
	make_all(worker, &objects);
	drop_all(worker, &objects);
}

const struct demo demo_shm_kinds = {
	.id = "shm-kinds",
	.title = N_("memfd, POSIX shm, SysV shm, anonymous"),
	.group = "Sharing",
	.summary = N_("Four kinds of shared memory, and what keeps each of them alive"),
	.view = "map",
	.minutes = 8,
	.cap = "4*size+16M",
	.parameters = {
		{ .name = "size", .value = "16M", .least = 1 << 20, .most = 256 << 20,
			.help = N_("how much memory of each kind") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
