/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app/viewer.h"
#include "strata/translate.h"

/* The viewer's recording: everything that is watched goes into one file until it is stopped. */

#define NAME 32 /* of the process in the file's name */

/* What may stand in the name of a file anywhere. */
static void safe_name(const char *comm, char out[NAME])
{
	size_t length = 0;
	for (; comm[length] && length < NAME - 1; length++) {
		char c = comm[length];
		bool is_safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			       (c >= '0' && c <= '9') || c == '_' || (c == '.' && length > 0) ||
			       (c == '-' && length > 0);
		out[length] = is_safe ? c : '_';
	}
	out[length] = '\0';
}

void taping_name(const struct process *process, const char *ending, char *out, size_t size)
{
	char name[NAME], date[32];
	time_t now = time(NULL);
	struct tm broken_down;
	safe_name(process->comm, name);
	strftime(date, sizeof date, "%Y%m%d-%H%M%S", localtime_r(&now, &broken_down));
	snprintf(out, size, "%s-%d-%s%s", name, (int)process->pid, date, ending);
}

static void note(struct viewer *viewer, const char *format, const char *path)
{
	char text[160];
	snprintf(text, sizeof text, format, path);
	watch_note(viewer, text);
}

void taping_begin(struct viewer *viewer, struct tape *tape, const char *path)
{
	struct taping *taping = &viewer->taping;
	taping->tape = tape;
	snprintf(taping->path, sizeof taping->path, "%s", path);
	taping->told = viewer->journal.total;
	sampler_set_detail(viewer->sampler, viewer_detail(viewer));
	note(viewer, _("recording into %s"), path);
}

static void begin(struct viewer *viewer, const struct snapshot *now)
{
	char path[sizeof viewer->taping.path], error[RECORDING_ERROR] = "";
	struct tape *tape;
	taping_name(&now->process, ".strata", path, sizeof path);
	const struct recorder_options options = { .path = path };
	int result = tape_start(&options, &tape, error);
	if (result < 0) {
		viewer_say(viewer, "%s", *error ? error : strerror(-result));
		return;
	}
	taping_begin(viewer, tape, path);
	viewer_say(viewer, _("recording into %s; r stops it"), path);
	/* What is known already is its beginning. */
	for (size_t i = 0; i < SAMPLER_TARGETS; i++) {
		const struct watched *watched = &viewer->watched[i];
		if (watched->now && !watched->ended_wall_ns)
			taping_add(viewer, watched->now, watched->role);
	}
}

static void stop(struct viewer *viewer)
{
	struct taping *taping = &viewer->taping;
	struct tape_status status;
	note(viewer, _("recording ended: %s"), taping->path);
	int error = tape_stop(taping->tape, &status);
	if (status.failure)
		viewer_say(viewer, "%s", status.line);
	else if (error < 0)
		viewer_say(
			viewer, _("%s could not be finished: %s"), taping->path, strerror(-error));
	else
		viewer_say(viewer, _("%llu samples recorded in %s"),
			(unsigned long long)status.samples, taping->path);
	*taping = (struct taping){ 0 };
	sampler_set_detail(viewer->sampler, viewer_detail(viewer));
}

void taping_toggle(struct viewer *viewer)
{
	const struct snapshot *now = viewer->watched[viewer->shown].now;
	if (viewer->taping.tape)
		stop(viewer);
	else if (now)
		begin(viewer, now);
}

void taping_add(struct viewer *viewer, const struct snapshot *snapshot, const char *role)
{
	struct taping *taping = &viewer->taping;
	struct tape_status status;
	if (!taping->tape)
		return;
	struct event_log log = journal_log(&viewer->journal);
	uint64_t news = viewer->journal.total - taping->told;
	for (size_t i = log.count - (news < log.count ? news : log.count); i < log.count; i++)
		tape_note(taping->tape, &log.events[i]);
	taping->told = viewer->journal.total;
	tape_add(taping->tape, snapshot, role);
	tape_status(taping->tape, &status);
	if (status.failure)
		stop(viewer);
}
