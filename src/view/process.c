/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/process.h"

#include "strata/explain.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/filter.h"

#define MANY 8 /* descriptors of a kind; more fold under a line of its own */

/* Rows are found again by these: section, then kind, then number. */
static uint64_t key_of(enum process_section section, uint32_t kind, uint32_t number)
{
	return (uint64_t)section << 48 | (uint64_t)kind << 32 | number;
}

struct rows {
	const struct resources *resources;
	struct view_state *state;
	size_t begin;  /* of the section being made */
	bool is_shown; /* its rows are */
};

static bool is_wanted(const struct rows *rows, const struct row *row)
{
	struct process_texts texts;
	if (!rows->state->filter[0])
		return true;
	process_texts(rows->resources, row, &texts);
	return filter_fits_texts(rows->state->filter, texts.texts, texts.count);
}

static void add(struct rows *rows, enum process_tag tag, size_t first, uint64_t key)
{
	const struct row row = { .tag = tag, .first = (uint32_t)first, .value = key };
	if (rows->is_shown && is_wanted(rows, &row))
		state_add_row(rows->state, row);
}

static void begin_section(struct rows *rows, enum process_section section)
{
	uint64_t key = key_of(section, 0, 0);
	rows->begin = rows->state->row_count;
	rows->is_shown = rows->state->filter[0] || !state_is_open(rows->state, key);
	state_add_row(rows->state,
		(struct row){ .tag = PROCESS_SECTION, .first = section, .value = key });
}

/* A filter leaves no section without rows. */
static void end_section(struct rows *rows)
{
	if (rows->state->filter[0] && rows->state->row_count == rows->begin + 1)
		rows->state->row_count = rows->begin;
}

static void add_threads(struct rows *rows)
{
	for (size_t i = 0; i < rows->resources->thread_count; i++)
		add(rows, PROCESS_THREAD, i,
			key_of(SECTION_THREADS, 1, (uint32_t)rows->resources->threads[i].tid));
}

static void add_kind_row(struct rows *rows, enum descriptor_kind kind, size_t count, uint64_t key)
{
	const struct row row = {
		.tag = PROCESS_KIND, .first = kind, .count = (uint32_t)count, .value = key
	};
	rows->is_shown = state_is_open(rows->state, key);
	state_add_row(rows->state, row);
}

static void add_kind(struct rows *rows, enum descriptor_kind kind, size_t count)
{
	const struct resources *resources = rows->resources;
	uint64_t key = key_of(SECTION_DESCRIPTORS, kind + 1u, 0);
	bool was_shown = rows->is_shown;
	if (was_shown && count > MANY && !rows->state->filter[0])
		add_kind_row(rows, kind, count, key);
	for (size_t i = 0; rows->is_shown && i < resources->descriptor_count; i++)
		if (resources->descriptors[i].kind == kind)
			add(rows, PROCESS_DESCRIPTOR, i,
				key + (uint32_t)resources->descriptors[i].number + 1);
	rows->is_shown = was_shown;
}

static void add_descriptors(struct rows *rows)
{
	size_t counts[DESCRIPTOR_KINDS] = { 0 };
	for (size_t i = 0; i < rows->resources->descriptor_count; i++)
		counts[rows->resources->descriptors[i].kind]++;
	for (unsigned kind = 0; kind < DESCRIPTOR_KINDS; kind++)
		if (counts[kind] > 0)
			add_kind(rows, kind, counts[kind]);
}

static void add_locks(struct rows *rows)
{
	for (size_t i = 0; i < rows->resources->lock_count; i++)
		add(rows, PROCESS_LOCK, i, key_of(SECTION_LOCKS, 1, (uint32_t)i));
}

static void add_queues(struct rows *rows)
{
	for (size_t i = 0; i < rows->resources->queue_count; i++)
		add(rows, PROCESS_QUEUE, i,
			key_of(SECTION_QUEUES, 1, (uint32_t)rows->resources->queues[i].id));
}

static void add_signals(struct rows *rows)
{
	for (uint32_t i = 0; i < SIGNAL_SETS; i++)
		add(rows, PROCESS_SIGNALS, i, key_of(SECTION_SIGNALS, 1, i));
}

static void add_facts(struct rows *rows)
{
	for (uint32_t i = 0; i < FACTS; i++)
		add(rows, PROCESS_FACT, i, key_of(SECTION_SCHEDULING, 1, i));
}

static void arrange(const struct scene *scene, struct view_state *state)
{
	static void (*const sections[SECTIONS])(struct rows *) = {
		[SECTION_THREADS] = add_threads,
		[SECTION_DESCRIPTORS] = add_descriptors,
		[SECTION_LOCKS] = add_locks,
		[SECTION_QUEUES] = add_queues,
		[SECTION_SIGNALS] = add_signals,
		[SECTION_SCHEDULING] = add_facts,
	};
	struct row current = state_current(state);
	state_clear_rows(state);
	if (!scene->now || !scene->now->resources)
		return;
	struct rows rows = { scene->now->resources, state, 0, true };
	for (unsigned section = 0; section < SECTIONS; section++) {
		begin_section(&rows, section);
		sections[section](&rows);
		end_section(&rows);
	}
	state_restore(state, current);
}

static void paint(const struct scene *scene, struct canvas *canvas, struct rect area)
{
	const struct view_state *state = scene->state;
	for (size_t i = state->list.top; i < state->row_count && area.height > 0; i++) {
		struct rect line = layout_top(&area, 1);
		process_paint_row(scene, canvas, line, &state->rows[i]);
		if (i == state->list.selected)
			canvas_ground(canvas, line, ROLE_SELECTED);
	}
}

static struct selection selected(const struct scene *scene)
{
	struct selection selection = { .name = "" };
	struct row row = state_current(scene->state);
	if (scene->now && scene->now->resources && row.tag != UINT32_MAX)
		selection.topic =
			explain_topic(TOPIC_PROCESS, process_topic(scene->now->resources, &row));
	return selection;
}

static bool find(const struct scene *scene, struct view_state *state, int step)
{
	size_t rows = state->row_count, at = state->list.selected;
	struct process_texts texts;
	for (size_t i = 0; i < rows && state->find[0]; i++) {
		at = (at + rows + (size_t)step) % rows;
		process_texts(scene->now->resources, &state->rows[at], &texts);
		if (filter_fits_texts(state->find, texts.texts, texts.count)) {
			state->list.selected = at;
			return true;
		}
	}
	return false;
}

static bool is_foldable(const struct row *row)
{
	return row->tag == PROCESS_SECTION || row->tag == PROCESS_KIND;
}

/* Left and right close and open; enter does either. */
static bool fold(struct view_state *state, enum command command)
{
	struct row row = state_current(state);
	if (!is_foldable(&row) || state->filter[0])
		return false;
	bool is_open = state_is_open(state, row.value) == (row.tag == PROCESS_KIND);
	if ((command == COMMAND_LEFT && !is_open) || (command == COMMAND_RIGHT && is_open))
		return false;
	state_toggle_open(state, row.value);
	return true;
}

static bool obey(const struct scene *scene, struct view_state *state, enum command command)
{
	switch (command) {
	case COMMAND_ENTER:
	case COMMAND_LEFT:
	case COMMAND_RIGHT:
		return fold(state, command);
	case COMMAND_FOLD_ALL:
		state_toggle_all(state);
		return true;
	case COMMAND_FIND_NEXT:
		return find(scene, state, 1);
	case COMMAND_FIND_PREVIOUS:
		return find(scene, state, -1);
	default:
		return false;
	}
}

const struct view view_process = {
	.name = "process",
	.title = N_("Process"),
	.summary = N_("what it uses besides memory: threads, descriptors, locks, signals"),
	.nothing = N_("Threads, descriptors, locks and signals are read while this view is shown, "
		      "as long as the process lives; a recording has none of them."),
	.needs = DETAIL_MAPS | DETAIL_SMAPS | DETAIL_RESOURCES,
	.has_side = true,
	.arrange = arrange,
	.paint = paint,
	.obey = obey,
	.selected = selected,
	.inspect = process_inspect,
};
