/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/region_details.h"

#include <string.h>

#include "strata/explain.h"
#include "strata/translate.h"
#include "view/pencil.h"

#define COUNTERS_A_LINE 2
#define FLAGS_A_LINE 2
#define COUNTER_LINES ((COUNTERS + COUNTERS_A_LINE - 1) / COUNTERS_A_LINE)

static const struct region *region_of(const struct scene *scene, const struct row *row)
{
	return &scene->now->table->regions[row->first];
}

static size_t count_flags(const struct region *region)
{
	return region->flags ? (strlen(region->flags) + 1) / 3 : 0;
}

void region_add_details(struct view_state *state, const struct region *region, struct row row)
{
	const size_t counts[] = {
		[TAG_COUNTERS] = COUNTER_LINES,
		[TAG_FLAGS] = (count_flags(region) + FLAGS_A_LINE - 1) / FLAGS_A_LINE,
		[TAG_PART] = region->part_count,
	};
	for (uint32_t tag = TAG_COUNTERS; tag <= TAG_PART; tag++)
		for (size_t i = 0; i < counts[tag]; i++)
			state_add_row(state, (struct row){ .tag = tag,
						     .first = row.first,
						     .count = (uint32_t)i,
						     .value = row.value + 1 + i });
}

static void paint_counters(const struct scene *scene, const struct row *row, struct pencil *pencil)
{
	const struct region *region = region_of(scene, row);
	char text[UNITS_TEXT];
	for (unsigned i = 0; i < COUNTERS_A_LINE; i++) {
		unsigned counter = row->count + i * COUNTER_LINES;
		if (counter >= COUNTERS)
			continue;
		uint64_t bytes = region->counters[counter];
		pencil_write(pencil, PEN(ROLE_DIM), "%-15s ", counter_table[counter].key);
		canvas_text_right(pencil->canvas, pencil->x, pencil->y, 10,
			bytes && bytes != UNKNOWN ? PEN_BOLD(ROLE_VALUE) : PEN(ROLE_DIM),
			units_bytes(bytes, UNITS_WIDE, text));
		pencil_skip(pencil, 13);
	}
}

static void paint_flags(const struct scene *scene, const struct row *row, struct pencil *pencil)
{
	const struct region *region = region_of(scene, row);
	for (size_t i = 0; i < FLAGS_A_LINE; i++) {
		size_t at = row->count * FLAGS_A_LINE + i;
		if (at >= count_flags(region))
			continue;
		const char flag[3] = { region->flags[3 * at], region->flags[3 * at + 1], '\0' };
		const char *words = explain_flag(flag);
		int start = pencil->x;
		pencil_write(pencil, PEN_BOLD(ROLE_TEXT), "%s ", flag);
		pencil_name(pencil, PEN(ROLE_DIM), 34,
			words ? translate(words) : _("not known to strata"));
		pencil_skip(pencil, 39 - (pencil->x - start));
	}
}

static void paint_part(const struct scene *scene, const struct row *row, struct pencil *pencil)
{
	const struct region_part *part = &region_of(scene, row)->parts[row->count];
	char address[UNITS_TEXT], size[UNITS_TEXT];
	pencil_write(pencil, PEN(ROLE_DIM), "%s ", units_address(part->start, address));
	pencil_name(pencil, PEN_BOLD(role_of_kind(part->kind)), 24, part->name);
	pencil_write(pencil, PEN(ROLE_DIM), " %s, %s", region_kind_name(part->kind),
		units_bytes(part->end - part->start, UNITS_WIDE, size));
}

void region_paint_detail(
	const struct scene *scene, struct canvas *canvas, struct rect line, const struct row *row)
{
	struct pencil pencil = pencil_at(canvas, line);
	canvas_glyph(canvas, line.x, line.y, GLYPH_STRIPE,
		PEN(role_of_kind(region_of(scene, row)->kind)));
	pencil_skip(&pencil, 4);
	if (row->tag == TAG_COUNTERS)
		paint_counters(scene, row, &pencil);
	else if (row->tag == TAG_FLAGS)
		paint_flags(scene, row, &pencil);
	else
		paint_part(scene, row, &pencil);
}
