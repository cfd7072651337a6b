/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/viewer.h"
#include "strata/translate.h"
#include "strata/units.h"

#define FLASH_NS 600000000ull

void watch_note(struct viewer *viewer, const char *text)
{
	journal_note(&viewer->journal, viewer_wall(), text);
	viewer->is_dirty = true;
}

void watch_forget(struct watched *watched)
{
	snapshot_unref(watched->now);
	snapshot_unref(watched->before);
	snapshot_unref(watched->baseline);
	snapshot_unref(watched->remains);
	pages_forget(watched);
	history_destroy(watched->history);
	past_destroy(watched->past);
	*watched = (struct watched){ 0 };
}

void watch_stop(struct viewer *viewer, size_t place)
{
	struct watched *watched = &viewer->watched[place];
	if (watched->pid && viewer->sampler)
		sampler_watch(viewer->sampler, place, 0);
	watch_forget(watched);
	if (viewer->shown == place)
		viewer->shown = 0;
	viewer->is_stale = viewer->is_dirty = true;
}

void watch_stop_all(struct viewer *viewer)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		watch_stop(viewer, i);
}

static bool make_place(struct viewer *viewer, size_t place, pid_t pid, const char *role)
{
	watch_stop(viewer, place);
	struct watched *watched = &viewer->watched[place];
	if (history_create(&watched->history) < 0 || past_create(&watched->past) < 0) {
		watch_forget(watched);
		viewer_say(viewer, _("cannot watch %d: out of memory"), (int)pid);
		return false;
	}
	watched->pid = pid;
	snprintf(watched->role, sizeof watched->role, "%s", role);
	return true;
}

void watch_start(struct viewer *viewer, size_t place, pid_t pid, const char *role)
{
	if (make_place(viewer, place, pid, role))
		sampler_watch(viewer->sampler, place, pid);
}

void watch_recorded(struct viewer *viewer, size_t place, pid_t pid, const char *role)
{
	if (make_place(viewer, place, pid, role))
		limits_clear(&viewer->watched[place].limits);
}

void watch_instead(struct viewer *viewer, pid_t pid)
{
	lesson_stop(viewer);
	watch_forget(&viewer->lesson.aside);
	pins_forget(viewer);
	watch_stop_all(viewer);
	journal_clear(&viewer->journal);
	watch_start(viewer, 0, pid, "");
}

static void forget_last_pictures(struct watched *watched)
{
	snapshot_unref(watched->now);
	snapshot_unref(watched->before);
	snapshot_unref(watched->remains);
	watched->now = watched->before = watched->remains = NULL;
	page_look_finish(&watched->pages);
	page_look_finish(&watched->pages_before);
	watched->wish = (struct page_wish){ 0 };
}

struct watched watch_put_aside(struct viewer *viewer)
{
	struct watched aside = viewer->watched[0];
	viewer->watched[0] = (struct watched){ 0 };
	watch_stop_all(viewer);
	sampler_watch(viewer->sampler, 0, 0);
	return aside;
}

/* Of one that ended the last picture is all there is; of others it is too old to go on from. */
void watch_take_up(struct viewer *viewer, struct watched *aside)
{
	struct watched *watched = &viewer->watched[0];
	watch_stop_all(viewer);
	*watched = *aside;
	*aside = (struct watched){ 0 };
	if (watched->ended_wall_ns)
		return;
	forget_last_pictures(watched);
	sampler_watch(viewer->sampler, 0, watched->pid);
}

/* Another program is another story: its figures do not go on from the old ones. */
static void begin_anew(struct watched *watched)
{
	history_clear(watched->history);
	snapshot_unref(watched->baseline);
	watched->baseline = NULL;
	pages_drop_baseline(watched);
	memset(watched->wiped_wall_ns, 0, sizeof watched->wiped_wall_ns);
}

static bool has_relatives(const struct viewer *viewer, const struct watched *watched)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		if (viewer->watched[i].pid && &viewer->watched[i] != watched)
			return true;
	return false;
}

static void note_beginning(struct viewer *viewer, const struct snapshot *now)
{
	char text[96];
	snprintf(text, sizeof text, _("watching %s %d"), now->process.comm, (int)now->process.pid);
	journal_note(&viewer->journal, now->wall_ns, text);
}

static void tell_changes(
	struct viewer *viewer, const struct watched *watched, const struct snapshot *now)
{
	char role[sizeof watched->role] = "";
	if (has_relatives(viewer, watched)) {
		snprintf(role, sizeof role, "%d", (int)watched->pid);
		if (watched->role[0])
			memcpy(role, watched->role, sizeof role);
	}
	journal_compare(&viewer->journal, role, watched->now, now);
	relatives_tell(viewer, watched->now, now);
}

static void tell(struct viewer *viewer, struct watched *watched, const struct snapshot *now)
{
	if (!watched->now)
		note_beginning(viewer, now);
	else
		tell_changes(viewer, watched, now);
	if (watched->now && watched->now->process.exec_count != now->process.exec_count)
		begin_anew(watched);
}

static bool has_counters(const struct snapshot *snapshot)
{
	return snapshot && snapshot->counters_clock_ns != 0;
}

/* While changes flash, what they are measured from stays, unless newer ones come. */
static void move_on(struct viewer *viewer, struct watched *watched, const struct snapshot *now)
{
	const struct snapshot *old = watched->now;
	uint64_t clock_ns = viewer_clock();
	/* The first, quick picture had no counters: it is no measure for the second. */
	bool has_moved = has_counters(old) && old->table != now->table;
	if (has_moved && watched == &viewer->watched[viewer->shown])
		viewer->flash_until_ns = clock_ns + FLASH_NS;
	if (has_moved || clock_ns >= viewer->flash_until_ns) {
		snapshot_unref(watched->before);
		watched->before = old;
	} else {
		snapshot_unref(old);
	}
	watched->now = now;
}

/* Its end is told once, and leaves the last picture: a zombie has none of its own. */
static void accept_end(struct viewer *viewer, struct watched *watched, const struct snapshot *now)
{
	if (watched->now && !watched->ended_wall_ns) {
		tell(viewer, watched, now);
		watched->ended_wall_ns = now->wall_ns;
	}
	bool is_picture = !watched->now || now->life == LIFE_EXITED;
	snapshot_unref(watched->remains);
	watched->remains = is_picture ? NULL : now;
	if (is_picture)
		move_on(viewer, watched, now);
}

static void accept_alive(struct viewer *viewer, struct watched *watched, const struct snapshot *now)
{
	tell(viewer, watched, now);
	if (watched->now || has_counters(now)) {
		history_add(watched->history, now);
		/* Of a recording all of it is remembered from the beginning. */
		if (!viewer->replay)
			past_add(watched->past, now);
	}
	move_on(viewer, watched, now);
}

static void accept(struct viewer *viewer, struct watched *watched, const struct snapshot *now)
{
	bool had_ended = watched->ended_wall_ns;
	const struct snapshot *seen = snapshot_ref(now);
	viewer->is_stale |= watched == &viewer->watched[viewer->shown];
	viewer->is_dirty = true;
	watched->start_ticks = now->process.start_ticks;
	if (now->life == LIFE_ALIVE)
		accept_alive(viewer, watched, now);
	else
		accept_end(viewer, watched, now);
	if (!had_ended)
		taping_add(viewer, seen, watched->role);
	snapshot_unref(seen);
}

void watch_accept(struct viewer *viewer, size_t place, const struct snapshot *snapshot)
{
	accept(viewer, &viewer->watched[place], snapshot);
}

void watch_jump(struct viewer *viewer, size_t place, const struct snapshot *snapshot)
{
	struct watched *watched = &viewer->watched[place];
	watched->ended_wall_ns = snapshot->life == LIFE_ALIVE ? 0 : snapshot->wall_ns;
	/* A zombie has no picture of its own. */
	if (watched->now && snapshot->life == LIFE_ZOMBIE) {
		snapshot_unref(snapshot);
		return;
	}
	if (has_counters(snapshot))
		history_add(watched->history, snapshot);
	snapshot_unref(watched->before);
	watched->before = watched->now;
	watched->now = snapshot;
}

void watch_clear(struct viewer *viewer, size_t place)
{
	struct watched *watched = &viewer->watched[place];
	forget_last_pictures(watched);
	history_clear(watched->history);
	watched->ended_wall_ns = 0;
	viewer->flash_until_ns = 0;
}

/* It cannot be watched (any more). What was seen of it stays. */
static void give_up(struct viewer *viewer, size_t place, int error)
{
	struct watched *watched = &viewer->watched[place];
	if (!watched->pid)
		return;
	viewer_say(viewer, _("cannot watch process %d: %s"), (int)watched->pid, strerror(error));
	if (watched->now) {
		watched->ended_wall_ns = viewer_wall();
		return;
	}
	watch_stop(viewer, place);
	if (place == 0 && !viewer->lesson.runner)
		chooser_open(viewer, "");
}

/* Where a process was put aside, its number may have become another's. */
static bool is_other(const struct watched *watched, const struct snapshot *now)
{
	return watched->start_ticks && watched->start_ticks != now->process.start_ticks;
}

static void take(struct viewer *viewer, size_t place, struct arrival *arrival)
{
	struct watched *watched = &viewer->watched[place];
	if (arrival->snapshot && is_other(watched, arrival->snapshot)) {
		snapshot_unref(arrival->snapshot);
		page_look_finish(&arrival->look);
		page_record_unref(arrival->record);
		give_up(viewer, place, ESRCH);
		return;
	}
	if (arrival->snapshot)
		watched->limits = arrival->limits;
	if (arrival->snapshot)
		accept(viewer, watched, arrival->snapshot);
	if (arrival->look.clock_ns)
		pages_accept(viewer, watched, &arrival->look);
	if (arrival->record)
		pages_accept_record(viewer, watched, arrival->record);
	lens_receive(viewer, watched, arrival);
	if (arrival->error)
		give_up(viewer, place, arrival->error);
}

void watch_receive(struct viewer *viewer)
{
	struct arrivals arrivals;
	sampler_take(viewer->sampler, &arrivals);
	for (size_t i = 0; i < SAMPLER_TARGETS; i++)
		take(viewer, i, &arrivals.targets[i]);
	if (arrivals.has_processes)
		chooser_receive(viewer, &arrivals.processes);
	lesson_sampled(viewer, arrivals.ticket);
	if (viewer->child && viewer->child->is_held && arrivals.ticket >= viewer->child_ticket) {
		child_release(viewer->child);
		sampler_force(viewer->sampler);
	}
}

void watch_set_baseline(struct viewer *viewer)
{
	for (size_t i = 0; i < SAMPLER_TARGETS; i++) {
		struct watched *watched = &viewer->watched[i];
		snapshot_unref(watched->baseline);
		const struct snapshot *picture = travel_picture(viewer, watched);
		watched->baseline = picture ? snapshot_ref(picture) : NULL;
		pages_set_baseline(viewer, i);
	}
	watch_note(viewer, _("baseline: changes count from here"));
	viewer->is_stale = true;
}

void watch_set_period(struct viewer *viewer, uint64_t period_ns)
{
	viewer->settings.period_ns = period_ns;
	sampler_set_period(viewer->sampler, period_ns);
	viewer_say(viewer, _("looking every %g s"), (double)period_ns / 1e9);
}

void watch_set_paused(struct viewer *viewer, bool is_paused)
{
	viewer->is_paused = is_paused;
	sampler_set_paused(viewer->sampler, is_paused);
	viewer->is_dirty = true;
}

void watch_next(struct viewer *viewer)
{
	size_t next = viewer->shown;
	do
		next = (next + 1) % SAMPLER_TARGETS;
	while (next != viewer->shown && !viewer->watched[next].pid);
	if (next == viewer->shown) {
		viewer_say(viewer, _("there is no other process in this family"));
		return;
	}
	viewer->shown = next;
	viewer->is_stale = viewer->is_dirty = true;
}

void watch_output(struct viewer *viewer)
{
	const struct child *child = viewer->child;
	size_t end = child->length;
	while (end > 0 && child->text[end - 1] == '\n')
		end--;
	const char *newline = memrchr(child->text, '\n', end);
	const char *line = newline ? newline + 1 : child->text;
	viewer_say(viewer, _("output (O): %.*s"), (int)(child->text + end - line), line);
	viewer->is_stale |= viewer->frame.view == &view_output;
}
