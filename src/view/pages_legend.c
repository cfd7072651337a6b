/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "strata/text.h"
#include "view/page_paint.h"
#include "view/pages.h"
#include "view/pencil.h"

/* The states in the order they are listed, then what pages of any state may be. */
enum entry {
	ENTRY_HUGE = PAGE_STATES,
	ENTRY_LOCKED,
	ENTRIES,
};

struct legend {
	uint64_t pages[ENTRIES];
	char counts[ENTRIES][UNITS_TEXT + 4];
	bool is_listed[ENTRIES];
	int width; /* of all that is listed */
};

/* Absent is the last of the states. */
static unsigned entry_at(unsigned place)
{
	return place < PAGE_STATES ? (place + 1) % PAGE_STATES : place;
}

static const char *name_of(unsigned entry)
{
	return entry == ENTRY_HUGE     ? "huge"
	       : entry == ENTRY_LOCKED ? "locked"
				       : page_state_name((enum page_state)entry);
}

static int width_of(const struct legend *legend, unsigned entry)
{
	const char *count = legend->counts[entry];
	return (int)strlen(name_of(entry)) + text_width(count, strlen(count)) + 5;
}

static bool count_pages(struct legend *legend, const struct page_look *look, uint64_t cell)
{
	bool is_seen = false;
	for (size_t i = 0; look && i < look->count; i++) {
		const struct page_map *map = look->maps[i];
		/* What is left of another zoom is not on the screen. */
		if (!map || map->window.cell != cell)
			continue;
		is_seen = true;
		for (unsigned state = 0; state < PAGE_STATES; state++)
			legend->pages[state] += map->totals[state];
		legend->pages[ENTRY_HUGE] += map->huge;
		legend->pages[ENTRY_LOCKED] += map->locked;
	}
	return is_seen;
}

static void list_entries(struct legend *legend, bool is_sampled)
{
	char count[UNITS_TEXT];
	for (unsigned entry = 0; entry < ENTRIES; entry++) {
		uint64_t pages = legend->pages[entry];
		bool is_estimate =
			is_sampled && entry != PAGE_ABSENT && entry < PAGE_STATES && pages;
		snprintf(legend->counts[entry], sizeof legend->counts[entry], "%s%s",
			is_estimate ? "≈" : "", units_count(pages, UNITS_NARROW, count));
		/* These are worth knowing even where there are none. */
		legend->is_listed[entry] = pages || (entry >= PAGE_RESIDENT && entry <= PAGE_COW);
		legend->width += legend->is_listed[entry] ? width_of(legend, entry) : 0;
	}
}

/* What there is least of goes first where there is no room. */
static void drop_least(struct legend *legend)
{
	unsigned least = ENTRIES;
	for (unsigned place = 0; place < ENTRIES; place++) {
		unsigned entry = entry_at(place);
		if (legend->is_listed[entry] &&
			(least == ENTRIES || legend->pages[entry] <= legend->pages[least]))
			least = entry;
	}
	legend->is_listed[least] = false;
	legend->width -= width_of(legend, least);
}

static void paint_entry(struct pencil *pencil, const struct legend *legend, unsigned entry)
{
	struct page_cell cell = { .dominant = PAGE_RESIDENT, .present = UINT8_MAX };
	if (entry < PAGE_STATES)
		cell.dominant = (uint8_t)entry;
	else
		cell.attributes = entry == ENTRY_HUGE ? PAGE_HUGE : PAGE_LOCKED;
	page_paint_sample(pencil->canvas, pencil->x, pencil->y, &cell);
	pencil_skip(pencil, 2);
	pencil_write(pencil, PEN(ROLE_DIM), "%s ", name_of(entry));
	pencil_write(pencil, legend->pages[entry] ? PEN_BOLD(ROLE_VALUE) : PEN(ROLE_DIM), "%s",
		legend->counts[entry]);
	pencil_skip(pencil, 2);
}

void pages_paint_legend(
	const struct scene *scene, bool is_sampled, struct canvas *canvas, struct rect line)
{
	struct legend legend = { 0 };
	struct pencil pencil = pencil_at(canvas, line);
	if (!count_pages(&legend, scene->pages, scene->state->place.cell))
		return;
	list_entries(&legend, is_sampled);
	/* The last two blanks may be cut. */
	while (legend.width > line.width + 2)
		drop_least(&legend);
	for (unsigned place = 0; place < ENTRIES; place++)
		if (legend.is_listed[entry_at(place)])
			paint_entry(&pencil, &legend, entry_at(place));
}
