/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The grid of pages: painting it, and what a change of it costs a terminal. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "view/page_paint.h"

#define COLUMNS 200
#define LINES 60
#define CELLS (2 * COLUMNS * LINES)
#define CELL 4096ull
#define START 0x7000000000ull
#define SHEET "17600" /* pages that fill a screen of this size at one a cell */

static struct page_cell cells[2][CELLS];

/* Neighbours differ, and each from what it was. */
static void fill(void)
{
	static const enum page_state states[] = { PAGE_RESIDENT, PAGE_ABSENT, PAGE_SHARED,
		PAGE_COW };
	for (size_t i = 0; i < CELLS; i++)
		for (size_t turn = 0; turn < 2; turn++)
			cells[turn][i] = (struct page_cell){
				.dominant = (uint8_t)states[(i + i / COLUMNS + turn) % 4],
				.present = 255,
				.is_mapped = true,
			};
}

void bench_grid_paint(struct figure *figure)
{
	struct canvas canvas;
	struct rounds times = { 0 };
	struct page_map maps[2];
	struct page_look looks[2] = { 0 };
	fill();
	if (canvas_init(&canvas, COLUMNS, LINES))
		abort();
	for (size_t turn = 0; turn < 2; turn++) {
		maps[turn] = (struct page_map){
			.window = { START, START + CELLS * CELL, CELL, CELLS },
			.cells = cells[turn],
		};
		looks[turn] = (struct page_look){ .maps = { &maps[turn] }, .count = 1 };
	}
	for (size_t i = 0; i < ROUNDS; i++) {
		const struct page_picture picture = {
			.start = START,
			.end = START + CELLS * CELL,
			.cell = CELL,
			.now = &looks[i % 2],
			.before = &looks[1 - i % 2],
			.cursor = START,
		};
		double start = clock_thread_cpu();
		page_paint(&canvas, canvas_area(&canvas), &picture);
		rounds_add(&times, clock_thread_cpu() - start);
	}
	canvas_finish(&canvas);
	figure->value = rounds_median(&times) * 1e3;
	figure->is_known = true;
	snprintf(figure->how, sizeof(figure->how), "%d half cells, each changed", CELLS);
}

/* All that is written in a second in which 1 % of the pages change: flash, its end, the header. */
void bench_grid_bytes(struct figure *figure)
{
	struct target target;
	struct vt vt;
	struct rounds bytes = { 0 };
	target_start(&target, "sheet", (const char *const[]){ SHEET, NULL });
	vt_start(&vt, &(struct vt_options){ .rows = LINES,
			      .columns = COLUMNS,
			      .arguments = (const char *const[]){
				      strata_path(), target.text, "--every", "0.2s", NULL } });
	if (!vt_wait_text(&vt, "stack"))
		abort();
	vt_type(&vt, "i/sheet\r3");
	if (!vt_wait_text(&vt, "one cell = 1 page"))
		abort();
	vt_run(&vt, 2000);
	for (int i = 0; i < 9; i++) {
		size_t before = vt.wire.length;
		target_poke(&target);
		vt_run(&vt, 1000);
		rounds_add(&bytes, (double)(vt.wire.length - before));
	}
	vt_finish(&vt);
	target_finish(&target);
	figure->value = rounds_median(&bytes) / 1e3;
	figure->is_known = true;
	snprintf(figure->how, sizeof(figure->how),
		"a second, with the header and both ends of "
		"the flash; most %.1f kB",
		rounds_quantile(&bytes, 1) / 1e3);
}
