/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A demo's figures before and after its step, or since its start, process by process. */
#include "view/overlay.h"

#include <string.h>

#include "demo/run.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/demo_figures.h"
#include "view/pencil.h"

#define NAME 21
#define NUMBER 12
#define EXPECTED 18
#define MOST_ROWS (DEMO_ROLES * (METRICS + 1) + RUN_VERDICTS)

/* A metric of a process; an expectation of something narrower; or the title of the process. */
struct table_row {
	const struct run_process *process;
	enum metric metric; /* METRICS: none */
	const struct run_verdict *verdict;
};

struct table {
	const struct demo_run *run;
	bool is_since_start;
	size_t count;
	struct table_row rows[MOST_ROWS];
};

static bool is_of(const struct table *table, const struct run_verdict *verdict,
	const struct run_process *process)
{
	const char *role = verdict->expectation->role;
	return strcmp(role ? role : table->run->processes[0].role, process->role) == 0;
}

static const struct run_verdict *verdict_on(
	const struct table *table, const struct run_process *process, enum metric metric)
{
	for (size_t i = 0; i < table->run->verdict_count; i++) {
		const struct run_verdict *verdict = &table->run->verdicts[i];
		if (is_of(table, verdict, process) &&
			metric_of(verdict->expectation->metric) == metric)
			return verdict;
	}
	return NULL;
}

static void add(struct table *table, struct table_row row)
{
	if (table->count < MOST_ROWS)
		table->rows[table->count++] = row;
}

static void gather_process(struct table *table, const struct run_process *process)
{
	add(table, (struct table_row){ process, METRICS, NULL });
	for (size_t i = 0; i < table->run->verdict_count && !table->is_since_start; i++) {
		const struct run_verdict *verdict = &table->run->verdicts[i];
		if (is_of(table, verdict, process) &&
			metric_of(verdict->expectation->metric) == METRICS)
			add(table, (struct table_row){ process, METRICS, verdict });
	}
	for (unsigned metric = 0; metric < METRICS; metric++)
		if (process->after[metric] != UNKNOWN)
			add(table, (struct table_row){ process, (enum metric)metric,
					   verdict_on(table, process, (enum metric)metric) });
}

static void write_number(struct pencil *pencil, enum metric metric, uint64_t number)
{
	char text[UNITS_TEXT];
	if (metric_table[metric].is_bytes)
		units_bytes(number, UNITS_WIDE, text);
	else
		units_count(number, UNITS_WIDE, text);
	pencil_write_number(pencil, PEN(ROLE_TEXT), NUMBER, text);
}

static void write_change(struct pencil *pencil, enum metric metric, uint64_t from, uint64_t to)
{
	char text[UNITS_TEXT] = "", count[UNITS_TEXT];
	enum role ink = to > from ? ROLE_GREW : ROLE_SHRANK;
	if (from == UNKNOWN || to == UNKNOWN || from == to)
		text[0] = '\0';
	else if (metric_table[metric].is_bytes)
		units_delta((int64_t)(to - from), UNITS_WIDE, text);
	else
		snprintf(text, sizeof text, "%c%.24s", to > from ? '+' : '-',
			units_count(to > from ? to - from : from - to, UNITS_WIDE, count));
	pencil_write_number(pencil, PEN_BOLD(ink), NUMBER, text);
}

/* What the step was to do, how far off it may be, and whether it did. */
static void write_expected(struct pencil *pencil, const struct run_verdict *verdict)
{
	char text[DEMO_RANGE];
	if (!verdict)
		return;
	pencil_write_number(pencil, PEN(ROLE_DIM), EXPECTED, demo_range(verdict, text));
	pencil_skip(pencil, 1);
	enum role ink = verdict->holds ? ROLE_GOOD : ROLE_ERROR;
	pencil_glyph(pencil, PEN_BOLD(ink),
		!verdict->is_known ? GLYPH_UNKNOWN
		: verdict->holds   ? GLYPH_YES
				   : GLYPH_NO);
}

static void paint_metric(
	const struct table *table, struct pencil *pencil, const struct table_row *row)
{
	const struct run_process *process = row->process;
	uint64_t from =
		table->is_since_start ? process->first[row->metric] : process->before[row->metric];
	pencil_write_cell(pencil, PEN(ROLE_DIM), NAME, metric_table[row->metric].title);
	write_number(pencil, row->metric, from);
	write_number(pencil, row->metric, process->after[row->metric]);
	write_change(pencil, row->metric, from, process->after[row->metric]);
	if (!table->is_since_start)
		write_expected(pencil, row->verdict);
}

/* Of what is no metric only what was seen is known, and whether that is the value or a change. */
static void paint_verdict(struct pencil *pencil, const struct run_verdict *verdict)
{
	char text[UNITS_TEXT];
	pencil_write_cell(pencil, PEN(ROLE_DIM), NAME, verdict->label);
	pencil_skip(pencil, verdict->is_change ? 2 * NUMBER : NUMBER);
	pencil_write_number(pencil, PEN(ROLE_TEXT), NUMBER, demo_seen(verdict, text));
	if (!verdict->is_change)
		pencil_skip(pencil, NUMBER);
	write_expected(pencil, verdict);
}

static void paint_row(const struct table *table, struct canvas *canvas, struct rect line,
	const struct table_row *row)
{
	struct pencil pencil = pencil_at(canvas, line);
	pencil_skip(&pencil, 1);
	if (row->metric < METRICS)
		paint_metric(table, &pencil, row);
	else if (row->verdict)
		paint_verdict(&pencil, row->verdict);
	else
		pencil_write(&pencil, PEN_BOLD(ROLE_TITLE),
			row->process->is_gone ? _("%s %d, gone") : "%s %d",
			translate(row->process->role), row->process->pid);
}

static void write_step(struct pencil *pencil, const struct demo_run *run, size_t back)
{
	char text[64];
	bool is_start = run->step == SIZE_MAX || run->step + 1 <= back;
	if (is_start)
		snprintf(text, sizeof text, "%s", _("start"));
	else
		snprintf(text, sizeof text, _("step %zu"), run->step + 1 - back);
	pencil_write_number(pencil, PEN(ROLE_DIM), NUMBER, text);
}

static void paint_titles(const struct table *table, struct canvas *canvas, struct rect line)
{
	struct pencil pencil = pencil_at(canvas, line);
	pencil_skip(&pencil, 1 + NAME);
	write_step(&pencil, table->run, table->is_since_start ? SIZE_MAX : 1);
	write_step(&pencil, table->run, 0);
	pencil_write_number(&pencil, PEN(ROLE_DIM), NUMBER, _("change"));
	if (!table->is_since_start)
		pencil_write_number(&pencil, PEN(ROLE_DIM), EXPECTED, _("expected"));
}

void overlay_table(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area)
{
	struct table table = { .run = scene->demo, .is_since_start = frame->is_since_start };
	struct list *list = &frame->overlay_list;
	if (!scene->demo)
		return;
	for (size_t p = 0; p < table.run->process_count; p++)
		gather_process(&table, &table.run->processes[p]);
	paint_titles(&table, canvas, layout_top(&area, 1));
	list_fit(list, table.count, (size_t)area.height);
	for (size_t i = list->top; i < table.count && area.height > 0; i++)
		paint_row(&table, canvas, layout_top(&area, 1), &table.rows[i]);
}
