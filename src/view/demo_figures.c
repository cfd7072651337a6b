/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/demo_figures.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "strata/text.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/bar.h"
#include "view/pencil.h"

#define LABEL 7       /* with a blank */
#define LEAST_CELL 13 /* columns of one process: "102.6M +25.6M" */
#define BAR_LINES 3   /* of a bar in a class, with a blank one */
#define BAR_LABEL 10
#define LEAST_PANE 22 /* lines of a pane that has room for all this */

enum figure_index {
	FIGURE_VSZ, /* where the demo is about it */
	FIGURE_RSS,
	FIGURE_PSS,
	FIGURE_USS,
	FIGURE_FAULTS,
	FIGURES,
};
#define LOW_FIGURES 3
#define TOGETHER _("together")

static const struct figure {
	const char *label;
	enum metric metric;
} figures[FIGURES] = {
	[FIGURE_VSZ] = { "VSZ", METRIC_VSZ },
	[FIGURE_RSS] = { "RSS", METRIC_RSS },
	[FIGURE_PSS] = { "PSS", METRIC_PSS },
	[FIGURE_USS] = { "USS", METRIC_USS },
	[FIGURE_FAULTS] = { "minflt", METRIC_MINFLT },
};
/* One column: a process, or the sum of all. */
struct column {
	const char *title;
	bool is_sum;
	uint64_t before[FIGURES], after[FIGURES];
};

const char *demo_number(struct demo_number number, char out[UNITS_TEXT])
{
	char digits[UNITS_TEXT];
	bool is_negative = number.number < 0;
	uint64_t magnitude = is_negative ? -(uint64_t)number.number : (uint64_t)number.number;
	bool is_kilo = number.is_bytes && magnitude % 1024 == 0;
	units_count(is_kilo ? magnitude / 1024 : magnitude, UNITS_WIDE, digits);
	const char *sign = is_negative ? "-" : number.is_change ? "+" : "";
	snprintf(out, UNITS_TEXT, "%s%.24s%s", sign, digits, is_kilo && magnitude ? "K" : "");
	return out;
}

static const char *verdict_number(
	const struct run_verdict *verdict, int64_t number, char out[UNITS_TEXT])
{
	return demo_number(
		(struct demo_number){ number, verdict->is_bytes, verdict->is_change }, out);
}

const char *demo_seen(const struct run_verdict *verdict, char out[UNITS_TEXT])
{
	if (!verdict->is_known)
		return "–";
	return verdict->is_word ? verdict->seen_word : verdict_number(verdict, verdict->seen, out);
}

const char *demo_expected(const struct run_verdict *verdict, char out[UNITS_TEXT])
{
	if (verdict->expectation->varies)
		return _("varies");
	return verdict->is_word ? verdict->expected_word
				: verdict_number(verdict, verdict->expected, out);
}

const char *demo_range(const struct run_verdict *verdict, char out[DEMO_RANGE])
{
	char expected[UNITS_TEXT], tolerance[UNITS_TEXT];
	if (verdict->is_word || !verdict->tolerance)
		return demo_expected(verdict, out);
	snprintf(out, DEMO_RANGE, "%s ±%s", demo_expected(verdict, expected),
		demo_number(
			(struct demo_number){ verdict->tolerance, verdict->is_bytes }, tolerance));
	return out;
}

static struct column column_of(const struct run_process *process)
{
	struct column column = { .title = translate(process->role) };
	for (size_t i = 0; i < FIGURES; i++) {
		column.before[i] = process->before[figures[i].metric];
		column.after[i] = process->is_gone ? UNKNOWN : process->after[figures[i].metric];
	}
	return column;
}

/* A process that has gone adds nothing; one that is there and unknown makes the sum unknown. */
static struct column sum_of(const struct demo_run *run)
{
	struct column sum = { .title = TOGETHER, .is_sum = true };
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

/* Do all processes and their sum fit beside each other? */
static bool fits_beside(const struct demo_run *run, int width)
{
	int columns = (int)run->process_count + (run->process_count > 1);
	return LABEL + columns * LEAST_CELL <= width;
}

/* The first figure that is written. */
static enum figure_index first_figure(const struct demo_run *run)
{
	return run->demo->shows_addresses ? FIGURE_VSZ : FIGURE_RSS;
}

/* Rule, titles, a line a figure, and bars: of RAM, and of addresses where they are shown. */
static int high_height(const struct demo_run *run)
{
	enum figure_index first = first_figure(run);
	return 2 + (int)(FIGURES - first) + (first == FIGURE_VSZ) + 1;
}

int demo_figures_height(const struct demo_run *run, struct rect pane)
{
	if (run->process_count == 0 || run->state == RUN_READY)
		return 0;
	bool is_high = pane.height >= LEAST_PANE;
	if (is_high && fits_beside(run, pane.width))
		return high_height(run);
	/* A line each, with titles; the sum and its bar where there is room. */
	return run->process_count > 1 ? 1 + (int)run->process_count + 2 * is_high : 0;
}

static uint64_t greatest(const struct column *columns, size_t count, enum figure_index figure)
{
	uint64_t most = 0;
	for (size_t c = 0; c < count; c++)
		if (columns[c].after[figure] != UNKNOWN && columns[c].after[figure] > most)
			most = columns[c].after[figure];
	return most;
}

static struct rect cell_of(struct rect line, size_t count, size_t c)
{
	int width = (line.width - LABEL) / (int)count;
	return (struct rect){ line.x + LABEL + (int)c * width, line.y, width - (c + 1 < count), 1 };
}

static void write_bar(
	struct canvas *canvas, struct rect track, const struct column *column, uint64_t size)
{
	struct bar bar = { .size = size,
		.resident = column->after[column->is_sum ? FIGURE_PSS : FIGURE_RSS],
		.own = column->after[FIGURE_USS] };
	bar_paint(canvas, track, bar, role_of_kind(REGION_ANON));
}

/* All at one scale: what is long is much, whoever has it. Of the sum, PSS is what is really there;
 * the rest of RSS counts the shared pages again. */
static void write_bars(
	struct canvas *canvas, struct rect line, const struct column *columns, size_t count)
{
	canvas_text(canvas, line.x, line.y, LABEL, PEN(ROLE_DIM), _("in RAM"));
	for (size_t c = 0; c < count; c++)
		write_bar(canvas, cell_of(line, count, c), &columns[c],
			greatest(columns, count, FIGURE_RSS));
}

/* Addresses, and solid what of them is in RAM. */
static void write_address_bars(
	struct canvas *canvas, struct rect line, const struct column *columns, size_t count)
{
	canvas_text(canvas, line.x, line.y, LABEL, PEN(ROLE_DIM), "VSZ");
	for (size_t c = 0; c < count; c++) {
		struct bar bar = { .size = greatest(columns, count, FIGURE_VSZ),
			.resident = columns[c].after[FIGURE_VSZ],
			.own = columns[c].after[FIGURE_RSS] };
		bar_paint(canvas, cell_of(line, count, c), bar, role_of_kind(REGION_RESERVE));
	}
}

static void write_figure(struct canvas *canvas, struct rect line, const struct column *columns,
	size_t count, size_t i)
{
	canvas_text(canvas, line.x, line.y, LABEL, PEN(ROLE_DIM), figures[i].label);
	for (size_t c = 0; c < count; c++)
		write_cell(canvas, cell_of(line, count, c), &figures[i], columns[c].before[i],
			columns[c].after[i]);
}

/* With a blank. */
static int width_of_roles(const struct demo_run *run)
{
	int width = text_width(TOGETHER, strlen(TOGETHER)) + 1;
	for (size_t p = 0; p < run->process_count; p++) {
		const char *role = translate(run->processes[p].role);
		int here = text_width(role, strlen(role)) + 1;
		width = here > width ? here : width;
	}
	return width;
}

static void write_row(
	struct canvas *canvas, struct rect line, int label, size_t first, const struct column *row)
{
	char text[UNITS_TEXT];
	int cell = (line.width - label) / LOW_FIGURES;
	canvas_text(canvas, line.x, line.y, label - 1, PEN_BOLD(ROLE_TITLE), row->title);
	for (int i = 0; i < LOW_FIGURES; i++)
		canvas_text_right(canvas, line.x + label + i * cell, line.y, cell,
			PEN_BOLD(ROLE_VALUE),
			units_bytes(row->after[first + (size_t)i], UNITS_NARROW, text));
}

/* What RSS of all adds up to, and of it what is in RAM once (PSS), and what is one process's alone. */
static void write_sum_bar(
	struct canvas *canvas, struct rect line, int label, const struct column *sum)
{
	struct rect bar = { line.x + label, line.y, line.width - label, 1 };
	canvas_text(canvas, line.x, line.y, label, PEN(ROLE_DIM), _("in RAM"));
	write_bar(canvas, bar, sum, sum->after[FIGURE_RSS]);
}

/* Where there is little height, or there are many: a line a process. */
static void write_low(const struct demo_run *run, struct canvas *canvas, struct rect area)
{
	int label = width_of_roles(run), cell = (area.width - label) / LOW_FIGURES;
	size_t first = first_figure(run);
	struct rect titles = layout_top(&area, 1);
	for (int i = 0; i < LOW_FIGURES; i++)
		canvas_text_right(canvas, titles.x + label + i * cell, titles.y, cell,
			PEN(ROLE_DIM), figures[first + (size_t)i].label);
	struct column row;
	for (size_t p = 0; p <= run->process_count && area.height > 0; p++) {
		row = p < run->process_count ? column_of(&run->processes[p]) : sum_of(run);
		write_row(canvas, layout_top(&area, 1), label, first, &row);
	}
	if (area.height > 0)
		write_sum_bar(canvas, area, label, &row);
}

static void write_high(const struct demo_run *run, struct canvas *canvas, struct rect area)
{
	struct column columns[DEMO_ROLES + 1];
	size_t count = columns_of(run, area.width, columns);
	if (count == 0)
		return;
	struct rect rule = layout_top(&area, 1), title = layout_top(&area, 1);
	for (int x = 0; x < rule.width; x++)
		canvas_glyph(canvas, rule.x + x, rule.y, GLYPH_RULE, PEN(ROLE_BORDER));
	for (size_t c = 0; c < count; c++) {
		struct rect cell = cell_of(title, count, c);
		canvas_text(
			canvas, cell.x, cell.y, cell.width, PEN_BOLD(ROLE_TITLE), columns[c].title);
	}
	enum figure_index first = first_figure(run);
	if (first == FIGURE_VSZ)
		write_address_bars(canvas, layout_top(&area, 1), columns, count);
	write_bars(canvas, layout_top(&area, 1), columns, count);
	for (size_t i = first; i < FIGURES; i++)
		write_figure(canvas, layout_top(&area, 1), columns, count, i);
}

void demo_figures(const struct demo_run *run, struct canvas *canvas, struct rect area)
{
	if (area.height == high_height(run) && fits_beside(run, area.width))
		write_high(run, canvas, area);
	else if (area.height > 0)
		write_low(run, canvas, area);
}

int demo_bars_height(const struct demo_run *run, struct rect pane)
{
	int bars = (int)run->process_count + (run->process_count > 1);
	int height = BAR_LINES * bars > pane.height / 2 ? bars : BAR_LINES * bars;
	return run->state == RUN_READY || height > pane.height / 2 ? 0 : height;
}

/* A name and a number beside a bar, with a blank line below where there are several. */
static void write_high_bar(
	struct canvas *canvas, struct rect area, const struct column *column, uint64_t most)
{
	char text[UNITS_TEXT];
	uint64_t resident = column->after[column->is_sum ? FIGURE_PSS : FIGURE_RSS];
	struct rect names = layout_left(&area, BAR_LABEL);
	canvas_text(canvas, names.x, names.y, names.width - 1, PEN_BOLD(ROLE_TITLE), column->title);
	if (area.height > 1) {
		canvas_text(canvas, names.x, names.y + 1, names.width - 1, PEN_BOLD(ROLE_VALUE),
			units_bytes(resident, UNITS_NARROW, text));
		layout_bottom(&area, 1);
	}
	for (; area.height > 0; area.y++, area.height--)
		write_bar(canvas, (struct rect){ area.x, area.y, area.width, 1 }, column, most);
}

/* Where there are many, a line each. */
void demo_bars(const struct demo_run *run, struct canvas *canvas, struct rect area)
{
	struct column columns[DEMO_ROLES + 1];
	size_t count = columns_of(run, LABEL + (DEMO_ROLES + 1) * LEAST_CELL, columns);
	int lines = count > 0 && area.height >= BAR_LINES * (int)count ? BAR_LINES : 1;
	for (size_t c = 0; c < count && area.height > 0; c++)
		write_high_bar(canvas, layout_top(&area, lines), &columns[c],
			greatest(columns, count, FIGURE_RSS));
}
