/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/map_line.h"

#include <string.h>

#include "demo/run.h"
#include "strata/text.h"
#include "strata/translate.h"
#include "view/pencil.h"
#include "view/words.h"

#define TALLEST 5
#define LINES 256 /* rows beyond so many are one line high */

static int clamp(int value, int least, int most)
{
	return value < least ? least : value > most ? most : value;
}

/* How many lines a row would like: the larger, the taller, and gaps less than what they part. */
static int wanted_height(const struct row *row)
{
	if (row->tag == MAP_PART || row->tag == MAP_MARKER || row->size == 0)
		return 1;
	int bits = 63 - __builtin_clzll(row->size);
	return row->tag == MAP_GAP ? clamp((bits - 20) / 10, 1, 3)
				   : clamp((bits - 10) / 3, 1, TALLEST);
}

/* Heights of the rows, only above 1 where all of them fit: the largest rise first. */
static void measure(const struct view_state *state, int room, uint8_t heights[LINES])
{
	memset(heights, 1, LINES);
	int spare = room - (int)state->row_count;
	if (state->row_count > LINES)
		return;
	for (int level = TALLEST; level > 1 && spare > 0; level--)
		for (size_t i = 0; i < state->row_count && spare > 0; i++)
			if (wanted_height(&state->rows[i]) >= level) {
				heights[i]++;
				spare--;
			}
}

static struct delta delta_of(
	const struct map_line *line, const struct snapshot *since, int64_t block)
{
	const struct region *region = map_region(line);
	if (!since || since->table == line->scene->now->table || line->row->tag == MAP_PART)
		return (struct delta){ 0 };
	if (region)
		return diff_region(since->table, region);
	return (struct delta){ .rss = block, .rss_known = true };
}

static enum role kind_ink(const struct map_line *line)
{
	const struct region *regions = line->scene->now->table->regions;
	switch ((enum map_tag)line->row->tag) {
	case MAP_MODULE:
		return role_of_kind(REGION_TEXT);
	case MAP_RUN:
		return role_of_kind(line->row->kind);
	case MAP_PART:
		return role_of_kind(regions[line->row->first].parts[line->row->count].kind);
	default:
		return role_of_kind(regions[line->row->first].kind);
	}
}

static struct pen address_pen(const struct map_line *line)
{
	if (map_has_changed(line) && line->moved.is_new)
		return PEN_BOLD(ROLE_CHANGED);
	return line->is_selected ? PEN_BOLD(ROLE_VALUE) : PEN(ROLE_DIM);
}

static enum role permissions_ink(const struct region *region)
{
	uint8_t both = PERMISSION_WRITE | PERMISSION_EXECUTE;
	return (region->permissions & both) == both ? ROLE_WARNING : ROLE_DIM;
}

/* The second line of a row that is tall: how much is resident, and whose it is. */
static void paint_share(const struct map_line *line)
{
	char text[WORDS_TEXT], note[2 * WORDS_TEXT], other[UNITS_TEXT];
	const struct map_columns *columns = &line->columns;
	uint64_t rss = line->row->rss, own = line->row->uss;
	int room = columns->name.width + 1 + columns->size.width;
	if (line->area.height < 2)
		return;
	if (own != UNKNOWN && own < rss)
		snprintf(note, sizeof note, _("%s own, %s shared"),
			units_bytes(own, UNITS_NARROW, text),
			units_bytes(rss - own, UNITS_NARROW, other));
	if (own == UNKNOWN || own >= rss || text_width(note, strlen(note)) > room)
		snprintf(note, sizeof note, _("%s resident"),
			words_share(rss, line->row->size, text));
	canvas_text(line->canvas, columns->name.x, line->area.y + 1, room, PEN(ROLE_DIM), note);
}

/* Names are cut at their end: their beginning says most. */
static void paint_name(const struct map_line *line, int x, int end, struct pen pen, const char *raw)
{
	canvas_text(line->canvas, x, line->area.y, end - x, pen, raw);
}

/* Where a wide screen has room left: the whole path. */
static void paint_path(const struct map_line *line, const char *path)
{
	struct map_place note = line->columns.note;
	canvas_name(line->canvas, note.x, line->area.y, note.width, PEN(ROLE_DIM), path);
}

/* "text 1.6M  rodata 1.1M": what a module consists of, on the third line. */
static void paint_kinds(const struct map_line *line)
{
	const struct region *regions = line->scene->now->table->regions;
	struct map_place name = line->columns.name;
	struct rect third = { name.x, line->area.y + 2, name.width + line->columns.size.width + 1,
		1 };
	struct pencil pencil = pencil_at(line->canvas, third);
	char size[UNITS_TEXT];
	if (line->area.height < 3 || line->row->tag != MAP_MODULE)
		return;
	for (uint32_t i = line->row->first; i < line->row->first + line->row->count; i++) {
		enum region_kind kind = regions[i].kind;
		const char *words = units_bytes(region_size(&regions[i]), UNITS_NARROW, size);
		if (kind != REGION_ELF_HEADER &&
			!pencil_write_whole(&pencil, PEN(role_of_kind(kind)), "%s %s  ",
				region_kind_name(kind), words))
			return;
	}
}

static void paint_region(const struct map_line *line)
{
	const struct region *region = map_region(line);
	enum role ink = kind_ink(line);
	struct map_place name = line->columns.name;
	int indent = line->row->tag == MAP_CHILD ? 2 : 0;
	int x = name.x + indent, end = name.x + name.width;
	map_paint_stripe(line, GLYPH_STRIPE, ink);
	map_paint_address(line, address_pen(line));
	x += canvas_text(line->canvas, x, line->area.y, end - x, PEN_BOLD(ink),
		region_kind_name(region->kind));
	if (region->kind == REGION_STACK || region->kind == REGION_HEAP)
		canvas_glyph(line->canvas, x + 1, line->area.y,
			region->kind == REGION_STACK ? GLYPH_ARROW_DOWN : GLYPH_ARROW_UP,
			PEN(ROLE_DIM));
	else if (line->row->tag != MAP_CHILD || !region->module[0])
		paint_name(line, x + 1, end, PEN(ROLE_TEXT), words_name(region));
	map_paint_numbers(line);
	map_paint_bar(line, ink);
	char permissions[5];
	region_permissions_text(region->permissions, permissions);
	canvas_text(line->canvas, line->columns.permissions.x, line->area.y,
		line->columns.permissions.width, PEN(permissions_ink(region)), permissions);
	paint_share(line);
	paint_path(line, region->path);
}

static bool is_program(const struct map_line *line)
{
	const struct snapshot *now = line->scene->now;
	const struct region *first = &now->table->regions[line->row->first];
	return first->module[0] && strcmp(first->module, now->process.exe) == 0;
}

static void paint_block(const struct map_line *line)
{
	const struct row *row = line->row;
	const struct region *first = &line->scene->now->table->regions[row->first];
	enum role ink = kind_ink(line);
	bool is_open = map_is_open(line->scene, line->scene->state, row);
	struct map_place name = line->columns.name;
	char text[UNITS_TEXT + 8], count[UNITS_TEXT];
	map_paint_stripe(line, GLYPH_STRIPE, ink);
	map_paint_address(line, address_pen(line));
	canvas_glyph(
		line->canvas, name.x, line->area.y, is_open ? GLYPH_OPEN : GLYPH_FOLDED, PEN(ink));
	const char *title =
		row->tag == MAP_RUN ? region_kind_name(row->kind) : words_basename(first->module);
	paint_name(line, name.x + 2, name.x + name.width,
		PEN_BOLD(is_program(line) ? ROLE_TITLE : ink), title);
	map_paint_numbers(line);
	map_paint_bar(line, ink);
	snprintf(text, sizeof text, row->count < 1000 ? _("%s maps") : "%s",
		units_count(row->count, UNITS_NARROW, count));
	canvas_text(line->canvas, line->columns.permissions.x, line->area.y,
		line->columns.permissions.width, PEN(ROLE_DIM), text);
	paint_share(line);
	paint_kinds(line);
	paint_path(line, first->module);
}

static void paint_part(const struct map_line *line)
{
	const struct region *region = map_region(line);
	const struct region_part *part = &region->parts[line->row->count];
	struct map_place name = line->columns.name;
	char size[UNITS_TEXT];
	map_paint_stripe(line, GLYPH_STRIPE, kind_ink(line));
	map_paint_address(line, PEN(line->is_selected ? ROLE_VALUE : ROLE_DIM));
	paint_name(line, name.x + 4, name.x + name.width, PEN(kind_ink(line)), part->name);
	canvas_text_right(line->canvas, line->columns.size.x, line->area.y,
		line->columns.size.width, PEN(ROLE_TEXT),
		units_bytes(line->row->size, UNITS_NARROW, size));
	canvas_text(line->canvas, line->columns.bar.x, line->area.y, line->columns.bar.width,
		PEN(ROLE_DIM), region_kind_name(part->kind));
}

static void paint_marker(const struct map_line *line)
{
	const struct run_marker *marker = &line->scene->demo->markers[line->row->first];
	int x = line->columns.name.x, end = line->area.x + line->area.width;
	if (line->row->kind == REGION_KINDS)
		map_paint_stripe(line, GLYPH_GAP, ROLE_DIM);
	else
		map_paint_stripe(line, GLYPH_STRIPE, role_of_kind(line->row->kind));
	map_paint_address(line, PEN(ROLE_GREW));
	x += canvas_glyph(line->canvas, x, line->area.y, GLYPH_MARKER, PEN_BOLD(ROLE_GREW));
	canvas_printf(line->canvas, x, line->area.y, end - x, PEN_BOLD(ROLE_GREW), " %s",
		marker->label[0] ? translate(marker->label) : marker->key);
}

/* What a gap means follows from what lies above and below it. */
static const char *gap_meaning(const struct map_line *line)
{
	const struct region_table *table = line->scene->now->table;
	uint64_t start = line->row->value, end = start + line->row->size;
	const struct region *above = region_find(table->regions, table->count, end);
	const struct region *below =
		start ? region_find(table->regions, table->count, start - 1) : NULL;
	if (above && above->kind == REGION_STACK)
		return _("the stack grows down into it");
	if (below && below->kind == REGION_HEAP)
		return _("the heap grows up into it");
	if (above && above->kind == REGION_HEAP)
		return _("random gap before the heap");
	if (start == 0)
		return _("never mapped: NULL must fault");
	return "";
}

static void paint_gap(const struct map_line *line)
{
	char size[UNITS_TEXT];
	int x = line->columns.name.x, end = line->area.x + line->area.width;
	map_paint_stripe(line, GLYPH_GAP, ROLE_DIM);
	x += canvas_printf(line->canvas, x, line->area.y, end - x, PEN(ROLE_DIM), _("%s unmapped"),
		units_bytes(line->row->size, UNITS_WIDE, size));
	const char *meaning = gap_meaning(line);
	if (meaning[0] && line->area.width >= 60)
		canvas_printf(
			line->canvas, x, line->area.y, end - x, PEN(ROLE_DIM), " · %s", meaning);
}

static void label(
	const struct map_line *line, struct map_place place, bool is_right, const char *text)
{
	int width = text_width(text, strlen(text));
	if (place.width < width)
		return;
	int x = is_right ? place.x + place.width - width : place.x;
	canvas_printf(line->canvas, x - 1, line->area.y, width + 1, PEN(ROLE_DIM), " %s", text);
	canvas_put(line->canvas, x + width, line->area.y, ' ', PEN(ROLE_DIM));
}

/* The line of the highest address carries the titles of the columns. */
static void paint_edge(const struct map_line *line)
{
	bool is_top = line->row->tag == MAP_EDGE_TOP;
	struct rect rule = line->area;
	rule.x = line->columns.stripe;
	rule.width = line->area.x + line->area.width - rule.x - 1;
	for (int i = 0; i < rule.width; i++)
		canvas_glyph(line->canvas, rule.x + i, rule.y, GLYPH_EDGE, PEN(ROLE_BORDER));
	map_paint_address(line, PEN(ROLE_DIM));
	int room = line->columns.name.width + line->columns.size.width - 4;
	const char *title = is_top ? _("end of user space") : _("address 0: NULL");
	if (room < text_width(title, strlen(title)))
		title = is_top ? _("user space") : "NULL";
	canvas_printf(line->canvas, line->columns.name.x - 1, line->area.y, room + 2, PEN(ROLE_DIM),
		" %s ", title);
	if (!is_top || line->columns.address.width == 0)
		return;
	label(line, line->columns.size, true, _("size"));
	label(line, line->columns.bar, false, _("resident"));
	label(line, line->columns.resident, true, "RSS");
	label(line, line->columns.pss, true, "PSS");
	label(line, line->columns.uss, true, "USS");
	label(line, line->columns.permissions, false, _("perms"));
	label(line, line->columns.delta, false,
		line->scene->baseline ? _("baseline") : _("change"));
}

static void paint_row(struct map_line *line)
{
	static void (*const paint[])(const struct map_line *line) = {
		[MAP_EDGE_TOP] = paint_edge,
		[MAP_EDGE_BOTTOM] = paint_edge,
		[MAP_GAP] = paint_gap,
		[MAP_REGION] = paint_region,
		[MAP_MODULE] = paint_block,
		[MAP_RUN] = paint_block,
		[MAP_CHILD] = paint_region,
		[MAP_PART] = paint_part,
		[MAP_MARKER] = paint_marker,
	};
	line->grew = delta_of(line, line->scene->baseline, line->row->grew);
	line->moved = delta_of(line, line->scene->before, line->row->moved);
	paint[line->row->tag](line);
	if (line->is_selected)
		canvas_ground(line->canvas, line->area, ROLE_SELECTED);
}

void map_paint(const struct scene *scene, struct canvas *canvas, struct rect area)
{
	const struct view_state *state = scene->state;
	struct map_line line = {
		.scene = scene, .canvas = canvas, .columns = map_columns_for(area)
	};
	uint8_t heights[LINES];
	measure(state, area.height, heights);
	int y = area.y;
	for (size_t i = state->list.top; i < state->row_count && y < area.y + area.height; i++) {
		line.row = &state->rows[i];
		line.area = (struct rect){ area.x, y, area.width, i < LINES ? heights[i] : 1 };
		line.is_selected = i == state->list.selected;
		paint_row(&line);
		y += line.area.height;
	}
}

size_t map_row_at(const struct scene *scene, struct rect area, int y)
{
	const struct view_state *state = scene->state;
	uint8_t heights[LINES];
	measure(state, area.height, heights);
	int bottom = area.y;
	for (size_t i = state->list.top; i < state->row_count; i++) {
		bottom += i < LINES ? heights[i] : 1;
		if (y < bottom)
			return i;
	}
	return SIZE_MAX;
}
