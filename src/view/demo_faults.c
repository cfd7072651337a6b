/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/demo_faults.h"

#include <string.h>

#include "demo/fault.h"
#include "strata/region.h"
#include "strata/text.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/pencil.h"

#define CODE 11  /* columns: "SEGV_ACCERR" */
#define SIGNAL 8 /* "SIGSEGV ", where there is room for what the code says already */
#define WIDE 56
#define NEAR (UINT64_C(1) << 20)
#define KERNEL_HALF (UINT64_C(1) << 63)

static bool is_shown(
	const struct demo_run *run, const struct run_fault *fault, enum faults_of which)
{
	return which == FAULTS_OF_STEP ? fault->step == run->step : fault->step < run->step;
}

static bool is_near_above(const struct run_fault *fault)
{
	return fault->is_placed && !fault->is_mapped && fault->distance <= NEAR;
}

/* The signal speaks of another address than that of the access. */
static bool is_misreported(const struct run_fault *fault)
{
	return fault->signal && fault->address != fault->aim;
}

static int height_of(const struct run_fault *fault)
{
	return 1 + is_near_above(fault) + is_misreported(fault);
}

int demo_faults_height(const struct demo_run *run, enum faults_of which)
{
	int height = 0;
	for (size_t i = 0; i < run->fault_count; i++)
		if (is_shown(run, &run->faults[i], which))
			height += height_of(&run->faults[i]);
	return height + (height > 0);
}

struct columns {
	int place, result;
};

/* The place that is longest, with a blank. */
static int place_width(const struct demo_run *run)
{
	size_t width = (size_t)text_width(_("nothing"), strlen(_("nothing")));
	for (size_t i = 0; i < run->fault_count; i++) {
		const struct run_fault *fault = &run->faults[i];
		size_t here = strlen(region_kind_name(fault->kind)) + strlen(" rw-p");
		if (fault->is_placed && fault->is_mapped && here > width)
			width = here;
	}
	return (int)width + 1;
}

static void write_place(struct pencil *pencil, const struct run_fault *fault)
{
	char permissions[5];
	if (!fault->is_placed) {
		pencil_write(pencil, PEN(ROLE_DIM), "%s", "–");
	} else if (fault->is_mapped) {
		region_permissions_text(fault->permissions, permissions);
		pencil_write(pencil, PEN(role_of_kind(fault->kind)), "%s ",
			region_kind_name(fault->kind));
		pencil_write(pencil, PEN(ROLE_TEXT), "%s", permissions);
	} else {
		pencil_write(pencil, PEN(ROLE_DIM), "%s",
			fault->aim & KERNEL_HALF ? _("kernel") : _("nothing"));
	}
}

static void write_result(struct canvas *canvas, struct rect line, const struct run_fault *fault)
{
	struct pencil pencil = pencil_at(canvas, line);
	if (!fault->signal) {
		pencil_write(&pencil, PEN_BOLD(ROLE_GOOD), "%s", _("allowed"));
		return;
	}
	if (line.width > CODE)
		pencil_write(&pencil, PEN(ROLE_TEXT), "%s ", fault_signal_name(fault->signal));
	pencil_write(&pencil, PEN_BOLD(ROLE_WARNING), "%s", fault_name(fault->signal, fault->code));
}

static void write_access(struct canvas *canvas, struct rect line, struct columns columns,
	const struct run_fault *fault)
{
	write_result(canvas, layout_right(&line, columns.result), fault);
	struct rect place = layout_right(&line, columns.place);
	line.width--;
	struct pencil pencil = pencil_at(canvas, line);
	pencil_write(&pencil, PEN(ROLE_TEXT), "%s", translate(fault->label));
	pencil = pencil_at(canvas, place);
	write_place(&pencil, fault);
}

static void write_remarks(struct canvas *canvas, struct rect area, const struct run_fault *fault)
{
	char distance[UNITS_TEXT];
	if (is_near_above(fault)) {
		struct rect line = layout_top(&area, 1);
		canvas_printf(canvas, line.x, line.y, line.width, PEN(ROLE_DIM),
			_("  0x%llx, %s below %s"), (unsigned long long)fault->aim,
			units_bytes(fault->distance, UNITS_WIDE, distance),
			region_kind_name(fault->kind));
	}
	if (is_misreported(fault)) {
		struct rect line = layout_top(&area, 1);
		canvas_printf(canvas, line.x, line.y, line.width, PEN(ROLE_DIM),
			_("  0x%llx, and the signal says 0x%llx"), (unsigned long long)fault->aim,
			(unsigned long long)fault->address);
	}
}

static void write_titles(
	struct canvas *canvas, struct rect line, struct columns columns, enum faults_of which)
{
	struct rect result = layout_right(&line, columns.result);
	struct rect place = layout_right(&line, columns.place);
	canvas_text(canvas, line.x, line.y, line.width, PEN(ROLE_DIM),
		which == FAULTS_OF_STEP ? _("access") : _("before"));
	canvas_text(canvas, place.x, place.y, place.width, PEN(ROLE_DIM), _("hit"));
	canvas_text(canvas, result.x, result.y, result.width, PEN(ROLE_DIM), _("gave"));
}

void demo_faults(
	const struct demo_run *run, enum faults_of which, struct canvas *canvas, struct rect area)
{
	const struct columns columns = { place_width(run),
		area.width < WIDE ? CODE : SIGNAL + CODE };
	int missing = demo_faults_height(run, which) - area.height;
	write_titles(canvas, layout_top(&area, 1), columns, which);
	for (size_t i = 0; i < run->fault_count; i++) {
		const struct run_fault *fault = &run->faults[i];
		if (!is_shown(run, fault, which))
			continue;
		if (missing > 0) {
			missing -= height_of(fault);
			continue;
		}
		write_access(canvas, layout_top(&area, 1), columns, fault);
		write_remarks(canvas, layout_top(&area, height_of(fault) - 1), fault);
	}
}
