/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/state.h"

#include <stdlib.h>
#include <string.h>

void state_init(struct view_state *state)
{
	*state = (struct view_state){ .sort = SIZE_MAX };
}

void state_finish(struct view_state *state)
{
	free(state->rows);
	free(state->findings);
	state_init(state);
}

void state_clear_rows(struct view_state *state)
{
	state->row_count = 0;
}

bool state_add_row(struct view_state *state, struct row row)
{
	if (state->row_count == state->row_capacity) {
		size_t capacity = state->row_capacity ? 2 * state->row_capacity : 256;
		struct row *rows = reallocarray(state->rows, capacity, sizeof *rows);
		if (!rows)
			return false;
		state->rows = rows;
		state->row_capacity = capacity;
	}
	state->rows[state->row_count++] = row;
	return true;
}

struct row state_current(const struct view_state *state)
{
	if (state->list.selected >= state->row_count)
		return (struct row){ .tag = UINT32_MAX };
	return state->rows[state->list.selected];
}

static uint64_t distance(uint64_t a, uint64_t b)
{
	return a > b ? a - b : b - a;
}

/* How little this row is the one sought: 0 is the very row, then one that covers it, then the
 * nearest. */
static uint64_t strangeness(const struct row *candidate, const struct row *sought)
{
	uint64_t away = distance(candidate->value, sought->value);
	if (away == 0)
		return candidate->tag == sought->tag ? 0 : 1;
	if (sought->value > candidate->value && away < candidate->size)
		return 2;
	return away < UINT64_MAX - 3 ? away + 3 : away;
}

void state_restore(struct view_state *state, struct row row)
{
	uint64_t least = UINT64_MAX;
	if (row.tag == UINT32_MAX)
		return;
	for (size_t i = 0; i < state->row_count && least > 0; i++) {
		uint64_t here = strangeness(&state->rows[i], &row);
		if (here < least) {
			least = here;
			state->list.selected = i;
		}
	}
}

static bool set_contains(const uint64_t *keys, size_t count, uint64_t key)
{
	for (size_t i = 0; i < count; i++)
		if (keys[i] == key)
			return true;
	return false;
}

/* Takes the key out, or puts it in; a full set forgets its oldest key. */
static void set_toggle(uint64_t keys[STATE_OPEN], size_t *count, uint64_t key)
{
	size_t at = 0;
	while (at < *count && keys[at] != key)
		at++;
	bool was_in = at < *count;
	if (!was_in && *count < STATE_OPEN) {
		keys[(*count)++] = key;
		return;
	}
	size_t gone = was_in ? at : 0;
	memmove(&keys[gone], &keys[gone + 1], (*count - gone - 1) * sizeof *keys);
	if (was_in)
		(*count)--;
	else
		keys[*count - 1] = key;
}

struct order {
	const struct column *column;
	const void *context;
	int sign;
};

static int compare_rows(const void *a, const void *b, void *context)
{
	const struct order *order = context;
	const struct row *left = a, *right = b;
	int sign = order->column->compare(a, b, order->context) * order->sign;
	return sign ? sign : (left->first > right->first) - (left->first < right->first);
}

void state_sort(struct view_state *state, const struct column *columns, const void *context)
{
	const struct column *column = &columns[state->sort];
	struct order order = { column, context, column->descends != state->is_reversed ? -1 : 1 };
	if (state->row_count > 0)
		qsort_r(state->rows, state->row_count, sizeof *state->rows, compare_rows, &order);
}

bool state_is_open(const struct view_state *state, uint64_t key)
{
	return set_contains(state->open, state->open_count, key) != state->is_all_open;
}

void state_toggle_all(struct view_state *state)
{
	state->is_all_open = !state->is_all_open;
	state->open_count = 0;
}

void state_toggle_open(struct view_state *state, uint64_t key)
{
	set_toggle(state->open, &state->open_count, key);
}

bool state_is_marked(const struct view_state *state, uint64_t key)
{
	return set_contains(state->marked, state->marked_count, key);
}

void state_toggle_marked(struct view_state *state, uint64_t key)
{
	set_toggle(state->marked, &state->marked_count, key);
}
