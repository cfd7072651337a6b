/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The places a demo has marked: what they are, where, and in which mapping. */
#include "view/overlay.h"

#include <string.h>

#include "demo/run.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/pencil.h"

#define NAME 30
#define ADDRESS 16
#define KIND 14
#define PERMISSIONS 6
#define ROLE 12

static const struct snapshot *snapshot_of(const struct scene *scene, const char *role)
{
	if (scene->shown_role && strcmp(scene->shown_role, role) == 0)
		return scene->now;
	for (size_t i = 0; i < scene->companion_count; i++)
		if (strcmp(scene->companions[i].role, role) == 0)
			return scene->companions[i].now;
	return NULL;
}

static void write_place(struct pencil *pencil, const struct region *region, uint64_t address)
{
	char permissions[5];
	const struct region_part *part = region_part_at(region, address);
	enum region_kind kind = (enum region_kind)(part ? part->kind : region->kind);
	region_permissions_text(region->permissions, permissions);
	pencil_write_cell(pencil, PEN_BOLD(role_of_kind(kind)), KIND, region_kind_name(kind));
	pencil_write_cell(pencil, PEN(ROLE_TEXT), PERMISSIONS, permissions);
	pencil_name(pencil, PEN(ROLE_DIM), pencil_room(pencil), region_basename(region));
}

static void paint_marker(const struct scene *scene, struct canvas *canvas, struct rect line,
	const struct run_marker *marker)
{
	char address[UNITS_TEXT];
	const struct snapshot *now = snapshot_of(scene, marker->role);
	const struct region *region =
		now ? region_find(now->table->regions, now->table->count, marker->address) : NULL;
	struct pencil pencil = pencil_at(canvas, line);
	pencil_glyph(&pencil, PEN_BOLD(ROLE_GREW), GLYPH_MARKER);
	pencil_skip(&pencil, 1);
	pencil_write_cell(&pencil, PEN_BOLD(ROLE_TEXT), NAME,
		marker->label[0] ? translate(marker->label) : marker->key);
	pencil_write_cell(&pencil, PEN(ROLE_DIM), ADDRESS, units_address(marker->address, address));
	if (scene->demo->process_count > 1)
		pencil_write_cell(&pencil, PEN(ROLE_TEXT), ROLE, translate(marker->role));
	if (region)
		write_place(&pencil, region, marker->address);
	else
		pencil_write(&pencil, PEN(ROLE_DIM), "%s", now ? _("unmapped") : "–");
}

static void paint_titles(const struct scene *scene, struct canvas *canvas, struct rect line)
{
	struct pencil pencil = pencil_at(canvas, line);
	pencil_skip(&pencil, 2);
	pencil_write_cell(&pencil, PEN(ROLE_DIM), NAME, _("name"));
	pencil_write_cell(&pencil, PEN(ROLE_DIM), ADDRESS, _("address"));
	if (scene->demo->process_count > 1)
		pencil_write_cell(&pencil, PEN(ROLE_DIM), ROLE, _("process"));
	pencil_write_cell(&pencil, PEN(ROLE_DIM), KIND, _("kind"));
	pencil_write_cell(&pencil, PEN(ROLE_DIM), PERMISSIONS, _("perm"));
	pencil_write(&pencil, PEN(ROLE_DIM), "%s", _("region"));
}

void overlay_markers(
	const struct scene *scene, struct frame *frame, struct canvas *canvas, struct rect area)
{
	const struct demo_run *run = scene->demo;
	struct list *list = &frame->overlay_list;
	if (!run)
		return;
	paint_titles(scene, canvas, layout_top(&area, 1));
	list_fit(list, run->marker_count, (size_t)area.height);
	if (run->marker_count == 0)
		canvas_text(canvas, area.x + 2, area.y, area.width, PEN(ROLE_DIM),
			_("nothing is marked yet"));
	for (size_t i = list->top; i < run->marker_count && area.height > 0; i++) {
		struct rect line = layout_top(&area, 1);
		paint_marker(scene, canvas, line, &run->markers[i]);
		if (i == list->selected)
			canvas_ground(canvas, line, ROLE_SELECTED);
	}
}
