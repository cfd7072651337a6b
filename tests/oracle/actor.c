/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "actor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "strata/source.h"

static void act(char *(*make)(size_t page), int report)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	uint64_t base = (uintptr_t)make((size_t)sysconf(_SC_PAGESIZE));
	if (write(report, &base, sizeof base) == sizeof base)
		pause();
	_exit(1);
}

void actor_look_around(struct actor *actor)
{
	const struct live_options options = { .pid = actor->pid };
	struct source *source;
	assert_int_equal(live_open(&options, &source), 0);
	assert_int_equal(source_next(source, DETAIL_SMAPS | DETAIL_NOW, &actor->snapshot), 0);
	source_close(source);
}

void actor_start(struct actor *actor, char *(*make)(size_t page))
{
	int report[2];
	assert_int_equal(pipe2(report, O_CLOEXEC), 0);
	actor->pid = fork();
	assert_true(actor->pid >= 0);
	if (actor->pid == 0)
		act(make, report[1]);
	close(report[1]);
	assert_int_equal(read(report[0], &actor->base, sizeof actor->base), sizeof actor->base);
	close(report[0]);
	actor_look_around(actor);
}

void actor_end(struct actor *actor)
{
	snapshot_unref(actor->snapshot);
	kill(actor->pid, SIGKILL);
	waitpid(actor->pid, NULL, 0);
}

struct page_reader *actor_reader(const struct actor *actor, bool without_scan)
{
	const struct page_reader_options options = { actor->pid, without_scan };
	struct page_reader *reader;
	assert_int_equal(page_reader_create(&options, &reader), 0);
	return reader;
}

struct page_map *actor_look(const struct actor *actor, struct page_reader *reader, uint64_t start,
	uint64_t end, uint64_t cell)
{
	const struct page_window window = { start, end, cell, (size_t)((end - start) / cell) };
	struct page_map *map;
	assert_int_equal(page_reader_look(reader, actor->snapshot->table, &window, &map), 0);
	assert_int_equal(map->error, 0);
	return map;
}

bool actor_has_scan(const struct actor *actor)
{
	struct page_reader *reader = actor_reader(actor, false);
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	struct page_map *map = actor_look(actor, reader, actor->base, actor->base + page, page);
	bool is_scan = map->is_scan;
	page_map_unref(map);
	page_reader_destroy(reader);
	return is_scan;
}
