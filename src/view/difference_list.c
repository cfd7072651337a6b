/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What two pictures have not in common: the figures of the whole, then region by region. */
#include <stdio.h>
#include <string.h>

#include "strata/translate.h"
#include "ui/layout.h"
#include "view/overlay.h"
#include "view/pencil.h"
#include "view/words.h"

#define WHAT 12
#define KIND 13
#define ADDRESS 15
#define NUMBER 8
#define WIDE 100 /* from here on what is private and dirty, and swapped, is told, too */
#define NAME_LEAST 10

static const char *word_of(unsigned what)
{
	static const char *const words[DIFFERENCE_NAMES] = { N_("new"), N_("gone"), N_("grew"),
		N_("shrank"), N_("moved"), N_("permissions"), N_("merged"), N_("split"),
		N_("counters") };
	for (size_t i = 0; i < DIFFERENCE_NAMES; i++)
		if (difference_table[i].what == what)
			return translate(words[i]);
	return "";
}

static enum role ink_of(unsigned what)
{
	if (what & (DIFFERENCE_GONE | DIFFERENCE_SHRANK | DIFFERENCE_MERGED))
		return ROLE_SHRANK;
	if (what & (DIFFERENCE_NEW | DIFFERENCE_GREW | DIFFERENCE_SPLIT))
		return ROLE_GREW;
	return what & (DIFFERENCE_PROTECTED | DIFFERENCE_MOVED) ? ROLE_WARNING : ROLE_TEXT;
}

/* "grew moved": all of it but that counters are others, where that goes without saying. */
static void write_what(struct pencil *pencil, unsigned what)
{
	char text[WORDS_TEXT] = "";
	size_t used = 0;
	if (what != DIFFERENCE_COUNTERS)
		what &= ~(unsigned)DIFFERENCE_COUNTERS;
	for (unsigned bit = 1; bit <= DIFFERENCE_COUNTERS && used < sizeof text; bit <<= 1)
		if (what & bit)
			used += (size_t)snprintf(text + used, sizeof text - used, "%s%s",
				used ? " " : "", word_of(bit));
	pencil_write_cell(pencil, PEN_BOLD(ink_of(what)), WHAT, text);
}

static void write_change(struct pencil *pencil, bool is_known, int64_t change)
{
	char text[UNITS_TEXT];
	enum role ink = change > 0 ? ROLE_GREW : change < 0 ? ROLE_SHRANK : ROLE_DIM;
	if (!is_known)
		pencil_write_number(pencil, PEN(ROLE_DIM), NUMBER,
			canvas_glyph_text(pencil->canvas, GLYPH_UNKNOWN));
	else
		pencil_write_number(pencil, PEN(ink), NUMBER,
			change ? units_delta(change, UNITS_NARROW, text) : "0");
}

static void write_counter(
	struct pencil *pencil, const struct difference *difference, enum counter counter)
{
	int64_t change = 0;
	bool is_known = difference_counter(difference, counter, &change);
	write_change(pencil, is_known, change);
}

static bool is_wide(struct rect line)
{
	return line.width >= WIDE;
}

static void write_permissions(struct pencil *pencil, const struct difference *difference)
{
	char before[5], after[5];
	if (!(difference->what & DIFFERENCE_PROTECTED))
		return;
	region_permissions_text(difference->before->permissions, before);
	region_permissions_text(difference->after->permissions, after);
	pencil_write(pencil, PEN(ROLE_WARNING), "%s ", before);
	pencil_glyph(pencil, PEN(ROLE_WARNING), GLYPH_ARROW_RIGHT);
	pencil_write(pencil, PEN(ROLE_WARNING), " %s ", after);
}

static void paint_line(const struct difference *difference, struct canvas *canvas, struct rect line)
{
	const struct region *region = difference->after ? difference->after : difference->before;
	struct pencil pencil = pencil_at(canvas, line);
	char address[UNITS_TEXT];
	pencil_skip(&pencil, 1);
	write_what(&pencil, difference->what);
	pencil_write_cell(&pencil, PEN(role_of_kind((enum region_kind)region->kind)), KIND,
		region_kind_name((enum region_kind)region->kind));
	pencil_write_cell(&pencil, PEN(ROLE_DIM), ADDRESS, units_address(region->start, address));
	write_change(&pencil, true, difference->size);
	write_counter(&pencil, difference, COUNTER_RSS);
	if (is_wide(line)) {
		write_counter(&pencil, difference, COUNTER_PRIVATE_DIRTY);
		write_counter(&pencil, difference, COUNTER_SWAP);
	}
	pencil_skip(&pencil, 2);
	write_permissions(&pencil, difference);
	if (pencil_room(&pencil) >= NAME_LEAST)
		pencil_name(&pencil, PEN(ROLE_TEXT), pencil_room(&pencil), words_name(region));
}

static void paint_titles(struct canvas *canvas, struct rect line)
{
	struct pencil pencil = pencil_at(canvas, line);
	pencil_skip(&pencil, 1);
	pencil_write_cell(&pencil, PEN(ROLE_DIM), WHAT, _("what"));
	pencil_write_cell(&pencil, PEN(ROLE_DIM), KIND, _("kind"));
	pencil_write_cell(&pencil, PEN(ROLE_DIM), ADDRESS, _("address"));
	pencil_write_number(&pencil, PEN(ROLE_DIM), NUMBER, _("size"));
	pencil_write_number(&pencil, PEN(ROLE_DIM), NUMBER, "RSS");
	if (is_wide(line)) {
		pencil_write_number(&pencil, PEN(ROLE_DIM), NUMBER, _("p.dirty"));
		pencil_write_number(&pencil, PEN(ROLE_DIM), NUMBER, _("swap"));
	}
}

/* "pin A 11:39:15 → 11:40:12   VSZ +1.2M  RSS +640K" */
static void paint_whole(const struct differing *differing, struct canvas *canvas, struct rect line)
{
	static const enum metric metrics[] = { METRIC_VSZ, METRIC_RSS, METRIC_PSS, METRIC_USS,
		METRIC_SWAP };
	struct pencil pencil = pencil_at(canvas, line);
	char time[WORDS_TEXT], text[UNITS_TEXT];
	pencil_skip(&pencil, 1);
	if (differing->name)
		pencil_write(&pencil, PEN_BOLD(ROLE_TITLE), _("pin %c"), differing->name);
	else
		pencil_write(&pencil, PEN_BOLD(ROLE_TITLE), "%s", _("baseline"));
	pencil_write(
		&pencil, PEN(ROLE_TITLE), " %s ", words_time(differing->before->wall_ns, time));
	pencil_glyph(&pencil, PEN(ROLE_DIM), GLYPH_ARROW_RIGHT);
	pencil_write(
		&pencil, PEN(ROLE_TITLE), " %s  ", words_time(differing->after->wall_ns, time));
	for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++) {
		uint64_t before = differing->before->metrics[metrics[i]];
		uint64_t after = differing->after->metrics[metrics[i]];
		bool is_known = before != UNKNOWN && after != UNKNOWN;
		if (!is_known || before == after || pencil_room(&pencil) < 14)
			continue;
		pencil_write(&pencil, PEN(ROLE_DIM), " %s ", metric_table[metrics[i]].title);
		pencil_write(&pencil, PEN(after > before ? ROLE_GREW : ROLE_SHRANK), "%s ",
			units_delta((int64_t)(after - before), UNITS_NARROW, text));
	}
}

/* How many of each. */
static void paint_tally(const struct differing *differing, struct canvas *canvas, struct rect line)
{
	struct pencil pencil = pencil_at(canvas, line);
	pencil_skip(&pencil, 1);
	pencil_write(&pencil, PEN(ROLE_TEXT),
		translate_many("%zu region differs", "%zu regions differ", differing->count),
		differing->count);
	for (size_t i = 0; i < DIFFERENCE_NAMES; i++) {
		unsigned what = difference_table[i].what;
		size_t count = 0;
		for (size_t k = 0; k < differing->count; k++)
			count += (differing->list[k].what & what) != 0;
		if (count > 0 && what != DIFFERENCE_COUNTERS)
			pencil_write_whole(
				&pencil, PEN(ink_of(what)), "   %s %zu", word_of(what), count);
	}
}

void overlay_difference(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area)
{
	const struct differing *differing = scene->differing;
	struct list *list = &frame->overlay_list;
	if (!differing || !differing->before)
		return;
	paint_whole(differing, canvas, layout_top(&area, 1));
	paint_tally(differing, canvas, layout_top(&area, 1));
	layout_top(&area, 1);
	paint_titles(canvas, layout_top(&area, 1));
	list_fit(list, differing->count, (size_t)area.height);
	for (size_t i = list->top; i < differing->count && area.height > 0; i++) {
		struct rect line = layout_top(&area, 1);
		paint_line(&differing->list[i], canvas, line);
		if (i == list->selected)
			canvas_ground(canvas, line, ROLE_SELECTED);
	}
}
