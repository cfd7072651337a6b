/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/who.h"

#include <stdio.h>

#include "strata/translate.h"
#include "ui/layout.h"
#include "view/bar.h"
#include "view/overlay.h"
#include "view/pencil.h"
#include "view/words.h"

#define WITH_BAR 70 /* from this width on there is a bar beside the figures */
#define WIDE 92     /* from here on USS fits */
#define WIDER 108   /* and where it is mapped */
#define BAR 16

const struct region *who_region(const struct scene *scene, const struct view *view)
{
	if (!scene->now || !view->selected)
		return NULL;
	const struct region_table *table = scene->now->table;
	struct selection selection = view->selected(scene);
	if (selection.region)
		return selection.region;
	if (selection.count == 0)
		return region_find(table->regions, table->count, selection.start);
	const struct region *regions = &table->regions[selection.first];
	for (uint32_t i = 0; i < selection.count; i++)
		if (who_can_be_asked(&regions[i]))
			return &regions[i];
	return regions;
}

bool who_can_be_asked(const struct region *region)
{
	return region->inode != 0;
}

static bool is_of_kernel(const struct region *region)
{
	return region->kind == REGION_VDSO || region->kind == REGION_VVAR ||
	       region->kind == REGION_VSYSCALL;
}

void who_reason(const struct region *region, char *out, size_t size)
{
	char resident[UNITS_TEXT], shared[UNITS_TEXT], merged[UNITS_TEXT];
	const uint64_t *counters = region->counters;
	if (is_of_kernel(region)) {
		snprintf(out, size,
			_("The kernel maps this into every process: there is nobody to look for."));
		return;
	}
	int length = snprintf(out, size,
		_("This memory is private and has no file behind it: no other process can map it. "
		  "Only relatives share its pages, because fork gives parent and child the same "
		  "ones, until one of them writes and gets its own copy. Compare (c) shows them "
		  "side "
		  "by side.\n\n"
		  "Resident now: %s, of it shared with relatives: %s."),
		units_bytes(counters[COUNTER_RSS], UNITS_WIDE, resident),
		units_bytes(
			known_sum(counters[COUNTER_SHARED_CLEAN], counters[COUNTER_SHARED_DIRTY]),
			UNITS_WIDE, shared));
	uint64_t ksm = counters[COUNTER_KSM];
	if (ksm != UNKNOWN && ksm > 0 && length > 0 && (size_t)length < size)
		snprintf(out + length, size - (size_t)length,
			_(" Merged by KSM: %s, pages kept once for all who have equal ones; the "
			  "kernel does not tell who they are."),
			units_bytes(ksm, UNITS_WIDE, merged));
}

static enum role write_bytes(uint64_t bytes, char out[COLUMN_TEXT])
{
	char text[UNITS_TEXT];
	snprintf(out, COLUMN_TEXT, "%s", units_bytes(bytes, UNITS_NARROW, text));
	return bytes == UNKNOWN || bytes == 0 ? ROLE_DIM : ROLE_VALUE;
}

static enum role write_pid(const void *row, const void *context, char out[COLUMN_TEXT])
{
	(void)context;
	snprintf(out, COLUMN_TEXT, "%d", (int)((const struct mapper *)row)->pid);
	return ROLE_TEXT;
}

static bool is_watched(const struct scene *scene, const struct mapper *mapper)
{
	return scene->now && scene->now->process.pid == mapper->pid;
}

static enum role write_name(const void *row, const void *context, char out[COLUMN_TEXT])
{
	const struct mapper *mapper = row;
	snprintf(out, COLUMN_TEXT, "%s", mapper->comm);
	return is_watched(context, mapper) ? ROLE_KEY : ROLE_TITLE;
}

static enum role write_rss(const void *row, const void *context, char out[COLUMN_TEXT])
{
	(void)context;
	return write_bytes(((const struct mapper *)row)->counters[COUNTER_RSS], out);
}

static enum role write_pss(const void *row, const void *context, char out[COLUMN_TEXT])
{
	(void)context;
	return write_bytes(((const struct mapper *)row)->counters[COUNTER_PSS], out);
}

static enum role write_uss(const void *row, const void *context, char out[COLUMN_TEXT])
{
	(void)context;
	return write_bytes(((const struct mapper *)row)->uss, out);
}

static enum role write_share(const void *row, const void *context, char out[COLUMN_TEXT])
{
	const struct scene *scene = context;
	char text[WORDS_TEXT];
	snprintf(out, COLUMN_TEXT, "%s",
		words_share(((const struct mapper *)row)->counters[COUNTER_PSS],
			scene->asked->answer->pss, text));
	return ROLE_TEXT;
}

static enum role write_maps(const void *row, const void *context, char out[COLUMN_TEXT])
{
	(void)context;
	snprintf(out, COLUMN_TEXT, "%zu", ((const struct mapper *)row)->regions);
	return ROLE_DIM;
}

static enum role write_permissions(const void *row, const void *context, char out[COLUMN_TEXT])
{
	(void)context;
	region_permissions_text(((const struct mapper *)row)->permissions, out);
	return ROLE_DIM;
}

static enum role write_start(const void *row, const void *context, char out[COLUMN_TEXT])
{
	char text[UNITS_TEXT];
	(void)context;
	snprintf(out, COLUMN_TEXT, "%s", units_address(((const struct mapper *)row)->start, text));
	return ROLE_DIM;
}

/* Pages that are counted in another way, by the name of that way. */
static enum role write_pages(const void *row, const void *context, char out[COLUMN_TEXT])
{
	static const struct {
		const char *name;
		enum counter counter;
	} ways[] = {
		{ "KSM", COUNTER_KSM },
		{ N_("huge"), COUNTER_ANON_HUGE },
		{ N_("huge shm"), COUNTER_SHMEM_HUGE },
		{ N_("huge file"), COUNTER_FILE_HUGE },
		{ "hugetlb", COUNTER_SHARED_HUGETLB },
		{ N_("own hugetlb"), COUNTER_PRIVATE_HUGETLB },
	};
	size_t used = 0;
	char text[UNITS_TEXT];
	(void)context;
	out[0] = '\0';
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		uint64_t bytes = ((const struct mapper *)row)->counters[ways[i].counter];
		if (bytes == UNKNOWN || bytes == 0)
			continue;
		used += (size_t)snprintf(out + used, COLUMN_TEXT - used, "%s%s %s",
			used ? ", " : "", translate(ways[i].name),
			units_bytes(bytes, UNITS_NARROW, text));
	}
	return ROLE_WARNING;
}

enum who_column {
	WHO_PID,
	WHO_NAME,
	WHO_RSS,
	WHO_PSS,
	WHO_USS,
	WHO_SHARE,
	WHO_MAPS,
	WHO_PERMISSIONS,
	WHO_START,
	WHO_PAGES,
	WHO_COLUMNS,
};

#define BIT(column) (UINT64_C(1) << (column))

static const struct column columns[WHO_COLUMNS] = {
	[WHO_PID] = { .title = "PID", .width = 7, .is_right = true, .write = write_pid },
	[WHO_NAME] = { .title = N_("name"), .width = 15, .write = write_name },
	[WHO_RSS] = { .title = "RSS", .width = 7, .is_right = true, .write = write_rss },
	[WHO_PSS] = { .title = "PSS",
		.width = 7,
		.is_right = true,
		.descends = true,
		.write = write_pss },
	[WHO_USS] = { .title = "USS", .width = 7, .is_right = true, .write = write_uss },
	[WHO_SHARE] = { .title = N_("share"), .width = 6, .is_right = true, .write = write_share },
	[WHO_MAPS] = { .title = N_("maps"), .width = 4, .is_right = true, .write = write_maps },
	[WHO_PERMISSIONS] = { .title = N_("perm"), .width = 4, .write = write_permissions },
	[WHO_START] = { .title = N_("from"), .width = 14, .write = write_start },
	[WHO_PAGES] = { .title = N_("pages"), .width = 0, .write = write_pages },
};

static uint64_t columns_in(int width)
{
	uint64_t shown = BIT(WHO_COLUMNS) - 1;
	if (width < WITH_BAR)
		shown &= ~BIT(WHO_PAGES);
	if (width < WIDER)
		shown &= ~(BIT(WHO_MAPS) | BIT(WHO_PERMISSIONS) | BIT(WHO_START));
	return width < WIDE ? shown & ~BIT(WHO_USS) : shown;
}

/* Takes the edges and the bar's place off a line of the table. */
static struct rect cut_track(struct rect *line)
{
	bool has_bar = line->width >= WITH_BAR;
	layout_left(line, 1);
	layout_right(line, 1);
	struct rect track = layout_right(line, has_bar ? BAR : 0);
	layout_right(line, has_bar ? 1 : 0);
	return track;
}

static void paint_mapper(const struct scene *scene, struct canvas *canvas, struct rect line,
	const struct mapper *mapper, uint64_t largest)
{
	uint64_t shown = columns_in(line.width);
	if (is_watched(scene, mapper))
		canvas_glyph(canvas, line.x, line.y, GLYPH_MARKER, PEN_BOLD(ROLE_KEY));
	struct bar bar = {
		.size = largest,
		.resident = mapper->counters[COUNTER_RSS],
		.own = mapper->uss,
	};
	struct rect track = cut_track(&line);
	if (track.width)
		bar_paint(canvas, track, bar, ROLE_GRAPH_1);
	column_row(canvas, line, columns, WHO_COLUMNS, shown, mapper, scene);
}

static uint64_t largest_of(const struct mappers *mappers)
{
	uint64_t largest = 0;
	for (size_t i = 0; i < mappers->tally.found; i++)
		if (mappers->entries[i].size > largest)
			largest = mappers->entries[i].size;
	return largest;
}

static void paint_mappers(
	const struct scene *scene, struct list *list, struct canvas *canvas, struct rect area)
{
	const struct mappers *mappers = scene->asked->answer;
	uint64_t largest = largest_of(mappers);
	struct rect head = layout_top(&area, 1);
	uint64_t shown = columns_in(head.width);
	struct rect track = cut_track(&head);
	canvas_text_right(canvas, track.x, track.y, track.width, PEN(ROLE_DIM), _("own, shared"));
	column_header(canvas, head, columns, WHO_COLUMNS, shown, WHO_PSS, false);
	list_fit(list, mappers->tally.found, (size_t)area.height);
	for (size_t i = list->top; i < mappers->tally.found && area.height > 0; i++) {
		struct rect line = layout_top(&area, 1);
		paint_mapper(scene, canvas, line, &mappers->entries[i], largest);
		if (i == list->selected)
			canvas_ground(canvas, line, ROLE_SELECTED);
	}
}

static void write_figure(struct pencil *pencil, const char *name, uint64_t bytes)
{
	char text[UNITS_TEXT];
	pencil_write(pencil, PEN(ROLE_DIM), "  %s ", name);
	pencil_write(pencil, PEN(ROLE_VALUE), "%s", units_bytes(bytes, UNITS_WIDE, text));
}

static void paint_result(const struct asked *asked, struct canvas *canvas, struct rect line)
{
	struct pencil pencil = pencil_at(canvas, line);
	const struct mappers_tally *tally = &asked->tally;
	pencil_skip(&pencil, 1);
	if (asked->error) {
		pencil_write(&pencil, PEN(ROLE_ERROR), _("The processes could not be asked: %s."),
			words_error(asked->error));
	} else if (!asked->answer) {
		pencil_say(&pencil, PEN(ROLE_GOOD), PEN_BOLD(ROLE_VALUE),
			_("Asking: %zu of %zu processes, {%zu} map it so far"), tally->asked,
			tally->processes, tally->found);
		pencil_glyph(&pencil, PEN(ROLE_GOOD), GLYPH_ELLIPSIS);
	} else {
		pencil_say(&pencil, PEN(ROLE_TEXT), PEN_BOLD(ROLE_VALUE),
			_("{%zu} of %zu processes map it"), tally->found, tally->asked);
		write_figure(&pencil, _("together RSS"), asked->answer->rss);
		write_figure(&pencil, "PSS", asked->answer->pss);
		write_figure(&pencil, "USS", asked->answer->uss);
	}
}

static void paint_hidden(struct canvas *canvas, struct rect line)
{
	struct pencil pencil = pencil_at(canvas, line);
	pencil_skip(&pencil, 1);
	pencil_write(&pencil, PEN(ROLE_WARNING), "%s",
		_("Processes of others are hidden here (hidepid): they may map it too."));
}

/* Who could not be asked may map it too. */
static void paint_unread(const struct mappers_tally *tally, struct canvas *canvas, struct rect line)
{
	struct pencil pencil = pencil_at(canvas, line);
	pencil_skip(&pencil, 1);
	struct pen pen = PEN(ROLE_WARNING);
	if (tally->denied && tally->failed)
		pencil_write(&pencil, pen,
			_("%zu may not be read (permission denied), %zu could not: they may map it "
			  "too."),
			tally->denied, tally->failed);
	else if (tally->denied)
		pencil_write(&pencil, pen,
			_("%zu may not be read (permission denied): they may map it too."),
			tally->denied);
	else
		pencil_write(&pencil, pen, _("%zu could not: they may map it too."), tally->failed);
}

static void paint_name(const struct asked *asked, struct canvas *canvas, struct rect line)
{
	struct pencil pencil = pencil_at(canvas, line);
	const char *name = words_basename(asked->name);
	pencil_skip(&pencil, 1);
	pencil_name(&pencil, PEN_BOLD(ROLE_TITLE), pencil_room(&pencil) / 2, name);
	pencil_skip(&pencil, 2);
	if (name != asked->name)
		pencil_name(&pencil, PEN(ROLE_DIM), pencil_room(&pencil) - 1, asked->name);
}

void overlay_who(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area)
{
	const struct asked *asked = scene->asked;
	if (!asked)
		return;
	paint_name(asked, canvas, layout_top(&area, 1));
	if (asked->reason) {
		layout_top(&area, 1);
		layout_left(&area, 1);
		layout_right(&area, 1);
		canvas_wrap(canvas, area, PEN(ROLE_TEXT), asked->reason);
		return;
	}
	paint_result(asked, canvas, layout_top(&area, 1));
	if (asked->tally.denied || asked->tally.failed)
		paint_unread(&asked->tally, canvas, layout_top(&area, 1));
	if (asked->tally.is_partial)
		paint_hidden(canvas, layout_top(&area, 1));
	layout_top(&area, 1);
	if (asked->answer)
		paint_mappers(scene, &frame->overlay_list, canvas, area);
}
