/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/map_line.h"

#include <unistd.h>

#include "view/page_paint.h"

/* Strips: where page maps are at hand, a region's bar shows its pages instead of a sum. */

/* So many cells at most as the track has columns; count 0 where there is nothing to see. */
static struct page_window window_of(const struct row *row, int columns)
{
	struct page_window window = { .start = row->value,
		.end = row->value + row->size,
		.cell = (uint64_t)sysconf(_SC_PAGESIZE) };
	bool is_region = row->tag == MAP_REGION || row->tag == MAP_CHILD;
	if (!is_region || row->size == 0 || row->rss == 0 || columns < 1)
		return window;
	while ((row->size - 1) / window.cell >= (uint64_t)columns)
		window.cell *= 2;
	window.count = (row->size - 1) / window.cell + 1;
	return window;
}

void map_look(const struct scene *scene, struct rect area, struct page_wish *wish)
{
	const struct view_state *state = scene->state;
	struct map_line line = { .scene = scene, .columns = map_columns_for(area) };
	size_t end = state->list.top + (size_t)area.height;
	for (size_t i = state->list.top;
		i < end && i < state->row_count && wish->count < PAGE_WINDOWS; i++) {
		line.row = &state->rows[i];
		struct page_window window = window_of(line.row, map_track_length(&line));
		if (window.count)
			wish->windows[wish->count++] = window;
	}
}

bool map_paint_strip(const struct map_line *line)
{
	struct rect track = { line->columns.bar.x, line->area.y, map_track_length(line),
		line->area.height };
	struct page_window window = window_of(line->row, track.width);
	const struct page_map *map = page_look_map(line->scene->pages, window.start, window.cell);
	if (window.count == 0 || !map || map->error || map->window.end != window.end)
		return false;
	const struct page_picture picture = {
		.start = window.start,
		.end = window.end,
		.cell = window.cell,
		.now = line->scene->pages,
		.before = line->scene->are_pages_flashing ? line->scene->pages_before : NULL,
		.is_fading = line->scene->are_pages_fading,
		.cursor = UINT64_MAX,
		.is_plain = line->scene->is_plain,
	};
	page_paint_strip(line->canvas, track, &picture);
	return true;
}
