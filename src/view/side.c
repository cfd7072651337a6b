/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/panel.h"

#include <string.h>

#include "strata/explain.h"
#include "strata/translate.h"
#include "ui/chart.h"
#include "ui/layout.h"
#include "view/pencil.h"
#include "view/words.h"

#define TEXT 4096
#define LABEL 15
#define VALUE 11
#define EVENTS_LEAST 4   /* lines kept for the newest events */
#define LARGEST_SUM 1024 /* regions of a block summed while painting */

/* The panel is written from top to bottom. */
struct panel {
	const struct scene *scene;
	struct canvas *canvas;
	struct rect rest; /* what is still free */
};

static struct pencil next_line(struct panel *panel)
{
	struct rect line = layout_top(&panel->rest, 1);
	if (line.height == 0)
		line.y = panel->canvas->height; /* where nothing shows */
	return pencil_at(panel->canvas, line);
}

static void skip_line(struct panel *panel)
{
	layout_top(&panel->rest, 1);
}

static void write_range(struct panel *panel, uint64_t start, uint64_t end)
{
	char address[UNITS_TEXT];
	struct pencil pencil = next_line(panel);
	pencil_write(&pencil, PEN(ROLE_TEXT), "%s ", units_address(start, address));
	pencil_glyph(&pencil, PEN(ROLE_DIM), GLYPH_UNKNOWN);
	pencil_write(&pencil, PEN(ROLE_TEXT), " %s", units_address(end, address));
}

static struct pencil write_title(struct panel *panel, enum role ink, const char *title)
{
	struct pencil pencil = next_line(panel);
	pencil_name(&pencil, PEN_BOLD(ink), pencil_room(&pencil) - 1, title);
	return pencil;
}

static void write_text(struct panel *panel, struct pen pen, const char *text)
{
	layout_top(&panel->rest, canvas_wrap(panel->canvas, panel->rest, pen, text));
}

static struct pencil write_label(struct panel *panel, const char *label)
{
	struct pencil pencil = next_line(panel);
	int start = pencil.x;
	pencil_write(&pencil, PEN(ROLE_DIM), "%s ", label);
	pencil_skip(&pencil, LABEL - (pencil.x - start));
	return pencil;
}

static void write_bytes(
	struct panel *panel, const char *label, uint64_t bytes, uint64_t of, enum role bar)
{
	char text[UNITS_TEXT], share[WORDS_TEXT];
	struct pencil pencil = write_label(panel, label);
	bool is_zero = bytes == 0 || bytes == UNKNOWN;
	canvas_text_right(panel->canvas, pencil.x, pencil.y, VALUE,
		is_zero ? PEN(ROLE_DIM) : PEN_BOLD(ROLE_VALUE),
		units_bytes(bytes, UNITS_WIDE, text));
	pencil_skip(&pencil, VALUE + 1);
	if (is_zero || of == 0)
		return;
	bool has_bar = bar != ROLE_DIM;
	canvas_text_right(
		panel->canvas, pencil.x, pencil.y, 5, PEN(ROLE_DIM), words_share(bytes, of, share));
	pencil_skip(&pencil, 6);
	int room = has_bar ? pencil_room(&pencil) - 1 : 0;
	chart_bar(panel->canvas, pencil.x, pencil.y, room < 16 ? room : 16, bytes, of, PEN(bar),
		PEN(ROLE_DIM));
}

static void write_delta(struct panel *panel, struct delta delta)
{
	char text[UNITS_TEXT];
	if (!panel->scene->baseline)
		return;
	struct pencil pencil = write_label(panel, _("since baseline"));
	enum role ink = delta.rss > 0 ? ROLE_GREW : delta.rss < 0 ? ROLE_SHRANK : ROLE_DIM;
	canvas_text_right(panel->canvas, pencil.x, pencil.y, VALUE, PEN_BOLD(ink),
		delta.is_new ? _("new") : units_delta(delta.rss, UNITS_WIDE, text));
	pencil_skip(&pencil, VALUE + 2);
	if (delta.size)
		pencil_write(
			&pencil, PEN(ink), _("size %s"), units_delta(delta.size, UNITS_WIDE, text));
}

static struct delta delta_of(const struct panel *panel, const struct region *region)
{
	const struct snapshot *baseline = panel->scene->baseline;
	if (!baseline || baseline->table == panel->scene->now->table)
		return (struct delta){ 0 };
	return diff_region(baseline->table, region);
}

/* What was used since its marks were wiped. */
static void write_referenced(struct panel *panel, const struct region *region)
{
	const uint64_t *wiped_wall_ns = panel->scene->wiped_wall_ns;
	char time[WORDS_TEXT];
	if (!wiped_wall_ns || !wiped_wall_ns[LENS_REFERENCED])
		return;
	write_bytes(panel, _("referenced"), region->counters[COUNTER_REFERENCED],
		region->counters[COUNTER_RSS], ROLE_DIM);
	struct pencil pencil = next_line(panel);
	pencil_write(&pencil, PEN(ROLE_WARNING), _("  since %s (marks wiped)"),
		words_time(wiped_wall_ns[LENS_REFERENCED], time));
}

static void write_counters(struct panel *panel, const struct region *region, enum role ink)
{
	static const struct {
		const char *label;
		enum counter counter;
		bool is_rare; /* shown only when it is not zero */
	} shown[] = {
		{ N_("private dirty"), COUNTER_PRIVATE_DIRTY, false },
		{ N_("private clean"), COUNTER_PRIVATE_CLEAN, true },
		{ N_("shared clean"), COUNTER_SHARED_CLEAN, true },
		{ N_("shared dirty"), COUNTER_SHARED_DIRTY, true },
		{ "PSS", COUNTER_PSS, false },
		{ N_("swap"), COUNTER_SWAP, false },
		{ N_("locked"), COUNTER_LOCKED, true },
		{ N_("lazily freed"), COUNTER_LAZY_FREE, true },
		{ N_("huge pages"), COUNTER_ANON_HUGE, true },
	};
	uint64_t rss = region->counters[COUNTER_RSS];
	write_bytes(panel, _("resident"), rss, region_size(region), ink);
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		uint64_t bytes = region->counters[shown[i].counter];
		if (!shown[i].is_rare || (bytes != 0 && bytes != UNKNOWN))
			write_bytes(panel, translate(shown[i].label), bytes,
				rss == UNKNOWN ? 0 : rss, ROLE_DIM);
	}
	write_referenced(panel, region);
	write_delta(panel, delta_of(panel, region));
}

static void write_parts(struct panel *panel, const struct region *region)
{
	char address[UNITS_TEXT], size[UNITS_TEXT];
	for (uint32_t i = region->part_count; i-- > 0;) {
		const struct region_part *part = &region->parts[i];
		struct pencil pencil = next_line(panel);
		pencil_write(&pencil, PEN(ROLE_DIM), "%s  ", units_address(part->start, address));
		pencil_name(&pencil, PEN_BOLD(role_of_kind(part->kind)), 20, part->name);
		pencil_write(&pencil, PEN(ROLE_DIM), "  %s",
			units_bytes(part->end - part->start, UNITS_WIDE, size));
	}
	if (region->part_count)
		skip_line(panel);
}

static void write_flags(struct panel *panel, const struct region *region)
{
	if (!region->flags)
		return;
	struct pencil pencil = write_label(panel, _("flags"));
	pencil_write(&pencil, PEN(ROLE_TEXT), "%s", region->flags);
}

static void write_identity(struct panel *panel, const struct region *region, enum role ink)
{
	char size[UNITS_TEXT], permissions[5];
	struct pencil pencil = write_title(panel, ink, region_kind_name(region->kind));
	region_permissions_text(region->permissions, permissions);
	pencil_write(&pencil, PEN(ROLE_TEXT), " · %s",
		units_bytes(region_size(region), UNITS_WIDE, size));
	pencil_write(&pencil, PEN(ROLE_DIM), " · %s · %s%s", permissions,
		region->permissions & PERMISSION_SHARED ? _("shared") : _("private"),
		region->deleted ? _(" · deleted") : "");
	write_range(panel, region->start, region->end);
	if (!words_name(region)[0])
		return;
	pencil = next_line(panel);
	pencil_name(&pencil, PEN(ROLE_DIM), pencil_room(&pencil), region->path);
}

static void write_region(struct panel *panel, const struct region *region)
{
	char text[TEXT];
	enum role ink = role_of_kind(region->kind);
	write_identity(panel, region, ink);
	skip_line(panel);
	write_counters(panel, region, ink);
	skip_line(panel);
	explain_region(panel->scene->now, region, text, sizeof text);
	write_text(panel, PEN(ROLE_TEXT), text);
	skip_line(panel);
	write_parts(panel, region);
	write_flags(panel, region);
}

/* A block: what it consists of, by kind. */
static void write_kinds(struct panel *panel, const struct selection *selection)
{
	struct kind_total kinds[REGION_KINDS] = { 0 };
	const struct region *regions = panel->scene->now->table->regions;
	char count[UNITS_TEXT], size[UNITS_TEXT], rss[UNITS_TEXT];
	for (uint32_t i = selection->first; i < selection->first + selection->count; i++) {
		struct kind_total *total = &kinds[regions[i].kind];
		total->regions++;
		total->size += region_size(&regions[i]);
		total->rss = known_sum(total->rss, regions[i].counters[COUNTER_RSS]);
	}
	struct pencil head = next_line(panel);
	pencil_skip(&head, 12);
	pencil_write_number(&head, PEN(ROLE_DIM), 8, _("size"));
	pencil_write_number(&head, PEN(ROLE_DIM), 8, "RSS");
	pencil_write_number(&head, PEN(ROLE_DIM), 6, _("maps"));
	for (unsigned kind = 0; kind < REGION_KINDS; kind++) {
		if (kinds[kind].regions == 0)
			continue;
		struct pencil pencil = next_line(panel);
		pencil_write(
			&pencil, PEN_BOLD(role_of_kind(kind)), "%-12s", region_kind_name(kind));
		pencil_write(&pencil, PEN(ROLE_TEXT), "%8s",
			units_bytes(kinds[kind].size, UNITS_NARROW, size));
		pencil_write(&pencil, PEN_BOLD(ROLE_VALUE), "%8s",
			units_bytes(kinds[kind].rss, UNITS_NARROW, rss));
		pencil_write(&pencil, PEN(ROLE_DIM), "%6s",
			units_count(kinds[kind].regions, UNITS_NARROW, count));
	}
	skip_line(panel);
}

static void write_block(struct panel *panel, const struct selection *selection)
{
	const struct row row = state_current(panel->scene->state);
	bool is_module = selection->name[0];
	char count[UNITS_TEXT];
	write_title(panel, role_of_kind(row.kind),
		is_module ? words_basename(selection->name) : _("many mappings"));
	write_range(panel, selection->start, selection->end);
	struct pencil pencil = next_line(panel);
	pencil_name(&pencil, PEN(ROLE_TEXT), pencil_room(&pencil), selection->name);
	if (!is_module)
		pencil_write(&pencil, PEN(ROLE_TEXT), _("%s mappings of no module, folded"),
			units_count(selection->count, UNITS_WIDE, count));
	skip_line(panel);
	write_bytes(panel, _("size"), row.size, 0, ROLE_DIM);
	write_bytes(panel, _("resident"), row.rss, row.size, role_of_kind(row.kind));
	write_bytes(panel, _("own (USS)"), row.uss, row.rss, ROLE_DIM);
	write_bytes(panel, "PSS", row.pss, row.rss, ROLE_DIM);
	write_delta(panel, (struct delta){ .rss = row.grew });
	skip_line(panel);
	if (selection->count <= LARGEST_SUM)
		write_kinds(panel, selection);
	const struct topic *topic = words_topic(selection);
	write_text(panel, PEN(ROLE_TEXT),
		is_module && topic
			? translate(topic->text)
			: _("Many mappings side by side, shown as one. Enter opens them."));
}

/* A gap, or the edge of the address space. */
static void write_unmapped(struct panel *panel, const struct selection *selection)
{
	char size[UNITS_TEXT];
	bool is_gap = selection->end > selection->start;
	const struct topic *topic = words_topic(selection);
	struct pencil pencil =
		write_title(panel, ROLE_TITLE, topic ? translate(topic->title) : _("unmapped"));
	if (is_gap) {
		pencil_write(&pencil, PEN(ROLE_TEXT), " · %s",
			units_bytes(selection->end - selection->start, UNITS_WIDE, size));
		write_range(panel, selection->start, selection->end);
	}
	skip_line(panel);
	if (topic)
		write_text(panel, PEN(ROLE_TEXT), translate(topic->text));
}

static void write_events(struct panel *panel, struct rect area)
{
	char time[WORDS_TEXT];
	const struct event_log *log = &panel->scene->log;
	struct panel events = *panel;
	events.rest = area;
	if (area.height < 2 || log->count == 0)
		return;
	struct pencil pencil = next_line(&events);
	pencil_write(&pencil, PEN_BOLD(ROLE_TITLE), "%s", _("events"));
	for (size_t i = log->count; i-- > 0 && events.rest.height > 0;) {
		const struct event *event = &log->events[i];
		pencil = next_line(&events);
		pencil_write(&pencil, PEN(ROLE_DIM), "%s  ", words_time(event->wall_ns, time));
		pencil_write(&pencil,
			PEN(event->region_kind == REGION_UNKNOWN
					? ROLE_TEXT
					: role_of_kind(event->region_kind)),
			"%s", event->text);
	}
}

/* What is no memory: what it is, what to watch out for, where the figures come from. */
static void write_topic(struct panel *panel, const struct topic *topic)
{
	write_text(panel, PEN(ROLE_TEXT), translate(topic->text));
	skip_line(panel);
	if (topic->wrong) {
		write_text(panel, PEN(ROLE_TEXT), translate(topic->wrong));
		skip_line(panel);
	}
	if (topic->source)
		write_text(panel, PEN(ROLE_DIM), topic->source);
}

void panel_side(const struct scene *scene, const struct frame *frame, struct canvas *canvas,
	struct rect area)
{
	struct panel panel = { scene, canvas, area };
	layout_left(&panel.rest, 1);
	layout_right(&panel.rest, 1);
	struct rect events = { 0 };
	if (area.height > 20)
		events = layout_bottom(&panel.rest,
			area.height / 5 > EVENTS_LEAST ? area.height / 5 : EVENTS_LEAST);
	struct selection selection = { 0 };
	if (scene->now && frame->view->inspect)
		layout_top(&panel.rest, frame->view->inspect(scene, canvas, panel.rest));
	if (scene->now && frame->view->selected)
		selection = frame->view->selected(scene);
	if (selection.region)
		write_region(&panel, selection.region);
	else if (selection.count > 1)
		write_block(&panel, &selection);
	else if (selection.topic)
		write_topic(&panel, selection.topic);
	else if (scene->now && scene->now->table->count)
		write_unmapped(&panel, &selection);
	write_events(&panel, events);
}
