/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/picture.h"

#include <errno.h>

#include "app/page_lane.h"
#include "strata/limits.h"
#include "view/panel.h"

int picture_init(struct picture *picture)
{
	*picture = (struct picture){ 0 };
	int error = journal_init(&picture->journal);
	if (error == 0)
		error = past_create(&picture->past);
	if (error == 0)
		error = history_create(&picture->history);
	if (error < 0)
		picture_finish(picture);
	return error;
}

void picture_finish(struct picture *picture)
{
	snapshot_unref(picture->now);
	snapshot_unref(picture->before);
	history_destroy(picture->history);
	past_destroy(picture->past);
	journal_finish(&picture->journal);
	*picture = (struct picture){ 0 };
}

int picture_add(struct picture *picture, const struct snapshot *snapshot)
{
	if (picture->now)
		journal_compare(&picture->journal, "", picture->now, snapshot);
	/* Of a process that has ended the last picture of its memory is the one to be seen. */
	if (snapshot->life != LIFE_ALIVE && picture->now)
		return 0;
	snapshot_unref(picture->before);
	picture->before = picture->now;
	picture->now = snapshot_ref(snapshot);
	history_add(picture->history, snapshot);
	return past_add(picture->past, snapshot);
}

/* Of what lives, the pages that the view wants to see. */
static void look(const struct scene *scene, const struct frame *frame, const struct canvas *canvas,
	struct page_look *ret_look)
{
	struct page_wish wish = { 0 };
	struct rect area = frame_view_area(scene, frame, canvas->width, canvas->height);
	if (!frame->view->look || scene->now->life != LIFE_ALIVE)
		return;
	frame->view->look(scene, area, &wish);
	page_lane_glance(scene->now, &wish, ret_look);
}

int picture_paint(const struct picture *picture, const struct settings *settings,
	const struct theme *theme, struct canvas *canvas)
{
	const struct snapshot *now = picture->now;
	const struct view *view = view_find(settings->view);
	struct frame frame = { .view = view ? view : view_registry[0], .side = settings->has_side };
	struct page_look pages = { 0 };
	struct limits limits;
	struct view_state state;
	if (!now)
		return -ENODATA;
	bool is_recorded = picture->replay.first_ns;
	struct replay_scene replay = picture->replay;
	replay.cursor_ns = now->wall_ns;
	limits_clear(&limits);
	if (!is_recorded)
		limits_read(now, NULL, &limits);
	state_init(&state);
	struct scene scene = {
		.now = now,
		.before = picture->before,
		.history = picture->history,
		.past = picture->past,
		.limits = &limits,
		.pages = &pages,
		.log = journal_log(&picture->journal),
		.state = &state,
		.is_plain = canvas->ascii || !theme_has_page_colours(theme),
		.now_ns = now->clock_ns,
		.replay = is_recorded ? &replay : NULL,
	};
	frame_arrange(&scene, &frame, &state, canvas->width, canvas->height);
	if (!is_recorded)
		look(&scene, &frame, canvas, &pages);
	frame_paint(&scene, &frame, canvas);
	page_look_finish(&pages);
	state_finish(&state);
	return 0;
}
