/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/panel.h"

#include <assert.h>
#include <string.h>

#include "demo/run.h"
#include "strata/text.h"
#include "strata/translate.h"
#include "view/overlay.h"
#include "view/pencil.h"
#include "view/words.h"

static const char *key_text(const struct canvas *canvas, int key, char out[16])
{
	switch (key) {
	case KEY_CODE_UP:
		return canvas_glyph_text(canvas, GLYPH_ARROW_UP);
	case KEY_CODE_DOWN:
		return canvas_glyph_text(canvas, GLYPH_ARROW_DOWN);
	case KEY_CODE_LEFT:
		return canvas_glyph_text(canvas, GLYPH_ARROW_LEFT);
	case KEY_CODE_RIGHT:
		return canvas_glyph_text(canvas, GLYPH_ARROW_RIGHT);
	case KEY_CODE_ENTER:
		return canvas_glyph_text(canvas, GLYPH_ENTER);
	default:
		return command_key_name(key, out);
	}
}

static bool has_signal(const struct demo_run *run)
{
	return run && run->state == RUN_JUDGED && run->step < run->demo->step_count &&
	       run->demo->steps[run->step].signal;
}

/* Has it a meaning here? */
static bool is_possible(const struct scene *scene, const struct frame *frame, enum command command)
{
	switch (command) {
	case COMMAND_SORT:
	case COMMAND_COLUMNS:
		return frame->view->columns != NULL;
	case COMMAND_ZOOM_IN:
		return frame->view->inspect && frame->view->look;
	case COMMAND_EARLIER:
	case COMMAND_LATER:
	case COMMAND_JUMP:
	case COMMAND_JUMP_BACK:
	case COMMAND_GO_TO_TIME:
		return scene->replay;
	case COMMAND_DEMOS:
	case COMMAND_BASELINE:
	case COMMAND_GO_TO:
		return !scene->replay;
	case COMMAND_DEMO_SIGNAL:
		return has_signal(scene->demo);
	case COMMAND_DEMO_AUTO:
	case COMMAND_DEMO_RESTART:
	case COMMAND_DEMO_EDIT:
		return !scene->quiz.question;
	case COMMAND_RELATIVE:
		return scene->demo && scene->demo->process_count > 1;
	default:
		return true;
	}
}

static bool is_always_shown(enum command command)
{
	return command == COMMAND_EXPLAIN || command == COMMAND_HELP || command == COMMAND_QUIT ||
	       command == COMMAND_BACK;
}

#define HINTS 48

/* The hints of the line: keys and what they do here. */
struct hint {
	const struct command_info *info;
	const char *words;
	const char *key; /* that stands for several; NULL: the first of the command */
};

struct hints {
	struct hint all[HINTS];
	size_t count;
};

static const char *answer_keys(const struct scene *scene)
{
	static const char *const keys[DEMO_CHOICES + 1] = { [2] = "1-2", "1-3", "1-4" };
	static_assert(DEMO_CHOICES == 4, "a key for each choice");
	const struct demo_choice *choices = scene->demo->prediction.prediction->choices;
	size_t count = 0;
	while (count < DEMO_CHOICES && choices[count].text)
		count++;
	return keys[count];
}

static void add_hint(const struct scene *scene, struct hints *hints,
	const struct command_info *info, const char *words)
{
	if (hints->count == HINTS)
		return;
	const char *key = info->command == COMMAND_ANSWER_1 ? answer_keys(scene) : NULL;
	hints->all[hints->count++] = (struct hint){ info, words, key };
}

static const struct command_info *info_of(enum command command, enum context context)
{
	size_t i = 0;
	while (i < command_count &&
		(command_table[i].command != command || command_table[i].context != context))
		i++;
	return i < command_count ? &command_table[i] : NULL;
}

/* The view's own where it has any; of the table those that are always shown, or all. */
static struct hints hints_of(const struct scene *scene, const struct frame *frame)
{
	struct hints hints = { .count = 0 };
	enum context context = frame_context(scene, frame);
	const struct view_hint *own = context == CONTEXT_VIEW ? frame->view->hints : NULL;
	for (const struct view_hint *hint = own; hint && hint->command != COMMAND_NONE; hint++)
		add_hint(scene, &hints, info_of(hint->command, context), hint->hint);
	for (size_t i = 0; i < command_count; i++) {
		const struct command_info *info = &command_table[i];
		if (info->context == context && info->hint &&
			(own ? is_always_shown(info->command)
			     : is_possible(scene, frame, info->command)))
			add_hint(scene, &hints, info, info->hint);
	}
	return hints;
}

static const char *hint_key(const struct canvas *canvas, const struct hint *hint, char out[16])
{
	return hint->key ? hint->key : key_text(canvas, hint->info->keys[0], out);
}

static int hint_width(const struct canvas *canvas, const struct hint *hint)
{
	char name[16];
	const char *key = hint_key(canvas, hint, name), *words = translate(hint->words);
	int width = text_width(key, strlen(key));
	return words[0] ? width + text_width(words, strlen(words)) + 3 : width;
}

static void write_hint(struct pencil *pencil, const struct hint *hint)
{
	char name[16];
	pencil_write(pencil, PEN_BOLD(ROLE_KEY), "%s", hint_key(pencil->canvas, hint, name));
	if (hint->words[0])
		pencil_write(pencil, PEN(ROLE_DIM), " %s  ", translate(hint->words));
}

static void paint_overlay_keys(struct pencil *pencil, const struct overlay_key *keys)
{
	for (; keys->key; keys++) {
		pencil_write(pencil, PEN_BOLD(ROLE_KEY), "%s", keys->key);
		pencil_write(pencil, PEN(ROLE_DIM), " %s  ", translate(keys->hint));
	}
}

/* Hints in their order; room for the ones always shown is kept free. */
static void paint_hints(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct pencil *pencil)
{
	struct hints hints = hints_of(scene, frame);
	int reserved = 0;
	for (size_t i = 0; i < hints.count; i++)
		if (is_always_shown(hints.all[i].info->command))
			reserved += hint_width(canvas, &hints.all[i]);
	for (size_t i = 0; i < hints.count; i++) {
		const struct hint *hint = &hints.all[i];
		int width = hint_width(canvas, hint);
		/* One without words stands with the next, or not at all. */
		bool has_next = !hint->words[0] && i + 1 < hints.count;
		int needed = width;
		if (has_next)
			needed += hint_width(canvas, &hints.all[i + 1]);
		if (is_always_shown(hint->info->command))
			reserved -= width;
		else if (needed > pencil_room(pencil) - reserved)
			continue;
		write_hint(pencil, hint);
	}
}

void panel_keys(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area)
{
	struct pencil pencil = pencil_at(canvas, area);
	static const struct overlay_key typing[] = {
		{ "enter", N_("answer; an empty line: no answer") }, { NULL, NULL }
	};
	bool is_typing = scene->prompt && frame_context(scene, frame) == CONTEXT_QUESTION &&
			 !answer_keys(scene);
	const struct overlay_key *keys = is_typing ? typing : overlay_keys(scene, frame);
	pencil_skip(&pencil, 1);
	if (keys)
		paint_overlay_keys(&pencil, keys);
	else
		paint_hints(scene, frame, canvas, &pencil);
}

static enum role event_ink(const struct event *event)
{
	if (event->kind == EVENT_EXIT)
		return ROLE_ERROR;
	if (event->region_kind != REGION_UNKNOWN)
		return role_of_kind(event->region_kind);
	return ROLE_TEXT;
}

static void paint_prompt(const struct scene *scene, struct pencil *pencil)
{
	struct pen label = PEN_ON(ROLE_KEY, ROLE_BAR), typed = PEN_ON(ROLE_VALUE, ROLE_BAR);
	label.bold = typed.bold = true;
	pencil_write(pencil, label, "%s", scene->prompt);
	/* The end of what is typed must be seen. */
	const char *text = scene->typed ? scene->typed : "";
	int width = text_width(text, strlen(text));
	while (width > pencil_room(pencil) - 1 && *text) {
		size_t bytes;
		width -= text_character_width(text_decode(text, strlen(text), &bytes));
		text += bytes;
	}
	pencil_write(pencil, typed, "%s", text);
	pencil_write(pencil, PEN_ON(ROLE_TEXT, ROLE_SELECTED), " ");
}

/* The newest event, or what the program has to say, or what is being typed. */
void panel_events(const struct scene *scene, struct canvas *canvas, struct rect area)
{
	canvas_fill(canvas, area, ' ', PEN_ON(ROLE_TEXT, ROLE_BAR));
	struct pencil pencil = pencil_at(canvas, area);
	char time[WORDS_TEXT];
	pencil_skip(&pencil, 1);
	if (scene->prompt) {
		paint_prompt(scene, &pencil);
	} else if (scene->message) {
		pencil_write(&pencil, PEN_ON(ROLE_VALUE, ROLE_BAR), "%s", scene->message);
	} else if (scene->log.count) {
		const struct event *event = &scene->log.events[scene->log.count - 1];
		pencil_write(&pencil, PEN_ON(ROLE_DIM, ROLE_BAR), "%s  ",
			words_time(event->wall_ns, time));
		pencil_write(&pencil, PEN_ON(event_ink(event), ROLE_BAR), "%s", event->text);
	}
}
