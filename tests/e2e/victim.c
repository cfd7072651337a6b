/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A process to be watched: `victim MODE [ARGUMENT]…` brings its memory into a known state, says
 * "ready PID" (the process to watch) on standard output, and then does one more thing of its mode
 * for each byte on standard input, answering "done" and the rounds of its
 * work. It ends when standard input does. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define KIB ((size_t)1 << 10)
#define MIB ((size_t)1 << 20)
#define GIB ((size_t)1 << 30)
#define PAGE ((size_t)sysconf(_SC_PAGESIZE))

static char *const *words; /* the arguments behind the mode */
static pid_t watched;
static atomic_ulong rounds; /* of the churn */

_Noreturn static void fail(const char *what)
{
	fprintf(stderr, "victim: %s: %s\n", what, strerror(errno));
	exit(1);
}

static char *map(size_t size, int protection, int flags, int fd)
{
	char *memory = mmap(NULL, size, protection, flags, fd, 0);
	if (memory == MAP_FAILED)
		fail("mmap");
	return memory;
}

static char *map_anonymous(size_t size)
{
	char *memory =
		map(size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
	madvise(memory, size, MADV_NOHUGEPAGE);
	return memory;
}

static size_t number(size_t index, size_t otherwise)
{
	for (size_t i = 0; i <= index; i++)
		if (!words[i])
			return otherwise;
	return strtoul(words[index], NULL, 10);
}

static void nothing(void)
{
}

static void touch(char *memory, size_t size)
{
	for (size_t i = 0; i < size; i += PAGE)
		memory[i] = 1;
}

/* COUNT mappings of KIB each; neighbours of different protection cannot merge. */
static void make_mappings(void)
{
	size_t count = number(0, 0), size = number(1, 4) * KIB;
	char *memory = map_anonymous(count * size);
	touch(memory, count * size);
	for (size_t i = 1; i < count; i += 2)
		mprotect(memory + i * size, size, PROT_READ);
}

static void *rest(void *unused)
{
	pause();
	return unused;
}

static void make_threads(void)
{
	pthread_attr_t attributes;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 64 * 1024);
	for (size_t i = number(0, 0); i > 0; i--) {
		pthread_t thread;
		if (pthread_create(&thread, &attributes, rest, NULL))
			fail("pthread_create");
	}
}

static void make_reserve(void)
{
	for (size_t gib = number(0, 0); gib > 0;) {
		size_t piece = gib < 16384 ? gib : 16384;
		map(piece * GIB, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
		gib -= piece;
	}
}

/* GIB to be had, COUNT pages of it touched, evenly spread. */
static void make_sparse(void)
{
	size_t size = number(0, 0) * GIB, count = number(1, 1);
	char *memory =
		map(size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
	for (size_t i = 0; i < count; i++)
		memory[size / count * i] = 1;
}

static void make_resident(void)
{
	size_t size = number(0, 0) * MIB;
	touch(map_anonymous(size), size);
}

static void map_file(const char *folder, const char *name)
{
	char *path = NULL;
	if (asprintf(&path, "%s/%s", folder, name) < 0)
		fail("asprintf");
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
	if (fd >= 0 && ftruncate(fd, (off_t)PAGE) == 0)
		map(PAGE, PROT_READ, MAP_PRIVATE, fd);
	if (fd >= 0)
		close(fd);
	unlink(path);
	free(path);
}

/* The first word is a folder to write in; each other names a memfd, a file and a thread. */
static void make_names(void)
{
	for (char *const *name = words + 1; *name; name++) {
		int fd = memfd_create(*name, MFD_CLOEXEC);
		if (fd < 0 || ftruncate(fd, (off_t)PAGE))
			fail("memfd_create");
		map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
		map_file(words[0], *name);
		prctl(PR_SET_NAME, *name);
	}
}

/* Two processes with a memfd in common, and a file in the folder that is the first word. */
static void make_share(void)
{
	int fd = memfd_create("pool", MFD_CLOEXEC);
	if (fd < 0 || ftruncate(fd, (off_t)(4 * PAGE)))
		fail("memfd_create");
	touch(map(4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd), 4 * PAGE);
	map_file(words[0], "together.bin");
	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		prctl(PR_SET_NAME, "partner");
		for (;;)
			pause();
	}
}

static char *sheet;

/* COUNT pages of a memfd, mapped privately: a quarter written, a quarter read, half left alone. */
static void make_sheet(void)
{
	size_t size = number(0, 0) * PAGE;
	volatile char sum = 0;
	int fd = memfd_create("sheet", MFD_CLOEXEC);
	if (fd < 0 || ftruncate(fd, (off_t)size))
		fail("memfd_create");
	sheet = map(size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd);
	touch(sheet, size / 4);
	for (size_t i = size / 4; i < size / 2; i += PAGE)
		sum = (char)(sum + sheet[i]);
}

/* Writes a hundredth of the pages, spread over what was left alone. */
static void write_sheet(void)
{
	static size_t first;
	size_t pages = number(0, 0);
	for (size_t i = pages / 2 + first; i < pages; i += 50)
		sheet[i * PAGE] = 1;
	first++;
}

/* A file in folders whose names are longer together than any path can be said in one piece. */
static void make_deep(void)
{
	static char name[251];
	memset(name, 'd', sizeof(name) - 1);
	if (chdir(words[0]))
		fail("chdir");
	int depth = 0;
	while (depth < 40 && mkdir(name, 0700) == 0 && chdir(name) == 0)
		depth++;
	map_file(".", "file");
	while (depth-- > 0)
		if (chdir("..") || rmdir(name))
			fail("rmdir");
}

static void make_zombie(void)
{
	watched = fork();
	if (watched == 0)
		_exit(0);
	siginfo_t info;
	waitid(P_PID, (id_t)watched, &info, WEXITED | WNOWAIT);
}

static void *churn(void *unused)
{
	for (;;) {
		char *memory = map_anonymous(8 * PAGE);
		touch(memory, 8 * PAGE);
		munmap(memory, 8 * PAGE);
		atomic_fetch_add_explicit(&rounds, 1, memory_order_relaxed);
	}
	return unused;
}

/* MIB resident, and a thread that maps, touches and unmaps without end. */
/* What malloc gives it gives back to nobody. */
static void *leak(void *unused)
{
	for (;;) {
		memset(malloc(4 * KIB), 1, 4 * KIB);
		usleep(4000);
	}
	return unused;
}

static void make_leak(void)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, leak, NULL))
		fail("pthread_create");
}

static void make_churn(void)
{
	pthread_t thread;
	make_resident();
	if (pthread_create(&thread, NULL, churn, NULL))
		fail("pthread_create");
}

static int talk[2];

/* A socket with itself, a lock, and SIGUSR1 blocked. */
static void make_queue(void)
{
	sigset_t blocked;
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGUSR1);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, talk) || flock(memfd_create("ledger", 0), LOCK_EX))
		fail("socketpair");
}

static void fill_queue(void)
{
	static const char bytes[1000];
	if (write(talk[0], bytes, sizeof(bytes)) != sizeof(bytes))
		fail("write");
	kill(getpid(), SIGUSR1);
}

static void grow(void)
{
	make_resident();
}

static void leave(void)
{
	_exit(0);
}

/* Becomes the program in the first word, with the rest as its arguments. */
static void become(void)
{
	execvp(words[0], words);
	fail("execvp");
}

static const struct mode {
	const char *name;
	void (*prepare)(void);
	void (*poke)(void);
} modes[] = {
	{ "sleep", nothing, leave },
	{ "mappings", make_mappings, nothing },
	{ "threads", make_threads, nothing },
	{ "reserve", make_reserve, nothing },
	{ "sparse", make_sparse, nothing },
	{ "resident", make_resident, nothing },
	{ "names", make_names, nothing },
	{ "share", make_share, nothing },
	{ "sheet", make_sheet, write_sheet },
	{ "deep", make_deep, nothing },
	{ "zombie", make_zombie, nothing },
	{ "churn", make_churn, nothing },
	{ "leak", make_leak, nothing },
	{ "queue", make_queue, fill_queue },
	{ "grow", nothing, grow },
	{ "become", nothing, become },
};

static void serve(const struct mode *mode)
{
	char byte;
	mode->prepare();
	dprintf(STDOUT_FILENO, "ready %d\n", (int)watched);
	while (read(STDIN_FILENO, &byte, 1) == 1) {
		mode->poke();
		dprintf(STDOUT_FILENO, "done %lu\n", atomic_load(&rounds));
	}
}

int main(int count, char **arguments)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	watched = getpid();
	for (size_t i = 0; count > 1 && i < sizeof(modes) / sizeof(*modes); i++) {
		if (strcmp(arguments[1], modes[i].name) == 0) {
			words = arguments + 2;
			serve(&modes[i]);
			return 0;
		}
	}
	fprintf(stderr, "usage: victim MODE [ARGUMENT]...\n");
	return 2;
}
