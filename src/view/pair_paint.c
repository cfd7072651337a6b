/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>
#include <unistd.h>

#include "strata/text.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/bar.h"
#include "view/page_paint.h"
#include "view/pair.h"
#include "view/pencil.h"
#include "view/words.h"

#define FIGURE 7 /* columns of a resident size behind its bar */

/* What stands between the sides. */
static const struct sign {
	char32_t glyph;
	char plain;
	enum role ink;
} signs[MATCHES] = {
	[MATCH_SAME] = { U'║', '|', ROLE_PAGE + PAGE_SHARED },
	[MATCH_COPIED] = { U'╳', 'X', ROLE_GREW },
	[MATCH_FIRST] = { U'◂', '<', ROLE_TEXT },
	[MATCH_SECOND] = { U'▸', '>', ROLE_TEXT },
	[MATCH_NONE] = { U'·', '.', ROLE_DIM },
};

/* Some of it one frame, some copied. */
static const struct sign mixed = { U'╫', 'x', ROLE_GREW };

/* Where in the area, with what is found out once a painting. */
struct painting {
	const struct scene *scene;
	struct canvas *canvas;
	struct pair pair;
	struct pair_layout layout;
	struct row row;
	struct aligned piece;
	struct page_window window;
	struct page_pair pages;
	struct match_count count;
	int rows; /* of a line */
};

static void put_sign(struct canvas *canvas, int x, int y, const struct sign *sign)
{
	struct pen pen = PEN_BOLD(sign->ink);
	canvas_put(canvas, x, y, canvas->ascii ? (char32_t)sign->plain : sign->glyph, pen);
}

static void paint_head(const struct painting *painting)
{
	const struct pair_layout *layout = &painting->layout;
	char time[WORDS_TEXT];
	for (size_t i = 0; i < 2; i++) {
		const struct pair_side *side = &painting->pair.sides[i];
		struct rect line = layout->head;
		line.x = layout->cells[i].x;
		line.width = layout->cells[i].width;
		struct pencil pencil = pencil_at(painting->canvas, line);
		if (side->role[0])
			pencil_write(&pencil, PEN_BOLD(ROLE_TITLE), "%s ", translate(side->role));
		if (!side->role[0] || !side->ended_wall_ns)
			pencil_write(&pencil, PEN(ROLE_DIM), "%d ", (int)side->now->process.pid);
		if (side->ended_wall_ns)
			pencil_write(&pencil, PEN(ROLE_ERROR), _("exited %s "),
				words_time(side->ended_wall_ns, time));
		pencil_name(&pencil, PEN(ROLE_TEXT), pencil_room(&pencil), side->now->process.comm);
	}
	if (layout->label)
		canvas_text(painting->canvas, layout->head.x, layout->head.y, layout->label - 1,
			PEN(ROLE_DIM),
			painting->pair.is_one_process ? _("then and now") : _("in RAM"));
}

static void paint_name(const struct painting *painting, struct rect line,
	const struct region *region, bool is_selected)
{
	struct pencil pencil = pencil_at(painting->canvas, line);
	enum region_kind kind = (enum region_kind)region->kind;
	const char *name = region->module[0] ? words_basename(region->module) : words_name(region);
	struct pen pen = { .ink = role_of_kind(kind), .ground = ROLE_TEXT, .bold = is_selected };
	if (!name[0]) {
		pencil_write(&pencil, pen, "%s", region_kind_name(kind));
		return;
	}
	int room = pencil_room(&pencil) - (int)strlen(region_kind_name(kind)) - 1;
	pencil_write(&pencil, pen, "%s ", region_kind_name(kind));
	if (room > 2)
		pencil_name(&pencil, PEN(ROLE_TEXT), room, name);
}

/* Parts of a region have no figures of their own. */
static bool is_whole(const struct aligned *piece, size_t side)
{
	const struct region *region = piece->sides[side];
	return region && region->start >= piece->start && region->end <= piece->end;
}

static void paint_resident(
	const struct painting *painting, const struct aligned *piece, size_t side, int y)
{
	struct rect track = painting->layout.cells[side];
	const struct region *region = piece->sides[side];
	char text[UNITS_TEXT];
	track.y = y;
	track.height = 1;
	if (!region) {
		canvas_text(
			painting->canvas, track.x, y, track.width, PEN(ROLE_DIM), _("not mapped"));
		return;
	}
	struct rect figure = layout_right(&track, FIGURE);
	uint64_t rss = is_whole(piece, side) ? region->counters[COUNTER_RSS] : UNKNOWN;
	struct bar bar = {
		.size = piece->end - piece->start, .resident = rss, .own = region_uss(region)
	};
	bar_paint(painting->canvas, track, bar, role_of_kind(region->kind));
	canvas_text_right(painting->canvas, figure.x, y, figure.width,
		rss ? PEN_BOLD(ROLE_VALUE) : PEN(ROLE_DIM), units_bytes(rss, UNITS_NARROW, text));
}

/* Of a region's line: are both there, and is it the same? */
static void paint_relation(const struct painting *painting, const struct aligned *piece, int y)
{
	int x = painting->layout.gutter.x + painting->layout.gutter.width / 2;
	enum match match = !piece->sides[0]        ? MATCH_SECOND
			   : !piece->sides[1]      ? MATCH_FIRST
			   : !piece->is_same_thing ? MATCH_COPIED
						   : MATCH_NONE;
	if (match != MATCH_NONE && !pair_has_ended(&painting->pair))
		put_sign(painting->canvas, x, y, &signs[match]);
}

static void paint_row(const struct painting *painting, size_t index, int y)
{
	const struct pair_layout *layout = &painting->layout;
	const struct view_state *state = painting->scene->state;
	struct aligned piece = pair_piece(&painting->pair, &state->rows[index]);
	const struct region *region = piece.sides[0] ? piece.sides[0] : piece.sides[1];
	bool is_selected = index == state->list.selected;
	struct rect line = { layout->list.x, y, layout->list.width, 1 };
	struct rect name = line;
	if (layout->label) {
		name.width = layout->label - 1;
		paint_resident(painting, &piece, 0, y);
		paint_resident(painting, &piece, 1, y);
		paint_relation(painting, &piece, y);
	}
	paint_name(painting, name, region, is_selected);
	if (is_selected)
		canvas_ground(painting->canvas, line, ROLE_SELECTED);
}

static void paint_list(const struct painting *painting)
{
	const struct rect *list = &painting->layout.list;
	size_t top = pair_top(painting->scene->state, list->height);
	for (int i = 0; i < list->height; i++)
		if (top + (size_t)i < painting->scene->state->row_count)
			paint_row(painting, top + (size_t)i, list->y + i);
}

static void paint_title(const struct painting *painting)
{
	char text[UNITS_TEXT];
	const struct region *region =
		painting->piece.sides[0] ? painting->piece.sides[0] : painting->piece.sides[1];
	struct pencil pencil = pencil_at(painting->canvas, painting->layout.title);
	uint64_t pages = painting->window.cell / (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t row = painting->window.cell * (uint64_t)painting->layout.cells[0].width;
	pencil_write(&pencil, PEN_BOLD(role_of_kind(region->kind)), "%s ",
		region_kind_name(region->kind));
	pencil_write(&pencil, PEN_BOLD(role_of_kind(region->kind)), "%s",
		units_address(painting->piece.start, text));
	pencil_write(&pencil, PEN(ROLE_TEXT), " · %s",
		units_bytes(painting->row.size, UNITS_WIDE, text));
	pencil_write_whole(&pencil, PEN(ROLE_DIM),
		translate_many(" · one cell = %s page", " · one cell = %s pages", pages),
		units_count(pages, UNITS_WIDE, text));
	pencil_write_whole(
		&pencil, PEN(ROLE_DIM), _(" · row = %s"), units_bytes(row, UNITS_WIDE, text));
}

static const struct page_map *map_of(const struct painting *painting, size_t side)
{
	return page_look_map(
		painting->pair.sides[side].pages, painting->window.start, painting->window.cell);
}

static void paint_cells(const struct painting *painting, size_t side)
{
	const struct pair_side *shown = &painting->pair.sides[side];
	bool is_flashing = painting->scene->are_pages_flashing;
	struct page_picture picture = {
		.start = painting->window.start,
		.end = painting->window.end,
		.cell = painting->window.cell,
		.now = shown->pages,
		.before = is_flashing ? shown->pages_before : NULL,
		.is_fading = painting->scene->are_pages_fading,
		.cursor = UINT64_MAX,
		.is_plain = painting->scene->is_plain,
	};
	page_paint(painting->canvas, painting->layout.cells[side], &picture);
	/* A baseline has the pages that were on the screen when it was set. */
	if (painting->pair.is_one_process && side == 0 && !map_of(painting, 0))
		canvas_wrap(painting->canvas, painting->layout.cells[0], PEN(ROLE_DIM),
			_("These pages were not looked at then; b sets the baseline anew."));
}

static size_t cells_a_line(const struct painting *painting)
{
	return (size_t)painting->layout.cells[0].width * (size_t)painting->rows;
}

static int lines(const struct painting *painting)
{
	size_t a_line = cells_a_line(painting);
	return a_line ? (int)((painting->window.count + a_line - 1) / a_line) : 0;
}

static void paint_gutter_line(const struct painting *painting, int line)
{
	size_t a_line = cells_a_line(painting);
	struct match_count count = compare_cells(&painting->pages, (size_t)line * a_line, a_line);
	enum match most = MATCH_NONE;
	for (enum match match = MATCH_SAME; match < MATCHES; match++)
		if (count.pages[match] > (most == MATCH_NONE ? 0 : count.pages[most]))
			most = match;
	bool is_mixed = count.pages[MATCH_SAME] > 0 && count.pages[MATCH_COPIED] > 0 &&
			(most == MATCH_SAME || most == MATCH_COPIED);
	const struct sign *sign = is_mixed ? &mixed : &signs[most];
	const struct rect *gutter = &painting->layout.gutter;
	put_sign(painting->canvas, gutter->x + gutter->width / 2, gutter->y + line, sign);
}

static void paint_grid(const struct painting *painting)
{
	const struct pair_layout *layout = &painting->layout;
	char text[UNITS_TEXT];
	bool is_known = painting->pages.maps[0] && painting->pages.maps[1];
	paint_cells(painting, 0);
	paint_cells(painting, 1);
	for (int line = 0; line < lines(painting) && line < layout->gutter.height; line++) {
		uint64_t address = painting->window.start +
				   painting->window.cell * (uint64_t)line * cells_a_line(painting);
		if (layout->label)
			canvas_text(painting->canvas, layout->title.x, layout->cells[0].y + line,
				layout->label - 1, PEN(ROLE_DIM), units_address(address, text));
		if (is_known)
			paint_gutter_line(painting, line);
	}
}

/* How many pages are what to each other. */
static void paint_legend(const struct painting *painting)
{
	char count[UNITS_TEXT], text[PAIR_WORDS];
	struct pencil pencil = pencil_at(painting->canvas, painting->layout.legend);
	if (painting->layout.legend.height == 0 || !painting->pages.maps[0] ||
		!painting->pages.maps[1])
		return;
	for (enum match match = MATCH_SAME; match < MATCHES; match++) {
		const struct sign *sign = &signs[match];
		uint64_t pages = painting->count.pages[match];
		const char *words = pair_words(&painting->pair, match, text);
		if (pages == 0 && match > MATCH_COPIED)
			continue;
		const char *about = painting->count.is_estimated && pages ? "≈" : "";
		units_count(pages, UNITS_WIDE, count);
		if (text_width(words, strlen(words)) + (*about != 0) + (int)strlen(count) + 3 >
			pencil_room(&pencil))
			break;
		put_sign(painting->canvas, pencil.x, pencil.y, sign);
		pencil_skip(&pencil, 2);
		pencil_write(&pencil, PEN(ROLE_DIM), "%s ", words);
		pencil_write(&pencil, pages ? PEN_BOLD(ROLE_VALUE) : PEN(ROLE_DIM), "%s%s", about,
			count);
		pencil_skip(&pencil, 2);
	}
}

static void paint_states(const struct painting *painting)
{
	static const enum page_state states[] = { PAGE_SHARED, PAGE_RESIDENT, PAGE_COW, PAGE_FILE,
		PAGE_ABSENT };
	struct pencil pencil = pencil_at(painting->canvas, painting->layout.states);
	for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
		const char *name = page_state_name(states[i]);
		if (painting->layout.states.height == 0 ||
			(int)strlen(name) + 2 > pencil_room(&pencil))
			break;
		struct page_cell cell = { .dominant = (uint8_t)states[i], .present = UINT8_MAX };
		page_paint_sample(painting->canvas, pencil.x, pencil.y, &cell);
		pencil_skip(&pencil, 2);
		pencil_write(&pencil, PEN(ROLE_DIM), "%s  ", name);
	}
}

static void painting_init(struct painting *painting, struct rect area)
{
	const struct scene *scene = painting->scene;
	const struct pair *pair = &painting->pair;
	painting->layout = pair_layout(scene, area);
	painting->row = state_current(scene->state);
	painting->piece = pair_piece(pair, &painting->row);
	painting->rows = page_paint_rows(scene->is_plain);
	painting->window = pair_window(&painting->row, painting->layout.cells[0], painting->rows);
	painting->pages = (struct page_pair){
		.piece = &painting->piece,
		.is_one_process = pair->is_one_process,
		.is_family = compare_is_family(
			&pair->sides[0].now->process, &pair->sides[1].now->process),
	};
	for (size_t i = 0; i < 2; i++) {
		const struct page_look *look = pair->sides[i].pages;
		/* What was and what is cannot be compared: one side is its last picture. */
		painting->pages.maps[i] = pair_has_ended(pair) ? NULL : map_of(painting, i);
		painting->pages.frames[i] = look ? look->frames : NULL;
	}
	painting->count = compare_cells(&painting->pages, 0, painting->window.count);
}

void pair_paint(const struct scene *scene, struct canvas *canvas, struct rect area)
{
	struct painting painting = { .scene = scene, .canvas = canvas };
	if (!pair_of(scene, &painting.pair))
		return;
	painting_init(&painting, area);
	paint_head(&painting);
	paint_list(&painting);
	paint_title(&painting);
	paint_grid(&painting);
	paint_legend(&painting);
	paint_states(&painting);
	pair_paint_totals(scene, &painting.pair, &painting.count, canvas, painting.layout.totals);
}
