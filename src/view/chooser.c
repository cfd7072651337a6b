/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "strata/translate.h"
#include "ui/layout.h"
#include "view/filter.h"
#include "view/pencil.h"
#include "view/view.h"
#include "view/words.h"

#define WIDE 100 /* from here on VSZ leaves room for the command */

enum chooser_column {
	CHOOSER_PID,
	CHOOSER_USER,
	CHOOSER_STATE,
	CHOOSER_THREADS,
	CHOOSER_RSS,
	CHOOSER_VSZ,
	CHOOSER_NAME,
	CHOOSER_COMMAND,
	CHOOSER_COLUMNS,
};

static const struct process_entry *entry_of(const void *row, const void *context)
{
	const struct scene *scene = context;
	return &scene->processes->entries[((const struct row *)row)->first];
}

static enum role ink_of(const struct process_entry *entry, enum role ink)
{
	return entry->error || entry->is_kernel_thread ? ROLE_DIM : ink;
}

static enum role write_pid(const void *row, const void *context, char out[COLUMN_TEXT])
{
	snprintf(out, COLUMN_TEXT, "%d", entry_of(row, context)->pid);
	return ink_of(entry_of(row, context), ROLE_TEXT);
}

static enum role write_user(const void *row, const void *context, char out[COLUMN_TEXT])
{
	const struct process_entry *entry = entry_of(row, context);
	if (entry->user[0])
		snprintf(out, COLUMN_TEXT, "%s", entry->user);
	else
		snprintf(out, COLUMN_TEXT, "%u", entry->uid);
	return ink_of(entry, entry->is_own ? ROLE_TITLE : ROLE_TEXT);
}

static enum role write_state(const void *row, const void *context, char out[COLUMN_TEXT])
{
	snprintf(out, COLUMN_TEXT, "%c", entry_of(row, context)->state);
	return ink_of(entry_of(row, context), ROLE_DIM);
}

static enum role write_threads(const void *row, const void *context, char out[COLUMN_TEXT])
{
	snprintf(out, COLUMN_TEXT, "%u", entry_of(row, context)->threads);
	return ROLE_DIM;
}

static enum role write_size(
	const struct process_entry *entry, uint64_t bytes, char out[COLUMN_TEXT])
{
	char text[UNITS_TEXT];
	snprintf(out, COLUMN_TEXT, "%s", units_bytes(bytes, UNITS_NARROW, text));
	return ink_of(entry, bytes == UNKNOWN || bytes == 0 ? ROLE_DIM : ROLE_VALUE);
}

static enum role write_rss(const void *row, const void *context, char out[COLUMN_TEXT])
{
	return write_size(entry_of(row, context), entry_of(row, context)->rss, out);
}

static enum role write_vsz(const void *row, const void *context, char out[COLUMN_TEXT])
{
	return write_size(entry_of(row, context), entry_of(row, context)->vsz, out);
}

static enum role write_name(const void *row, const void *context, char out[COLUMN_TEXT])
{
	snprintf(out, COLUMN_TEXT, "%s", entry_of(row, context)->comm);
	return ink_of(entry_of(row, context), ROLE_TITLE);
}

/* The command, behind why it cannot be watched. */
static enum role write_command(const void *row, const void *context, char out[COLUMN_TEXT])
{
	const struct process_entry *entry = entry_of(row, context);
	if (entry->is_kernel_thread)
		snprintf(out, COLUMN_TEXT, "%s", _("kernel thread"));
	else if (entry->error)
		snprintf(out, COLUMN_TEXT, "%s: %s", words_error(entry->error), entry->cmdline);
	else
		snprintf(out, COLUMN_TEXT, "%s", entry->cmdline);
	return ink_of(entry, ROLE_TEXT);
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a + 1 > b + 1) - (a + 1 < b + 1);
}

static int compare_pid(const void *a, const void *b, const void *context)
{
	return compare_numbers(
		(uint64_t)entry_of(a, context)->pid, (uint64_t)entry_of(b, context)->pid);
}

static int compare_user(const void *a, const void *b, const void *context)
{
	return strcmp(entry_of(a, context)->user, entry_of(b, context)->user);
}

static int compare_state(const void *a, const void *b, const void *context)
{
	return entry_of(a, context)->state - entry_of(b, context)->state;
}

static int compare_threads(const void *a, const void *b, const void *context)
{
	return compare_numbers(entry_of(a, context)->threads, entry_of(b, context)->threads);
}

static int compare_rss(const void *a, const void *b, const void *context)
{
	return compare_numbers(entry_of(a, context)->rss, entry_of(b, context)->rss);
}

static int compare_vsz(const void *a, const void *b, const void *context)
{
	return compare_numbers(entry_of(a, context)->vsz, entry_of(b, context)->vsz);
}

static int compare_name(const void *a, const void *b, const void *context)
{
	return strcmp(entry_of(a, context)->comm, entry_of(b, context)->comm);
}

static int compare_command(const void *a, const void *b, const void *context)
{
	return strcmp(entry_of(a, context)->cmdline, entry_of(b, context)->cmdline);
}

static const struct column columns[CHOOSER_COLUMNS] = {
	[CHOOSER_PID] = { "pid", "PID", N_("process number"), 8, true, false, write_pid,
		compare_pid },
	[CHOOSER_USER] = { "user", N_("user"), N_("whose it is"), 10, false, false, write_user,
		compare_user },
	[CHOOSER_STATE] = { "state", "S",
		N_("R running, S sleeping, D waiting, T stopped, Z zombie"), 2, false, false,
		write_state, compare_state },
	[CHOOSER_THREADS] = { "threads", N_("thr"), N_("number of threads"), 4, true, true,
		write_threads, compare_threads },
	[CHOOSER_RSS] = { "rss", "RSS", N_("memory resident"), 7, true, true, write_rss,
		compare_rss },
	[CHOOSER_VSZ] = { "vsz", "VSZ", N_("addresses mapped"), 7, true, true, write_vsz,
		compare_vsz },
	[CHOOSER_NAME] = { "name", N_("name"), N_("what the kernel calls it"), 15, false, false,
		write_name, compare_name },
	[CHOOSER_COMMAND] = { "command", N_("command"), N_("what was started"), 0, false, false,
		write_command, compare_command, true },
};

static uint64_t columns_shown(const struct scene *scene, struct rect area)
{
	uint64_t all = (1 << CHOOSER_COLUMNS) - 1;
	if (scene->state->columns)
		return scene->state->columns;
	return area.width < WIDE ? all & ~(UINT64_C(1) << CHOOSER_VSZ) : all;
}

static struct rect inner(struct rect line)
{
	layout_left(&line, 1);
	return line;
}

static size_t title_at(const struct scene *scene, struct rect area, int x)
{
	return column_at(inner(area), columns, CHOOSER_COLUMNS, columns_shown(scene, area), x);
}

static bool fits(const char *filter, const struct process_entry *entry)
{
	char pid[16];
	snprintf(pid, sizeof pid, "%d", entry->pid);
	const char *texts[] = { pid, entry->user, entry->comm, entry->cmdline };
	return filter_fits_texts(filter, texts, 4);
}

static void arrange(const struct scene *scene, struct view_state *state)
{
	struct row current = state_current(state);
	state_clear_rows(state);
	if (!scene->processes)
		return;
	for (size_t i = 0; i < scene->processes->count; i++)
		if (fits(state->filter, &scene->processes->entries[i]))
			state_add_row(state,
				(struct row){ .first = (uint32_t)i,
					.value = (uint64_t)scene->processes->entries[i].pid });
	if (state->sort < CHOOSER_COLUMNS)
		state_sort(state, columns, scene);
	state_restore(state, current);
}

static void paint(const struct scene *scene, struct canvas *canvas, struct rect area)
{
	const struct view_state *state = scene->state;
	uint64_t chosen = columns_shown(scene, area);
	column_header(canvas, inner(layout_top(&area, 1)), columns, CHOOSER_COLUMNS, chosen,
		state->sort, state->is_reversed);
	for (size_t i = state->list.top; i < state->row_count && area.height > 0; i++) {
		struct rect line = layout_top(&area, 1);
		column_row(canvas, inner(line), columns, CHOOSER_COLUMNS, chosen, &state->rows[i],
			scene);
		if (i == state->list.selected)
			canvas_ground(canvas, line, ROLE_SELECTED);
	}
}

const struct process_entry *chooser_selected(const struct scene *scene)
{
	struct row row = state_current(scene->state);
	return scene->processes && row.tag != UINT32_MAX ? entry_of(&row, scene) : NULL;
}

const struct view view_chooser = {
	.name = "chooser",
	.title = N_("Processes"),
	.summary = N_("the processes that can be watched"),
	.head = 1,
	.columns = columns,
	.column_count = CHOOSER_COLUMNS,
	.columns_shown = columns_shown,
	.title_at = title_at,
	.arrange = arrange,
	.paint = paint,
};
