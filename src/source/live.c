/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "strata/source.h"

#include "clock.h"
#include "describe.h"
#include "lens.h"
#include "regions.h"
#include "resources_lane.h"

#define TRIES 3 /* of one sample, while the process keeps changing its address space under it */

struct live {
	struct source source; /* first: a source is one */
	int dir;              /* O_PATH of /proc/PID: dies with the process, whatever its number */
	int exit_fd;          /* pidfd; -1: none */
	bool is_recorded;     /* text in a directory of its own, no process */
	int anchor;           /* maps as once opened: empty when that address space is gone; -1 */
	struct pool pool;
	struct buffer buffer;
	struct describer describer;
	struct regions regions;
	struct resources_lane resources;
	const struct snapshot *last;  /* handed out before; NULL: none */
	const struct snapshot *alive; /* the last one with memory; NULL: none */
	bool has_executed;            /* another program since `last` */
};

static int open_dir(const char *root, pid_t pid)
{
	char name[16];
	if (pid <= 0)
		return -ESRCH;
	int root_fd = open(root ? root : "/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root_fd < 0)
		return -errno;
	snprintf(name, sizeof name, "%d", (int)pid);
	int dir = openat(root_fd, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int error = errno == ENOENT ? -ESRCH : -errno;
	close(root_fd);
	return dir < 0 ? error : dir;
}

static bool is_gone(int error)
{
	return error == -ESRCH || error == -ENOENT;
}

/* Is the address space the anchor was opened on still there? Yes where there is no telling. */
static bool anchor_holds(const struct live *live)
{
	char byte;
	return live->anchor < 0 || pread(live->anchor, &byte, 1, 0) != 0;
}

static void drop_anchor(struct live *live)
{
	if (live->anchor >= 0)
		close(live->anchor);
	live->anchor = -1;
}

static void cast_anchor(struct live *live)
{
	drop_anchor(live);
	if (live->is_recorded)
		return;
	live->anchor = openat(describe_memory_dir(&live->describer), "maps", O_RDONLY | O_CLOEXEC);
}

static bool is_same_program(const struct process *a, const struct process *b)
{
	return a->start_code == b->start_code && strcmp(a->exe, b->exe) == 0;
}

/* Who it is by now. The anchor is cast before anything is read: if it holds at the end, all that
 * was read in between is of one address space. Without one (another's process, recorded text) only
 * what the program looks like can tell. */
static int identify(struct live *live, struct snapshot *snapshot)
{
	bool holds = anchor_holds(live);
	live->has_executed |= live->last && !holds;
	if (live->anchor < 0 || !holds)
		cast_anchor(live);
	int error = describe_process(&live->describer, live->last, live->has_executed, snapshot);
	if (error || !live->last)
		return error;
	const struct process *before = &live->last->process, *now = &snapshot->process;
	if (before->start_ticks != now->start_ticks)
		return -ESRCH;
	if (live->anchor < 0 && !is_same_program(before, now))
		live->has_executed = true;
	return 0;
}

static bool has_memory(const struct live *live, const struct process *process)
{
	bool has_left = process->is_exiting && live->describer.member < 0 && !anchor_holds(live);
	return !has_left && !strchr("ZXx", process->state) && !process->is_kernel_thread;
}

static int take_memory(struct live *live, unsigned detail, struct snapshot *snapshot)
{
	if (live->has_executed)
		regions_forget(&live->regions);
	snapshot->process.exec_count += live->has_executed;
	int error = regions_take(
		&live->regions, describe_memory_dir(&live->describer), detail, snapshot);
	return !error && !anchor_holds(live) ? -EAGAIN : error;
}

/* Everything that is read of a living process. */
static int take_sample(struct live *live, unsigned detail, struct snapshot *snapshot)
{
	struct process *process = &snapshot->process;
	int error = identify(live, snapshot);
	if (error)
		return error;
	process->exec_count = live->last ? live->last->process.exec_count : 0;
	bool is_whole = has_memory(live, process);
	snapshot->life = is_whole || process->is_kernel_thread ? LIFE_ALIVE : LIFE_ZOMBIE;
	if (live->has_executed)
		resources_lane_forget(&live->resources);
	error = resources_lane_take(
		&live->resources, &live->describer, !live->is_recorded, detail, snapshot);
	if (error)
		return error;
	if (is_whole)
		return take_memory(live, detail, snapshot);
	snapshot->metrics[METRIC_REGIONS] = 0;
	return 0;
}

/* The last picture once more, marked. */
static int take_leave(struct live *live, struct snapshot *snapshot)
{
	const struct snapshot *from = live->alive ? live->alive : live->last;
	if (!from)
		return -ESRCH;
	snapshot_set_table(snapshot, region_table_ref(from->table));
	int error = describe_again(from, snapshot);
	snapshot->process.state = 'X';
	snapshot->life = LIFE_EXITED;
	drop_anchor(live);
	return error;
}

/* One sample into a new snapshot: 0, -EAGAIN when it is worth another try, or -errno. */
static int fill(struct live *live, unsigned detail, struct snapshot *snapshot)
{
	struct lane *smaps = &live->regions.lane, *resources = &live->resources.lane;
	snapshot->wall_ns = clock_now(CLOCK_REALTIME);
	snapshot->clock_ns = clock_now(CLOCK_MONOTONIC);
	int error = take_sample(live, detail, snapshot);
	if (is_gone(error))
		error = take_leave(live, snapshot);
	uint64_t end_ns = clock_now(CLOCK_MONOTONIC);
	snapshot->cost_fast_ns =
		end_ns - snapshot->clock_ns - smaps->spent_ns - resources->spent_ns;
	snapshot->cost_slow_ns = smaps->cost_ns;
	lane_tick(smaps, end_ns);
	lane_tick(resources, end_ns);
	snapshot->duty = smaps->duty + resources->duty;
	return error;
}

static void remember(struct live *live, const struct snapshot *snapshot, bool is_whole)
{
	snapshot_unref(live->last);
	live->last = snapshot_ref(snapshot);
	live->has_executed = false;
	if (is_whole && snapshot->life == LIFE_ALIVE) {
		snapshot_unref(live->alive);
		live->alive = snapshot_ref(snapshot);
	}
}

static int live_next(struct source *source, unsigned detail, struct snapshot **ret_snapshot)
{
	struct live *live = (struct live *)source;
	if (live->last && live->last->life == LIFE_EXITED) {
		*ret_snapshot = snapshot_ref(live->last);
		return 0;
	}
	struct snapshot *snapshot = NULL;
	int error = -EAGAIN;
	for (unsigned try = 0; error == -EAGAIN && try < TRIES; try++) {
		snapshot_unref(snapshot);
		snapshot = pool_snapshot(&live->pool);
		error = snapshot ? fill(live, detail, snapshot) : -ENOMEM;
	}
	if (error && error != -EAGAIN) {
		snapshot_unref(snapshot);
		return error;
	}
	if (error)
		snapshot_add_gap(snapshot, "maps", EAGAIN);
	remember(live, snapshot, error == 0);
	*ret_snapshot = snapshot;
	return 0;
}

static void live_close(struct source *source)
{
	struct live *live = (struct live *)source;
	snapshot_unref(live->last);
	snapshot_unref(live->alive);
	regions_finish(&live->regions);
	resources_lane_finish(&live->resources);
	describe_finish(&live->describer);
	buffer_finish(&live->buffer);
	pool_finish(&live->pool);
	drop_anchor(live);
	if (live->exit_fd >= 0)
		close(live->exit_fd);
	if (live->dir >= 0)
		close(live->dir);
	free(live);
}

static const struct source_ops live_ops = {
	.next = live_next,
	.close = live_close,
};

/* The process a number stands for: a thread's number is as good as its process's. */
static pid_t find_leader(struct buffer *buffer, const char *root, pid_t pid)
{
	static const char key[] = "\nTgid:";
	int dir = open_dir(root, pid);
	if (dir < 0)
		return pid;
	const char *line = buffer_load(buffer, dir, "status") ? NULL : strstr(buffer->bytes, key);
	close(dir);
	return line ? (pid_t)strtol(line + sizeof key - 1, NULL, 10) : pid;
}

/* A pidfd is taken by number: it is of the same process only if that still lives afterwards. */
static int open_process(struct live *live, const char *root, pid_t pid)
{
	live->dir = open_dir(root, pid);
	if (live->dir < 0)
		return live->dir;
	if (!root)
		live->exit_fd = (int)syscall(SYS_pidfd_open, pid, 0);
	int error = buffer_load(&live->buffer, live->dir, "stat");
	return is_gone(error) ? -ESRCH : error;
}

int live_open(const struct live_options *options, struct source **ret_source)
{
	struct live *live = malloc(sizeof *live);
	if (!live)
		return -ENOMEM;
	*live = (struct live){
		.source = { .ops = &live_ops },
		.exit_fd = -1,
		.anchor = -1,
		.is_recorded = options->proc_root,
	};
	pool_init(&live->pool);
	buffer_init(&live->buffer);
	pid_t leader = find_leader(&live->buffer, options->proc_root, options->pid);
	int error = open_process(live, options->proc_root, leader);
	describe_init(&live->describer, live->dir, &live->buffer, !live->is_recorded);
	regions_init(&live->regions, &live->pool, &live->buffer, options);
	resources_lane_init(&live->resources, live->regions.lane.budget);
	if (error)
		live_close(&live->source);
	else
		*ret_source = &live->source;
	return error;
}

int live_wipe(struct source *source, enum lens lens)
{
	struct live *live = (struct live *)source;
	if (source->ops != &live_ops)
		return -EOPNOTSUPP;
	int error = lens_wipe(describe_memory_dir(&live->describer), lens);
	live->regions.is_restless |= error == 0;
	return error;
}

int live_exit_fd(const struct source *source)
{
	return source->ops == &live_ops ? ((const struct live *)source)->exit_fd : -1;
}
