/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "app/viewer.h"
#include "strata/translate.h"
#include "view/words.h"

#define REFRESH_NS 2000000000ull

static void set_filter(struct viewer *viewer)
{
	struct view_state *state = viewer_state(viewer);
	memcpy(state->filter, viewer->search.text, sizeof state->filter);
	viewer->is_stale = viewer->is_dirty = true;
}

void chooser_open(struct viewer *viewer, const char *filter)
{
	prompt_open(&viewer->search, PROMPT_NONE, filter);
	viewer->is_choosing = true;
	viewer->list_due_ns = 0;
	viewer->frame.focus = CONTEXT_CHOOSER;
	viewer_show_apart(viewer, &view_chooser);
	set_filter(viewer);
}

void chooser_close(struct viewer *viewer, const struct view *view)
{
	viewer->is_choosing = viewer->is_comparing = false;
	viewer->frame.focus = CONTEXT_VIEW;
	viewer_show_view(viewer, view);
}

void chooser_refresh(struct viewer *viewer, uint64_t now_ns)
{
	if (!viewer->is_choosing || viewer->is_paused || now_ns < viewer->list_due_ns)
		return;
	viewer->list_due_ns = now_ns + REFRESH_NS;
	sampler_list_processes(viewer->sampler);
}

void chooser_receive(struct viewer *viewer, struct process_list *list)
{
	if (viewer->has_processes)
		process_list_finish(&viewer->processes);
	viewer->processes = *list;
	viewer->has_processes = true;
	viewer->is_stale |= viewer->is_choosing;
	viewer->is_dirty |= viewer->is_choosing;
}

void chooser_enter(struct viewer *viewer)
{
	struct scene scene = viewer_scene(viewer, viewer_clock());
	const struct process_entry *entry = chooser_selected(&scene);
	if (!entry)
		return;
	if (entry->error) {
		viewer_say(viewer, _("process %d cannot be watched: %s"), (int)entry->pid,
			words_error(entry->error));
		return;
	}
	bool is_comparing = viewer->is_comparing;
	if (!is_comparing)
		watch_instead(viewer, entry->pid);
	else if (!relatives_add(viewer, entry->pid, ""))
		viewer_say(viewer, _("process %d is watched already, or there are eight"),
			(int)entry->pid);
	/* Another process is begun with the view that all are. */
	chooser_close(viewer, viewer_first_view(viewer));
	if (is_comparing)
		relatives_show(viewer);
}

/* Is there a filter, or one about to be typed, for Escape to drop? */
static bool has_search(const struct viewer *viewer)
{
	return viewer->search.length > 0 || viewer->search.kind != PROMPT_NONE;
}

bool chooser_key(struct viewer *viewer, int key)
{
	bool is_covered = viewer->frame.overlay != OVERLAY_NONE;
	if (key == KEY_CODE_ESCAPE && !is_covered && has_search(viewer)) {
		prompt_open(&viewer->search, PROMPT_NONE, "");
		set_filter(viewer);
		return true;
	}
	bool is_text = key >= ' ' && key < KEY_CODE_UP && key != KEY_CODE_BACKSPACE;
	bool is_edit =
		viewer->search.length > 0 && (key == KEY_CODE_BACKSPACE || key == ('U' & 0x1f));
	/* After '/' every character is text, so that a name may begin with 'q'. */
	bool is_bound = viewer->search.kind == PROMPT_NONE && viewer->search.length == 0 &&
			command_of_key(key, CONTEXT_CHOOSER);
	if (is_covered || is_bound || !(is_text || is_edit))
		return false;
	prompt_key(&viewer->search, key);
	set_filter(viewer);
	return true;
}
