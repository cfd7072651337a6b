/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/map.h"

#include <string.h>

#include "demo/run.h"
#include "strata/diff.h"
#include "ui/chart.h"
#include "view/words.h"

#define TALLEST 4
#define LINES 256 /* rows beyond so many are one line high */

#define ADDRESS 14
#define SIZE 6
#define RESIDENT 7
#define PERMISSIONS 10
#define DELTA 8

/* Columns of a map line; a width of 0 leaves one out. */
struct place {
	int x, width;
};
struct columns {
	struct place address, name, size, bar, resident, permissions, delta;
	int stripe;
};

/* A row about to be painted. */
struct line {
	const struct scene *scene;
	struct canvas *canvas;
	struct columns columns;
	const struct row *row;
	struct rect area; /* all its lines */
	bool is_selected;
	struct delta grew, moved; /* since the baseline, since the sample before */
};

static struct place take(int *x, int width)
{
	struct place place = { *x, width };
	*x += width ? width + 1 : 0;
	return place;
}

static int clamp(int value, int least, int most)
{
	return value < least ? least : value > most ? most : value;
}

static struct columns columns_for(struct rect area)
{
	struct columns columns;
	int x = area.x + 1, width = area.width;
	int delta = width >= 50 ? DELTA : 0;
	int permissions = width >= 70 ? PERMISSIONS : 0;
	columns.address = take(&x, width >= 56 ? ADDRESS : 0);
	columns.stripe = x;
	x += 2;
	int fixed =
		x - area.x + SIZE + 1 + RESIDENT + 1 + (permissions ? permissions + 1 : 0) + delta;
	int rest = clamp(width - fixed - 2, 8, width);
	int name = clamp(rest * 2 / 5, 8, 36);
	columns.name = take(&x, clamp(name, 8, rest));
	columns.size = take(&x, SIZE);
	columns.bar = take(&x, clamp(rest - name, 0, 64));
	columns.resident = take(&x, RESIDENT);
	columns.permissions = take(&x, permissions);
	columns.delta = take(&x, delta);
	return columns;
}

/* How many lines a row would like: the larger, the taller. */
static int wanted_height(const struct row *row)
{
	if (row->tag == MAP_GAP || row->tag == MAP_PART || row->tag == MAP_MARKER || row->size == 0)
		return 1;
	int bits = 63 - __builtin_clzll(row->size);
	return clamp((bits - 12) / 4, 1, TALLEST);
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

static const struct region *region_of(const struct line *line)
{
	enum map_tag tag = line->row->tag;
	if (tag != MAP_REGION && tag != MAP_CHILD && tag != MAP_PART)
		return NULL;
	return &line->scene->now->table->regions[line->row->first];
}

static struct delta delta_of(const struct line *line, const struct snapshot *since, int64_t block)
{
	const struct region *region = region_of(line);
	if (!since || since->table == line->scene->now->table || line->row->tag == MAP_PART)
		return (struct delta){ 0 };
	if (region)
		return diff_region(since->table, region);
	return (struct delta){ .rss = block, .rss_known = true };
}

static bool is_changed(const struct line *line)
{
	return line->scene->is_flashing &&
	       (line->moved.is_new || line->moved.rss != 0 || line->moved.size != 0);
}

static enum role kind_ink(const struct line *line)
{
	const struct region *regions = line->scene->now->table->regions;
	switch ((enum map_tag)line->row->tag) {
	case MAP_MODULE:
		return role_of_kind(REGION_TEXT);
	case MAP_PART:
		return role_of_kind(regions[line->row->first].parts[line->row->count].kind);
	default:
		return role_of_kind(regions[line->row->first].kind);
	}
}

static void paint_stripe(const struct line *line, enum glyph glyph, enum role ink)
{
	for (int y = 0; y < line->area.height; y++)
		canvas_glyph(line->canvas, line->columns.stripe, line->area.y + y, glyph, PEN(ink));
}

static void paint_address(const struct line *line, struct pen pen)
{
	char text[UNITS_TEXT];
	canvas_text(line->canvas, line->columns.address.x, line->area.y,
		line->columns.address.width, pen, units_address(line->row->value, text));
}

static void paint_bytes(const struct line *line, struct place place, uint64_t bytes, struct pen pen)
{
	char text[UNITS_TEXT + 4] = "";
	if (line->row->is_partial && place.x == line->columns.resident.x && bytes != UNKNOWN)
		strcpy(text, "≥");
	units_bytes(bytes, UNITS_NARROW, text + strlen(text));
	canvas_text_right(line->canvas, place.x, line->area.y, place.width, pen, text);
}

/* The track is as long as the logarithm of the size, on a scale from a page to 4 GiB. */
static int track_length(uint64_t size, int room)
{
	int bits = size ? 63 - __builtin_clzll(size) : 0;
	return clamp((room * (bits - 10) + 11) / 22, 1, room);
}

/* Cells from `from` bytes on that the bar fills get another look. */
static void repaint_cells(const struct line *line, int y, struct place track, uint64_t from,
	uint64_t to, enum glyph glyph, enum role ink)
{
	uint64_t size = line->row->size;
	int first = (int)((double)from / (double)size * track.width + 0.999);
	int last = (int)((double)to / (double)size * track.width + 0.001);
	for (int i = first; i < last; i++)
		canvas_glyph(line->canvas, track.x + i, y, glyph, PEN(ink));
}

/* Filled as far as it is resident: solid what is this process's own, hatched what it shares, bright
 * what has just become resident. */
static void paint_bar(const struct line *line, enum role ink)
{
	const struct row *row = line->row;
	const struct region *region = region_of(line);
	struct place track = line->columns.bar;
	track.width = track_length(row->size, track.width);
	uint64_t own = region ? region_uss(region) : UNKNOWN;
	for (int i = 0; i < line->area.height && row->rss != UNKNOWN; i++) {
		int y = line->area.y + i;
		chart_bar(line->canvas, track.x, y, track.width, row->rss, row->size, PEN(ink),
			PEN(ROLE_DIM));
		if (own != UNKNOWN && own < row->rss)
			repaint_cells(line, y, track, own, row->rss, GLYPH_HATCH, ink);
		if (line->scene->is_flashing && line->moved.rss > 0)
			repaint_cells(line, y, track, row->rss - (uint64_t)line->moved.rss,
				row->rss, GLYPH_FULL, ROLE_CHANGED);
	}
}

static void paint_delta(const struct line *line)
{
	char text[UNITS_TEXT + 8], size[UNITS_TEXT];
	struct place place = line->columns.delta;
	const struct delta *delta = &line->grew;
	const char *sign = "";
	enum role ink = ROLE_CHANGED;
	if (delta->rss != 0 || delta->is_new) {
		ink = delta->rss < 0 ? ROLE_SHRANK : ROLE_GREW;
		sign = canvas_glyph_text(line->canvas, delta->rss < 0 ? GLYPH_DOWN : GLYPH_UP);
	} else if (is_changed(line)) {
		delta = &line->moved;
	} else {
		return;
	}
	if (delta->is_new && delta->rss == 0)
		snprintf(text, sizeof text, "%snew", sign);
	else
		snprintf(text, sizeof text, "%s%s", sign,
			units_delta(delta->rss ? delta->rss : delta->size, UNITS_NARROW, size));
	canvas_text(line->canvas, place.x, line->area.y, place.width, PEN_BOLD(ink), text);
}

static void paint_numbers(const struct line *line)
{
	struct pen pen = is_changed(line) ? PEN_BOLD(ROLE_CHANGED) : PEN_BOLD(ROLE_VALUE);
	paint_bytes(line, line->columns.size, line->row->size, PEN(ROLE_TEXT));
	paint_bytes(line, line->columns.resident, line->row->rss, pen);
	paint_delta(line);
}

static struct pen address_pen(const struct line *line)
{
	if (is_changed(line) && line->moved.is_new)
		return PEN_BOLD(ROLE_CHANGED);
	return line->is_selected ? PEN_BOLD(ROLE_VALUE) : PEN(ROLE_DIM);
}

static enum role permissions_ink(const struct region *region)
{
	uint8_t both = PERMISSION_WRITE | PERMISSION_EXECUTE;
	return (region->permissions & both) == both ? ROLE_WARNING : ROLE_DIM;
}

/* The second line of a row that is tall. */
static void paint_note(const struct line *line, const char *note)
{
	struct place name = line->columns.name;
	int width = name.width + 1 + line->columns.size.width;
	if (line->area.height > 1)
		canvas_name(line->canvas, name.x, line->area.y + 1, width, PEN(ROLE_DIM), note);
}

static void paint_share(const struct line *line)
{
	char share[WORDS_TEXT], note[2 * WORDS_TEXT];
	snprintf(note, sizeof note, "%s resident",
		words_share(line->row->rss, line->row->size, share));
	paint_note(line, note);
}

static void paint_region(const struct line *line)
{
	const struct region *region = region_of(line);
	enum role ink = kind_ink(line);
	struct place name = line->columns.name;
	int indent = line->row->tag == MAP_CHILD ? 2 : 0;
	int x = name.x + indent, end = name.x + name.width;
	paint_stripe(line, GLYPH_STRIPE, ink);
	paint_address(line, address_pen(line));
	x += canvas_text(line->canvas, x, line->area.y, end - x, PEN_BOLD(ink),
		region_kind_name(region->kind));
	if (region->kind == REGION_STACK || region->kind == REGION_HEAP)
		canvas_glyph(line->canvas, x + 1, line->area.y,
			region->kind == REGION_STACK ? GLYPH_ARROW_DOWN : GLYPH_ARROW_UP,
			PEN(ROLE_DIM));
	else if (line->row->tag != MAP_CHILD || !region->module[0])
		canvas_name(line->canvas, x + 1, line->area.y, end - x - 1, PEN(ROLE_TEXT),
			words_name(region));
	paint_numbers(line);
	paint_bar(line, ink);
	char permissions[5];
	region_permissions_text(region->permissions, permissions);
	canvas_text(line->canvas, line->columns.permissions.x, line->area.y,
		line->columns.permissions.width, PEN(permissions_ink(region)), permissions);
	paint_share(line);
}

static void paint_block(const struct line *line)
{
	const struct row *row = line->row;
	const struct region *first = &line->scene->now->table->regions[row->first];
	enum role ink = kind_ink(line);
	bool is_open = state_is_open(line->scene->state, map_key(line->scene, row));
	struct place name = line->columns.name;
	char text[UNITS_TEXT + 8], count[UNITS_TEXT];
	paint_stripe(line, GLYPH_STRIPE, ink);
	paint_address(line, address_pen(line));
	canvas_glyph(
		line->canvas, name.x, line->area.y, is_open ? GLYPH_OPEN : GLYPH_FOLDED, PEN(ink));
	const char *title =
		row->tag == MAP_RUN ? region_kind_name(first->kind) : words_basename(first->module);
	canvas_name(line->canvas, name.x + 2, line->area.y, name.width - 2, PEN_BOLD(ink), title);
	paint_numbers(line);
	paint_bar(line, ink);
	snprintf(text, sizeof text, "%s maps", units_count(row->count, UNITS_WIDE, count));
	canvas_text(line->canvas, line->columns.permissions.x, line->area.y,
		line->columns.permissions.width, PEN(ROLE_DIM), text);
	paint_share(line);
}

static void paint_part(const struct line *line)
{
	const struct region *region = region_of(line);
	const struct region_part *part = &region->parts[line->row->count];
	struct place name = line->columns.name;
	paint_stripe(line, GLYPH_STRIPE, kind_ink(line));
	paint_address(line, PEN(line->is_selected ? ROLE_VALUE : ROLE_DIM));
	canvas_name(line->canvas, name.x + 4, line->area.y, name.width - 4, PEN(kind_ink(line)),
		part->name);
	paint_bytes(line, line->columns.size, line->row->size, PEN(ROLE_TEXT));
	canvas_text(line->canvas, line->columns.bar.x, line->area.y, line->columns.bar.width,
		PEN(ROLE_DIM), region_kind_name(part->kind));
}

static void paint_marker(const struct line *line)
{
	const struct run_marker *marker = &line->scene->demo->markers[line->row->first];
	int x = line->columns.name.x, end = line->area.x + line->area.width;
	paint_stripe(line, GLYPH_GAP, ROLE_DIM);
	paint_address(line, PEN(ROLE_GREW));
	x += canvas_glyph(line->canvas, x, line->area.y, GLYPH_MARKER, PEN_BOLD(ROLE_GREW));
	canvas_printf(line->canvas, x, line->area.y, end - x, PEN_BOLD(ROLE_GREW), "%s",
		marker->label[0] ? marker->label : marker->key);
}

/* What a gap means follows from what lies above and below it. */
static const char *gap_meaning(const struct line *line)
{
	const struct region_table *table = line->scene->now->table;
	uint64_t start = line->row->value, end = start + line->row->size;
	const struct region *above = region_find(table->regions, table->count, end);
	const struct region *below =
		start ? region_find(table->regions, table->count, start - 1) : NULL;
	if (above && above->kind == REGION_STACK)
		return "the stack grows down into it";
	if (below && below->kind == REGION_HEAP)
		return "the heap grows up into it";
	if (above && above->kind == REGION_HEAP)
		return "random gap before the heap";
	if (start == 0)
		return "never mapped: NULL must fault";
	return "";
}

static void paint_gap(const struct line *line)
{
	char size[UNITS_TEXT];
	int x = line->columns.name.x, end = line->area.x + line->area.width;
	paint_stripe(line, GLYPH_GAP, ROLE_DIM);
	x += canvas_printf(line->canvas, x, line->area.y, end - x, PEN(ROLE_DIM), "%s unmapped",
		units_bytes(line->row->size, UNITS_WIDE, size));
	const char *meaning = gap_meaning(line);
	if (meaning[0] && line->area.width >= 60)
		canvas_printf(
			line->canvas, x, line->area.y, end - x, PEN(ROLE_DIM), " · %s", meaning);
}

static void label(const struct line *line, struct place place, bool is_right, const char *text)
{
	if (place.width < (int)strlen(text))
		return;
	int x = is_right ? place.x + place.width - (int)strlen(text) - 1 : place.x - 1;
	canvas_printf(
		line->canvas, x, line->area.y, (int)strlen(text) + 2, PEN(ROLE_DIM), " %s ", text);
}

/* The line of the highest address carries the titles of the columns. */
static void paint_edge(const struct line *line)
{
	bool is_top = line->row->tag == MAP_EDGE_TOP;
	struct rect rule = line->area;
	rule.x = line->columns.stripe;
	rule.width = line->area.x + line->area.width - rule.x - 1;
	for (int i = 0; i < rule.width; i++)
		canvas_glyph(line->canvas, rule.x + i, rule.y, GLYPH_EDGE, PEN(ROLE_BORDER));
	paint_address(line, PEN(ROLE_DIM));
	canvas_printf(line->canvas, line->columns.name.x, line->area.y, rule.width, PEN(ROLE_DIM),
		" %s ", is_top ? "end of user space" : "address 0: NULL");
	if (!is_top || line->columns.address.width == 0)
		return;
	label(line, line->columns.size, true, "size");
	label(line, line->columns.resident, true, "RSS");
	label(line, line->columns.permissions, false, "perms");
	label(line, line->columns.delta, false, line->scene->baseline ? "since b" : "change");
}

static void paint_row(struct line *line)
{
	static void (*const paint[])(const struct line *line) = {
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
	struct line line = { .scene = scene, .canvas = canvas, .columns = columns_for(area) };
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
