/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <unistd.h>

#include "strata/explain.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/pages.h"
#include "view/pencil.h"

#define TEXT 1024

static const char *const meanings[PAGE_STATES] = {
	[PAGE_ABSENT] = N_("not present: nothing is in RAM for it; the first access will fault"),
	[PAGE_RESIDENT] = N_("in RAM, and mapped nowhere else: it is this process's own"),
	[PAGE_SHARED] = N_("in RAM, and mapped by others too"),
	[PAGE_FILE] =
		N_("a page of the file, as it is in the page cache: not written by this process"),
	[PAGE_COW] = N_("a private copy of a page of the file: copy-on-write is done"),
	[PAGE_ZERO] = N_("the page of zeros that all processes share: read, but never written"),
	[PAGE_SWAPPED] = N_("not in RAM: it is in swap; an access brings it back"),
	[PAGE_GUARD] = N_("a guard: any access ends in SIGSEGV"),
};

static void write_text(struct canvas *canvas, struct rect *rest, struct pen pen, const char *text)
{
	layout_top(rest, canvas_wrap(canvas, *rest, pen, text));
}

static void write_attributes(
	struct canvas *canvas, struct rect *rest, const struct page_detail *detail)
{
	if (detail->attributes & PAGE_HUGE)
		write_text(canvas, rest, PEN(ROLE_TEXT), _("part of a huge page"));
	if (detail->attributes & PAGE_LOCKED)
		write_text(canvas, rest, PEN(ROLE_TEXT), _("locked in RAM"));
	if (detail->soft_dirty_known)
		write_text(canvas, rest, PEN(ROLE_TEXT),
			detail->is_soft_dirty ? _("written (soft-dirty)")
					      : _("not written since soft-dirty was reset"));
}

static void write_frame(struct canvas *canvas, struct rect *rest, const struct page_detail *detail)
{
	char flags[TEXT];
	bool is_in_memory = detail->state != PAGE_ABSENT && detail->state != PAGE_SWAPPED &&
			    detail->state != PAGE_GUARD;
	if (!is_in_memory)
		return;
	if (detail->frame == UNKNOWN) {
		write_text(canvas, rest, PEN(ROLE_DIM),
			_("root would add: frame number, map count, kernel flags"));
		return;
	}
	struct pencil pencil = pencil_at(canvas, layout_top(rest, 1));
	pencil_say(&pencil, PEN(ROLE_DIM), PEN_BOLD(ROLE_VALUE), _("frame {%#llx}"),
		(unsigned long long)detail->frame);
	if (detail->map_count != UNKNOWN)
		pencil_say(&pencil, PEN(ROLE_DIM), PEN_BOLD(ROLE_VALUE), _("  mapped {%llu×}"),
			(unsigned long long)detail->map_count);
	if (detail->flags != UNKNOWN && page_flags_text(detail->flags, flags, sizeof flags))
		write_text(canvas, rest, PEN(ROLE_TEXT), flags);
}

/* "symbols: malloc + 0x20, free and 3 more names", from the lowest on. */
static void write_symbols(
	struct canvas *canvas, struct rect *rest, const struct symbols *symbols, uint64_t page)
{
	char text[TEXT];
	size_t shown = symbols->count < SYMBOLS_NAMED ? symbols->count : SYMBOLS_NAMED;
	size_t used = (size_t)snprintf(text, sizeof text, "%s", _("symbols: "));
	for (size_t i = 0; i < shown; i++) {
		const struct symbol *symbol = &symbols->named[i];
		used += (size_t)snprintf(
			text + used, sizeof text - used, "%s%s", i ? ", " : "", symbol->name);
		if (symbol->start < page)
			used += (size_t)snprintf(text + used, sizeof text - used, " + 0x%llx",
				(unsigned long long)(page - symbol->start));
	}
	if (symbols->count > shown)
		snprintf(text + used, sizeof text - used, _(" and %zu more names"),
			symbols->count - shown);
	if (shown)
		write_text(canvas, rest, PEN(ROLE_VALUE), text);
}

static void write_state(struct canvas *canvas, struct rect *rest, const struct page_detail *detail)
{
	if (detail->error) {
		write_text(canvas, rest, PEN(ROLE_WARNING), _("this page could not be read"));
		return;
	}
	struct pencil pencil = pencil_at(canvas, layout_top(rest, 1));
	pencil_write(&pencil, PEN_BOLD(role_of_page(detail->state)), "%s",
		page_state_name(detail->state));
	write_text(canvas, rest, PEN(ROLE_TEXT), translate(meanings[detail->state]));
	write_attributes(canvas, rest, detail);
	write_frame(canvas, rest, detail);
}

int pages_inspect(const struct scene *scene, struct canvas *canvas, struct rect area)
{
	char address[UNITS_TEXT], text[TEXT];
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t cursor = scene->state->place.cursor / page * page;
	struct rect rest = area;
	if (scene->state->row_count == 0)
		return 0;
	struct pencil pencil = pencil_at(canvas, layout_top(&rest, 1));
	pencil_say(&pencil, PEN_BOLD(ROLE_TITLE), PEN_BOLD(ROLE_VALUE), _("page {%s}"),
		units_address(cursor, address));
	explain_address(scene->now, cursor, text, sizeof text);
	write_text(canvas, &rest, PEN(ROLE_TEXT), text);
	if (scene->pages && scene->pages->detail.address == cursor && cursor) {
		write_symbols(canvas, &rest, &scene->pages->symbols, cursor);
		write_state(canvas, &rest, &scene->pages->detail);
	}
	layout_top(&rest, 1);
	return area.height - rest.height;
}
