/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <unistd.h>

#include "view/pages.h"

struct page_window pages_window(const struct page_grid *grid, const struct page_stretch *stretch,
	uint64_t top, uint64_t bottom)
{
	struct page_window window = { .cell = grid->cell };
	struct page_spot first = { .line = stretch->line > top ? stretch->line : top };
	uint64_t lines =
		stretch->line + stretch->lines < bottom ? stretch->line + stretch->lines : bottom;
	if (!page_grid_address(grid, stretch, first, &window.start) || lines <= first.line)
		return window;
	uint64_t cells = (lines - first.line) * (uint64_t)(grid->columns * grid->rows);
	uint64_t left = (stretch->end - 1 - window.start) / grid->cell + 1;
	window.count = cells < left ? cells : left;
	window.end = cells < left ? window.start + cells * grid->cell : stretch->end;
	return window;
}

static void go_to_row(
	const struct page_grid *grid, struct view_state *state, uint64_t row, struct page_spot spot)
{
	struct page_place *place = &state->place;
	spot.line = row / (uint64_t)grid->rows;
	spot.row = (int)(row % (uint64_t)grid->rows);
	size_t at = pages_row_of_line(state, spot.line);
	if (at == state->row_count)
		return;
	struct page_stretch stretch = pages_stretch(state, at);
	/* The last row of a stretch may be short. */
	if (!page_grid_address(grid, &stretch, spot, &place->cursor))
		place->cursor = stretch.end - 1;
}

/* By rows of cells, over the folded holes between stretches. */
static void move_rows(const struct page_grid *grid, struct view_state *state, int64_t rows)
{
	size_t at = pages_row_of_address(state, state->place.cursor);
	if (at == state->row_count)
		return;
	struct page_stretch stretch = pages_stretch(state, at);
	struct page_spot spot = page_grid_spot(grid, &stretch, state->place.cursor);
	uint64_t now = spot.line * (uint64_t)grid->rows + (uint64_t)spot.row;
	uint64_t last = state->lines * (uint64_t)grid->rows - 1, by = (uint64_t)llabs(rows);
	uint64_t down = by < last - now ? now + by : last;
	uint64_t up = by < now ? now - by : 0;
	/* The second half of a stretch's last line may be empty: it is passed over. */
	uint64_t before = state->place.cursor;
	go_to_row(grid, state, rows < 0 ? up : down, spot);
	if (rows == 1 && state->place.cursor / grid->cell == before / grid->cell && down < last)
		go_to_row(grid, state, down + 1, spot);
}

static void move_cells(const struct page_grid *grid, struct view_state *state, int step)
{
	uint64_t *cursor = &state->place.cursor;
	size_t at = pages_row_of_address(state, *cursor);
	if (at == state->row_count)
		return;
	const struct row *row = &state->rows[at];
	uint64_t inside = *cursor - row->value;
	if (step > 0 && row->size - inside > grid->cell)
		*cursor += grid->cell;
	else if (step > 0 && at + 1 < state->row_count)
		*cursor = state->rows[at + 1].value;
	else if (step < 0 && inside >= grid->cell)
		*cursor -= grid->cell;
	else if (step < 0 && at > 0)
		*cursor = row[-1].value + row[-1].size - 1;
}

static uint64_t cell_start(
	const struct page_grid *grid, const struct view_state *state, uint64_t address)
{
	size_t at = pages_row_of_address(state, address);
	uint64_t start = at < state->row_count ? state->rows[at].value : address;
	return address - (address - start) % grid->cell;
}

static bool is_sought(const struct scene *scene, uint64_t address, enum command command)
{
	uint64_t size = scene->state->place.cell;
	const struct page_cell *cell = page_look_cell(scene->pages, address, size), *old;
	bool is_change = command == COMMAND_NEXT_CHANGE || command == COMMAND_PREVIOUS_CHANGE;
	if (!is_change)
		return cell && cell->present;
	if (pages_wiped(scene))
		return cell && cell->attributes & PAGE_WRITTEN;
	old = page_look_cell(
		scene->pages_baseline ? scene->pages_baseline : scene->pages_before, address, size);
	return cell && old &&
	       page_cell_differs(page_look_map(scene->pages, address, size), cell, old);
}

/* What lies beyond the screen is for the worker to search. */
static void ask(struct view_state *state, const struct page_grid *grid, uint64_t at, bool is_up)
{
	struct page_place *place = &state->place;
	const struct row *first = &state->rows[0], *last = &state->rows[state->row_count - 1];
	uint64_t end = last->value + last->size;
	place->seek_turn++;
	place->seek_from = is_up ? at : end - at < grid->cell ? end : at + grid->cell;
	place->seek_to = is_up ? end : first->value;
}

/* To where pages in RAM, or changed ones, begin, as far as was looked. */
static void seek(const struct scene *scene, struct view_state *state, enum command command)
{
	struct page_grid grid = pages_grid(scene, state);
	bool is_forward = command == COMMAND_FIND_NEXT || command == COMMAND_NEXT_CHANGE;
	struct page_place *place = &state->place;
	uint64_t begin = place->cursor, at = cell_start(&grid, state, begin);
	bool was_sought = is_sought(scene, at, command);
	bool is_change = command == COMMAND_NEXT_CHANGE || command == COMMAND_PREVIOUS_CHANGE;
	for (;;) {
		uint64_t before = place->cursor;
		move_cells(&grid, state, is_forward ? 1 : -1);
		at = cell_start(&grid, state, place->cursor);
		if (place->cursor == before)
			break;
		if (!page_look_map(scene->pages, at, grid.cell)) {
			if (!is_change)
				ask(state, &grid, at, is_forward);
			break;
		}
		bool is_here = is_sought(scene, at, command);
		if (is_here && !was_sought)
			return;
		was_sought = is_here;
	}
	place->cursor = begin;
}

static bool is_seek(enum command command)
{
	return command == COMMAND_FIND_NEXT || command == COMMAND_FIND_PREVIOUS ||
	       command == COMMAND_NEXT_CHANGE || command == COMMAND_PREVIOUS_CHANGE;
}

bool pages_move(const struct scene *scene, struct view_state *state, enum command command)
{
	struct page_grid grid = pages_grid(scene, state);
	int64_t screen = (int64_t)(state->height > 1 ? state->height - 1 : 1) * grid.rows;
	switch (command) {
	case COMMAND_UP:
		move_rows(&grid, state, -1);
		return true;
	case COMMAND_DOWN:
		move_rows(&grid, state, 1);
		return true;
	case COMMAND_PAGE_UP:
		move_rows(&grid, state, -screen);
		return true;
	case COMMAND_PAGE_DOWN:
		move_rows(&grid, state, screen);
		return true;
	case COMMAND_LEFT:
		move_cells(&grid, state, -1);
		return true;
	case COMMAND_RIGHT:
		move_cells(&grid, state, 1);
		return true;
	case COMMAND_FIRST:
		state->place.cursor = state->rows[0].value;
		return true;
	case COMMAND_LAST:
		state->place.cursor = state->rows[state->row_count - 1].value +
				      state->rows[state->row_count - 1].size - 1;
		return true;
	default:
		if (is_seek(command))
			seek(scene, state, command);
		return is_seek(command);
	}
}

bool pages_zoom(const struct scene *scene, struct view_state *state, enum command command)
{
	struct page_place *place = &state->place;
	struct page_grid grid = pages_grid(scene, state);
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	/* Smaller than a quarter of the screen nothing is worth seeing. */
	uint64_t most = page_grid_fit(&grid, scene->now->table, place->start,
		place->end ? place->end : UINT64_MAX, (uint64_t)state->height / 4 + 1);
	switch (command) {
	case COMMAND_ZOOM_IN:
		place->zoom = place->cell > page ? place->cell / 2 : page;
		return true;
	case COMMAND_ZOOM_OUT:
		place->zoom = place->cell < most ? place->cell * 2 : place->cell;
		return true;
	case COMMAND_ZOOM_FIT:
		place->zoom = place->zoom ? 0 : page;
		return true;
	default:
		return false;
	}
}
