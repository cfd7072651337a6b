/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "app/replay.h"
#include "app/viewer.h"
#include "strata/translate.h"

static void answer_address(struct viewer *viewer, const char *text)
{
	uint64_t address;
	if (prompt_address(text, &address))
		obey_go_to(viewer, address);
	else
		viewer_say(viewer,
			_("\"%s\" is no address; write it in hex, such as 7ffd_4c21_9000"), text);
}

static void answer(struct viewer *viewer, enum prompt_kind kind, const char *text)
{
	struct view_state *state = viewer_state(viewer);
	switch (kind) {
	case PROMPT_FIND:
		memcpy(state->find, text, sizeof state->find);
		obey(viewer, COMMAND_FIND_NEXT);
		break;
	case PROMPT_GO_TO:
		answer_address(viewer, text);
		break;
	case PROMPT_PARAMETER:
		lesson_set(viewer, text);
		break;
	case PROMPT_TIME:
		replay_go_to_time(viewer, text);
		break;
	case PROMPT_PIN:
		pins_go_to(viewer, text);
		break;
	case PROMPT_FILE:
		keep_as(viewer, text);
		break;
	case PROMPT_REPLACE:
		keep_instead(viewer);
		break;
	case PROMPT_PREDICTION:
		lesson_say(viewer, text);
		break;
	case PROMPT_CONFIRM:
		lens_wipe_now(viewer);
		break;
	default:
		break;
	}
}

/* The filter works while it is typed; Escape takes it away. */
static void filter(struct viewer *viewer, enum prompt_answer answered)
{
	struct view_state *state = viewer_state(viewer);
	if (answered == PROMPT_CANCELLED)
		*state->filter = '\0';
	else
		memcpy(state->filter, viewer->prompt.text, sizeof state->filter);
	viewer->is_stale = true;
}

/* So do the topics. */
static void search(struct viewer *viewer, enum prompt_answer answered)
{
	bool is_cancelled = answered == PROMPT_CANCELLED;
	snprintf(viewer->frame.search, sizeof viewer->frame.search, "%s",
		is_cancelled ? "" : viewer->prompt.text);
	list_select(&viewer->frame.overlay_list, 0);
}

void typing_key(struct viewer *viewer, int key)
{
	struct prompt *prompt = &viewer->prompt;
	enum prompt_answer answered = prompt_key(prompt, key);
	viewer->is_dirty = true;
	if (prompt->kind == PROMPT_FILTER)
		filter(viewer, answered);
	if (prompt->kind == PROMPT_TOPIC)
		search(viewer, answered);
	if (answered == PROMPT_TYPING)
		return;
	struct prompt done = *prompt;
	prompt_close(prompt);
	if (answered == PROMPT_DONE)
		answer(viewer, done.kind, done.text);
}
