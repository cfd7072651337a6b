/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wanderer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define LENGTH_MOST 24 /* pages */

/* In the process itself. */
struct life {
	struct wanderer_log *log;
	char *base;
	size_t page;
	uint64_t seed;
	uint8_t protection[WANDERER_PAGES];
};

/* Pages [at, at + length). */
struct run {
	uint32_t at, length;
};

static uint32_t chance(struct life *life, uint32_t most)
{
	life->seed = life->seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(life->seed >> 33) % most;
}

static char *address(const struct life *life, uint32_t page)
{
	return life->base + page * life->page;
}

static bool is_free(const struct life *life, uint32_t page)
{
	return life->log->origin[page] == WANDERER_FREE;
}

static void say(struct life *life, const char *deed, struct run run, uint32_t to)
{
	size_t length = strlen(life->log->deeds);
	snprintf(life->log->deeds + length, sizeof life->log->deeds - length, "%s %u+%u %u; ", deed,
		run.at, run.length, to);
}

/* Free pages somewhere, at most so many; the ends of the range stay free. */
static struct run find_room(struct life *life, uint32_t most)
{
	struct run run = { 1 + chance(life, WANDERER_PAGES - 2), 0 };
	while (run.length < most && run.at + run.length < WANDERER_PAGES - 1 &&
		is_free(life, run.at + run.length))
		run.length++;
	return run;
}

/* All of what stands around a page that is mapped and is protected alike; nothing where none is. */
static struct run find_whole(struct life *life)
{
	uint32_t start = chance(life, WANDERER_PAGES), i = 0;
	while (i < WANDERER_PAGES && is_free(life, (start + i) % WANDERER_PAGES))
		i++;
	struct run run = { (start + i) % WANDERER_PAGES, 0 };
	while (!is_free(life, run.at) && !is_free(life, run.at - 1) &&
		life->protection[run.at - 1] == life->protection[run.at])
		run.at--;
	while (!is_free(life, run.at + run.length) &&
		life->protection[run.at + run.length] == life->protection[run.at])
		run.length++;
	return run;
}

static struct run find_part(struct life *life)
{
	struct run run = find_whole(life);
	uint32_t from = run.length ? chance(life, run.length) : 0;
	run.at += from;
	run.length = run.length ? 1 + chance(life, run.length - from) : 0;
	return run;
}

static void set_free(struct life *life, struct run run)
{
	for (uint32_t i = 0; i < run.length; i++)
		life->log->origin[run.at + i] = WANDERER_FREE;
}

static void do_map(struct life *life)
{
	struct run run = find_room(life, 1 + chance(life, LENGTH_MOST));
	uint8_t protection = chance(life, 4) ? PROT_READ | PROT_WRITE : PROT_READ;
	if (run.length == 0 ||
		mmap(address(life, run.at), run.length * life->page, protection,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) == MAP_FAILED)
		return;
	for (uint32_t i = 0; i < run.length; i++) {
		life->log->origin[run.at + i] = WANDERER_NEW;
		life->protection[run.at + i] = protection;
	}
	say(life, "map", run, protection);
}

static void do_unmap(struct life *life)
{
	struct run run = chance(life, 2) ? find_whole(life) : find_part(life);
	if (run.length == 0 || munmap(address(life, run.at), run.length * life->page) != 0)
		return;
	set_free(life, run);
	say(life, "unmap", run, 0);
}

static void do_protect(struct life *life)
{
	struct run run = chance(life, 3) ? find_part(life) : find_whole(life);
	uint8_t protection = chance(life, 2) ? PROT_READ | PROT_WRITE : PROT_READ;
	if (run.length == 0 ||
		mprotect(address(life, run.at), run.length * life->page, protection) != 0)
		return;
	memset(life->protection + run.at, protection, run.length);
	say(life, "protect", run, protection);
}

static void do_touch(struct life *life)
{
	struct run run = find_part(life);
	if (run.length == 0 || !(life->protection[run.at] & PROT_WRITE))
		return;
	for (uint32_t i = 0; i < run.length; i++)
		*address(life, run.at + i) = 1;
	say(life, "touch", run, 0);
}

static void do_forget(struct life *life)
{
	struct run run = find_part(life);
	if (run.length == 0 ||
		madvise(address(life, run.at), run.length * life->page, MADV_DONTNEED) != 0)
		return;
	say(life, "forget", run, 0);
}

/* In place, as far as there is room. */
static void do_grow(struct life *life)
{
	struct run run = find_whole(life);
	uint32_t length = run.length, wanted = length + 1 + chance(life, LENGTH_MOST);
	while (length < wanted && run.at + length < WANDERER_PAGES - 1 &&
		is_free(life, run.at + length))
		length++;
	if (run.length == 0 || length == run.length ||
		mremap(address(life, run.at), run.length * life->page, length * life->page, 0) ==
			MAP_FAILED)
		return;
	for (uint32_t i = run.length; i < length; i++) {
		life->log->origin[run.at + i] = WANDERER_NEW;
		life->protection[run.at + i] = life->protection[run.at];
	}
	say(life, "grow", run, length);
}

static void do_shrink(struct life *life)
{
	struct run run = find_whole(life);
	uint32_t length = run.length ? 1 + chance(life, run.length) : 0;
	if (length == run.length || mremap(address(life, run.at), run.length * life->page,
					    length * life->page, 0) == MAP_FAILED)
		return;
	set_free(life, (struct run){ run.at + length, run.length - length });
	say(life, "shrink", run, length);
}

/* To another place, with another length; a mapping that is not one is left alone by the kernel. */
static void move(struct life *life, struct run from)
{
	uint32_t origin[WANDERER_PAGES];
	struct run to = find_room(life, from.length + chance(life, LENGTH_MOST));
	uint8_t protection = life->protection[from.at];
	if (from.length == 0 || to.length == 0 ||
		mremap(address(life, from.at), from.length * life->page, to.length * life->page,
			MREMAP_MAYMOVE | MREMAP_FIXED, address(life, to.at)) == MAP_FAILED)
		return;
	memcpy(origin, life->log->origin, sizeof origin);
	set_free(life, from);
	for (uint32_t i = 0; i < to.length; i++) {
		life->log->origin[to.at + i] = i < from.length ? origin[from.at + i] : WANDERER_NEW;
		life->protection[to.at + i] = protection;
	}
	say(life, "move", from, to.at);
}

static void do_move(struct life *life)
{
	move(life, find_whole(life));
}

static void do_move_part(struct life *life)
{
	move(life, find_part(life));
}

static void (*const deeds[])(struct life *life) = { do_map, do_map, do_map, do_touch, do_touch,
	do_touch, do_grow, do_grow, do_move, do_move, do_move, do_move_part, do_shrink, do_protect,
	do_protect, do_unmap, do_unmap, do_forget };

static void renew(struct life *life)
{
	life->log->deeds[0] = '\0';
	for (uint32_t i = 0; i < WANDERER_PAGES; i++)
		if (!is_free(life, i))
			life->log->origin[i] = i;
}

_Noreturn static void live(struct life *life, int request, int answer)
{
	unsigned count;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
	while (read(request, &count, sizeof count) == sizeof count) {
		renew(life);
		while (count-- > 0)
			deeds[chance(life, sizeof deeds / sizeof *deeds)](life);
		if (write(answer, "", 1) != 1)
			break;
	}
	_exit(0);
}

void wanderer_start(struct wanderer *wanderer, uint64_t seed)
{
	int request[2], answer[2];
	size_t page = (size_t)sysconf(_SC_PAGESIZE), size = WANDERER_PAGES * page;
	struct life life = { .page = page, .seed = seed };
	life.log = mmap(
		NULL, sizeof *life.log, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	life.base = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(life.log != MAP_FAILED && life.base != MAP_FAILED);
	munmap(life.base, size);
	memset(life.log->origin, 0xff, sizeof life.log->origin);
	assert_int_equal(pipe2(request, O_CLOEXEC), 0);
	assert_int_equal(pipe2(answer, O_CLOEXEC), 0);
	*wanderer = (struct wanderer){ .pid = fork(),
		.base = (uintptr_t)life.base,
		.page = page,
		.log = life.log,
		.request = request[1],
		.answer = answer[0] };
	assert_true(wanderer->pid >= 0);
	if (wanderer->pid == 0) {
		close(request[1]);
		live(&life, request[0], answer[1]);
	}
	close(request[0]);
	close(answer[1]);
}

void wanderer_act(struct wanderer *wanderer, unsigned deed_count)
{
	char done;
	assert_int_equal(
		write(wanderer->request, &deed_count, sizeof deed_count), sizeof deed_count);
	assert_int_equal(read(wanderer->answer, &done, 1), 1);
}

void wanderer_end(struct wanderer *wanderer)
{
	close(wanderer->request);
	close(wanderer->answer);
	waitpid(wanderer->pid, NULL, 0);
	munmap((void *)(uintptr_t)wanderer->log, sizeof *wanderer->log);
}
