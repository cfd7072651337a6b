/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/demo_figures.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ui/chart.h"
#include "ui/layout.h"
#include "view/pencil.h"

#define LABEL 7       /* with a blank */
#define LEAST_CELL 13 /* columns of one process: "102.6M +25.6M" */
#define BARS 3        /* lines they take */
#define LEAST_PANE 22 /* lines of a pane that has room for all this */

static const struct figure {
	const char *label;
	enum metric metric;
	enum role ink;
	bool has_bar;
} figures[] = {
	{ "RSS", METRIC_RSS, ROLE_GRAPH_1, true },
	{ "PSS", METRIC_PSS, ROLE_GRAPH_2, true },
	{ "USS", METRIC_USS, ROLE_GRAPH_3, true },
	{ "minflt", METRIC_MINFLT, ROLE_GRAPH_4, false },
};
#define FIGURES (sizeof figures / sizeof *figures)

/* One column: a process, or the sum of all. */
struct column {
	const char *title;
	uint64_t before[FIGURES], after[FIGURES];
};

const char *demo_number(int64_t number, const struct run_verdict *verdict, char out[UNITS_TEXT])
{
	char digits[UNITS_TEXT];
	uint64_t magnitude = number < 0 ? -(uint64_t)number : (uint64_t)number;
	bool is_kilo = verdict->is_bytes && magnitude % 1024 == 0;
	units_count(is_kilo ? magnitude / 1024 : magnitude, UNITS_WIDE, digits);
	const char *sign = number < 0 ? "-" : verdict->is_change ? "+" : "";
	snprintf(out, UNITS_TEXT, "%s%.24s%s", sign, digits, is_kilo && magnitude ? "K" : "");
	return out;
}

static struct column column_of(const struct run_process *process)
{
	struct column column = { .title = process->role };
	for (size_t i = 0; i < FIGURES; i++) {
		column.before[i] = process->before[figures[i].metric];
		column.after[i] = process->is_gone ? UNKNOWN : process->after[figures[i].metric];
	}
	return column;
}

/* A process that has gone adds nothing; one that is there and unknown makes the sum unknown. */
static struct column sum_of(const struct demo_run *run)
{
	struct column sum = { .title = "together" };
	for (size_t p = 0; p < run->process_count; p++) {
		const struct run_process *process = &run->processes[p];
		struct column column = column_of(process);
		for (size_t i = 0; i < FIGURES && !process->is_gone; i++) {
			sum.after[i] = known_sum(sum.after[i], column.after[i]);
			if (column.before[i] != UNKNOWN)
				sum.before[i] = known_sum(sum.before[i], column.before[i]);
		}
	}
	return sum;
}

static void write_cell(struct canvas *canvas, struct rect cell, const struct figure *figure,
	uint64_t before, uint64_t after)
{
	char value[UNITS_TEXT], delta[UNITS_TEXT];
	struct pencil pencil = pencil_at(canvas, cell);
	bool is_bytes = metric_table[figure->metric].is_bytes;
	if (is_bytes)
		units_bytes(after, UNITS_NARROW, value);
	else
		units_count(after, UNITS_NARROW, value);
	pencil_write(&pencil, PEN_BOLD(ROLE_VALUE), "%s ", value);
	if (before == UNKNOWN || after == UNKNOWN || before == after)
		return;
	if (is_bytes)
		units_delta((int64_t)(after - before), UNITS_NARROW, delta);
	else
		snprintf(delta, sizeof delta, "+%.24s",
			units_count(after - before, UNITS_NARROW, value));
	if ((int)strlen(delta) <= pencil_room(&pencil))
		pencil_write(&pencil, PEN(after > before ? ROLE_GREW : ROLE_SHRANK), "%s", delta);
}

static size_t columns_of(
	const struct demo_run *run, int width, struct column columns[DEMO_ROLES + 1])
{
	size_t most = (size_t)((width - LABEL) / LEAST_CELL), count = 0;
	for (size_t p = 0; p < run->process_count && count < most; p++)
		columns[count++] = column_of(&run->processes[p]);
	if (run->process_count > 1 && count < most)
		columns[count++] = sum_of(run);
	return count;
}

int demo_figures_height(const struct demo_run *run, struct rect pane)
{
	bool has_none = run->process_count == 0 || run->state == RUN_READY;
	return has_none || pane.height < LEAST_PANE ? 0 : 2 + (int)FIGURES;
}

static uint64_t greatest(const struct column *columns, size_t count)
{
	uint64_t most = 0;
	for (size_t c = 0; c < count; c++)
		for (size_t i = 0; i < FIGURES; i++)
			if (figures[i].has_bar && columns[c].after[i] != UNKNOWN &&
				columns[c].after[i] > most)
				most = columns[c].after[i];
	return most;
}

/* All bars at one scale: what is long is much, whoever has it. */
static void write_figure(struct canvas *canvas, struct rect *rest, const struct column *columns,
	size_t count, size_t i, bool has_bar)
{
	struct rect line = layout_top(rest, 1), bars = layout_top(rest, has_bar);
	int width = (line.width - LABEL) / (int)count;
	uint64_t most = greatest(columns, count);
	canvas_text(canvas, line.x, line.y, LABEL, PEN(ROLE_DIM), figures[i].label);
	for (size_t c = 0; c < count; c++) {
		struct rect cell = { line.x + LABEL + (int)c * width, line.y,
			width - (c + 1 < count), 1 };
		write_cell(canvas, cell, &figures[i], columns[c].before[i], columns[c].after[i]);
		if (bars.height)
			chart_bar(canvas, cell.x, bars.y, cell.width - 1, columns[c].after[i], most,
				PEN(figures[i].ink), PEN(ROLE_DIM));
	}
}

void demo_figures(const struct demo_run *run, struct canvas *canvas, struct rect area, int spare)
{
	struct column columns[DEMO_ROLES + 1];
	size_t count = columns_of(run, area.width, columns);
	if (count == 0 || area.height < 3)
		return;
	bool has_bars = spare >= BARS;
	if (has_bars) {
		area.y -= BARS;
		area.height += BARS;
	}
	struct rect rule = layout_top(&area, 1), title = layout_top(&area, 1);
	for (int x = 0; x < rule.width; x++)
		canvas_glyph(canvas, rule.x + x, rule.y, GLYPH_RULE, PEN(ROLE_BORDER));
	int width = (title.width - LABEL) / (int)count;
	for (size_t c = 0; c < count; c++)
		canvas_text(canvas, title.x + LABEL + (int)c * width, title.y, width - 1,
			PEN_BOLD(ROLE_TITLE), columns[c].title);
	for (size_t i = 0; i < FIGURES; i++)
		write_figure(canvas, &area, columns, count, i, has_bars && figures[i].has_bar);
}
