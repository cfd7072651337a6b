/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locks for a counter in a file: a second file, tested or made exclusively, and flock. */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "demo/race.h"

/* What `counter = counter + 1` is of a file: read, add, write. Another gets its chance between. */
static void add_one(int fd)
{
	int64_t counter = 0;
	if (pread(fd, &counter, sizeof counter, 0) < 0)
		return;
	sched_yield();
	counter++;
	ssize_t ignored = pwrite(fd, &counter, sizeof counter, 0);
	(void)ignored;
}

static void run_plain(struct race *race, size_t self)
{
	for (int64_t i = 0; i < race->rounds && !race->is_over; i++) {
		add_one(race->fd);
		race->racers[self].tries = i + 1;
	}
}

/* Makes the file that is the lock; waits as long as it is there. */
static bool take_tested(const struct race *race)
{
	while (access(race->path, F_OK) == 0) {
		if (race->is_over)
			return false;
		sched_yield();
	}
	int fd = open(race->path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool take_exclusive(const struct race *race)
{
	for (;;) {
		int fd = open(race->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd >= 0)
			return close(fd) == 0;
		if (race->is_over)
			return false;
		sched_yield();
	}
}

static void count_with_file(struct race *race, size_t self, bool (*take)(const struct race *race))
{
	for (int64_t i = 0; i < race->rounds && !race->is_over && take(race); i++) {
		add_one(race->fd);
		unlink(race->path);
		race->racers[self].tries = i + 1;
	}
}

static void run_tested(struct race *race, size_t self)
{
	count_with_file(race, self, take_tested);
}

static void run_exclusive(struct race *race, size_t self)
{
	count_with_file(race, self, take_exclusive);
}

/* A lock belongs to an open file: each racer opens its own. */
static void run_flock(struct race *race, size_t self)
{
	char path[32];
	snprintf(path, sizeof path, "/proc/self/fd/%d", race->fd);
	int fd = open(path, O_RDWR | O_CLOEXEC);
	for (int64_t i = 0; fd >= 0 && i < race->rounds && !race->is_over; i++) {
		flock(fd, LOCK_EX);
		add_one(fd);
		flock(fd, LOCK_UN);
		race->racers[self].tries = i + 1;
	}
	close(fd);
}

const struct race_way race_file_plain = { run_plain, 0 };
const struct race_way race_file_tested = { run_tested, 0 };
const struct race_way race_file_exclusive = { run_exclusive, 0 };
const struct race_way race_file_flock = { run_flock, 0 };
