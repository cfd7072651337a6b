/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "strata/translate.h"
#include "ui/layout.h"
#include "view/pencil.h"
#include "view/process.h"
#include "view/words.h"

#define LEFT 28        /* columns of what a row is called; behind them its table */
#define LEFT_NARROW 21 /* in less than... */
#define NARROW 60

/* One line of the view. */
struct line {
	const struct scene *scene;
	const struct resources *resources;
	struct canvas *canvas;
	struct rect left, rest;
	const struct row *row;
};

static struct rect cut_left(struct rect *line)
{
	return layout_left(line, line->width < NARROW ? LEFT_NARROW : LEFT);
}

#define ALL UINT64_MAX
#define WITHOUT_FIGURES (UINT64_C(1) | UINT64_C(8))
#define ROOMY 46 /* for all columns of descriptors, */
#define WIDE 74  /* and of threads */
#define WITHOUT_COUNTS UINT64_C(7)

static uint64_t thread_columns_in(int width)
{
	return width >= WIDE ? ALL : WITHOUT_COUNTS;
}

static uint64_t descriptor_columns_in(int width)
{
	return width >= ROOMY ? ALL : WITHOUT_FIGURES;
}

static void paint_titles(struct line *line)
{
	if (line->row->first == SECTION_THREADS)
		column_header(line->canvas, line->rest, process_thread_columns,
			PROCESS_THREAD_COLUMNS, thread_columns_in(line->rest.width), SIZE_MAX,
			false);
	else if (line->row->first == SECTION_DESCRIPTORS)
		column_header(line->canvas, line->rest, process_descriptor_columns,
			PROCESS_DESCRIPTOR_COLUMNS, descriptor_columns_in(line->rest.width),
			SIZE_MAX, false);
}

/* What could not be read of this section. */
static int gap_of(const struct line *line)
{
	static const char *const files[SECTIONS] = {
		[SECTION_THREADS] = "task", [SECTION_DESCRIPTORS] = "fd", [SECTION_LOCKS] = "locks"
	};
	const char *file = files[line->row->first];
	return file ? snapshot_gap(line->scene->now, file) : 0;
}

/* How many there are, and how many of them are listed where not all are. */
static void write_part(struct pencil *pencil, size_t seen, uint64_t total)
{
	char shown[UNITS_TEXT], all[UNITS_TEXT];
	units_count(seen, UNITS_NARROW, shown);
	if (total == UNKNOWN)
		pencil_write(pencil, PEN_BOLD(ROLE_WARNING), "%s+", shown);
	else if (seen < total)
		pencil_write(pencil, PEN_BOLD(ROLE_WARNING), _("%s of %s"), shown,
			units_count(total, UNITS_NARROW, all));
	else
		pencil_write(pencil, PEN_BOLD(ROLE_VALUE), "%s", shown);
}

static void write_tally(const struct line *line, struct pencil *pencil)
{
	const struct resources *resources = line->resources;
	char text[UNITS_TEXT];
	switch ((enum process_section)line->row->first) {
	case SECTION_THREADS:
		write_part(pencil, resources->thread_count, resources->thread_total);
		break;
	case SECTION_DESCRIPTORS:
		write_part(pencil, resources->descriptor_count, resources->descriptor_total);
		if (resources->descriptor_limit != UNKNOWN &&
			resources->descriptor_count == resources->descriptor_total)
			pencil_write(pencil, PEN(ROLE_DIM), " / %s",
				units_count(resources->descriptor_limit, UNITS_NARROW, text));
		break;
	case SECTION_LOCKS:
		write_part(pencil, resources->lock_count, resources->lock_count);
		break;
	case SECTION_QUEUES:
		write_part(pencil, resources->queue_count, resources->queue_count);
		break;
	default:
		break;
	}
}

static void paint_section(struct line *line)
{
	bool is_folded = !line->scene->state->filter[0] &&
			 state_is_open(line->scene->state, line->row->value);
	int gap = gap_of(line);
	struct pencil pencil = pencil_at(line->canvas, line->left);
	pencil_glyph(&pencil, PEN(ROLE_DIM), is_folded ? GLYPH_FOLDED : GLYPH_OPEN);
	pencil_skip(&pencil, 1);
	pencil_write(&pencil, PEN_BOLD(ROLE_TITLE), "%s ",
		process_section_title((enum process_section)line->row->first));
	if (!gap)
		write_tally(line, &pencil);
	if (gap)
		canvas_text(line->canvas, line->rest.x, line->rest.y, line->rest.width,
			PEN(ROLE_WARNING), words_error(gap));
	else if (!is_folded)
		paint_titles(line);
	canvas_ground(line->canvas, line->left, ROLE_BAR);
	canvas_ground(line->canvas, line->rest, ROLE_BAR);
}

static void paint_thread(struct line *line)
{
	const struct thread *thread = &line->resources->threads[line->row->first];
	struct pencil pencil = pencil_at(line->canvas, line->left);
	pencil_write(&pencil, PEN(ROLE_DIM), "%9d ", (int)thread->tid);
	pencil_name(&pencil, PEN(ROLE_TEXT), pencil_room(&pencil) - 1, thread->name);
	column_row(line->canvas, line->rest, process_thread_columns, PROCESS_THREAD_COLUMNS,
		thread_columns_in(line->rest.width), thread, line->scene);
}

static void paint_kind(struct line *line)
{
	bool is_open = state_is_open(line->scene->state, line->row->value);
	struct pencil pencil = pencil_at(line->canvas, line->left);
	pencil_skip(&pencil, 2);
	pencil_glyph(&pencil, PEN(ROLE_DIM), is_open ? GLYPH_OPEN : GLYPH_FOLDED);
	pencil_skip(&pencil, 1);
	pencil_write(&pencil, PEN_BOLD(ROLE_TEXT), "%s ",
		descriptor_kind_name((enum descriptor_kind)line->row->first));
	pencil_write(&pencil, PEN(ROLE_VALUE), "%u", line->row->count);
}

static void paint_descriptor(struct line *line)
{
	const struct descriptor *descriptor = &line->resources->descriptors[line->row->first];
	const struct scene *scene = line->scene;
	bool is_new = scene->is_flashing && scene->before && scene->before->resources &&
		      !process_find_before(scene, descriptor);
	struct pencil pencil = pencil_at(line->canvas, line->left);
	pencil_write(&pencil, PEN(is_new ? ROLE_CHANGED : ROLE_TEXT), "%9d ", descriptor->number);
	pencil_write(&pencil, PEN(ROLE_DIM), "%-3s", process_mode(descriptor));
	pencil_write(&pencil, PEN(ROLE_TEXT), "%s",
		descriptor_kind_name((enum descriptor_kind)descriptor->kind));
	column_row(line->canvas, line->rest, process_descriptor_columns, PROCESS_DESCRIPTOR_COLUMNS,
		descriptor_columns_in(line->rest.width), descriptor, scene);
}

static void write_range(struct pencil *pencil, const struct file_lock *lock)
{
	if (lock->end == UNKNOWN)
		pencil_write(pencil, PEN(ROLE_DIM), _("bytes from %llu  "),
			(unsigned long long)lock->start);
	else
		pencil_write(pencil, PEN(ROLE_DIM), _("bytes %llu–%llu  "),
			(unsigned long long)lock->start, (unsigned long long)lock->end);
}

static void paint_lock(struct line *line)
{
	const struct file_lock *lock = &line->resources->locks[line->row->first];
	struct pencil pencil = pencil_at(line->canvas, line->left);
	pencil_skip(&pencil, 4);
	pencil_write(&pencil, PEN(ROLE_TEXT), "%-6.6s ", lock->type);
	pencil_write(&pencil, PEN(ROLE_DIM), "%s", lock->is_write ? _("write") : _("read"));
	pencil = pencil_at(line->canvas, line->rest);
	pencil_write_cell(&pencil, PEN_BOLD(lock->is_waiting ? ROLE_WARNING : ROLE_GOOD), 6,
		lock->is_waiting ? _("waits") : _("held"));
	if (lock->start == 0 && lock->end == UNKNOWN)
		pencil_write(&pencil, PEN(ROLE_DIM), "%s  ", _("whole file"));
	else
		write_range(&pencil, lock);
	if (lock->path[0])
		pencil_name(&pencil, PEN(ROLE_TEXT), pencil_room(&pencil), lock->path);
	else
		pencil_write(
			&pencil, PEN(ROLE_TEXT), _("inode %llu"), (unsigned long long)lock->inode);
}

static void write_user(struct pencil *pencil, const char *format, pid_t pid)
{
	if (pid)
		pencil_write(pencil, PEN(ROLE_DIM), format, (int)pid);
}

static void paint_queue(struct line *line)
{
	const struct message_queue *queue = &line->resources->queues[line->row->first];
	char text[UNITS_TEXT];
	struct pencil pencil = pencil_at(line->canvas, line->left);
	pencil_write(&pencil, PEN(ROLE_TEXT), "%9d ", queue->id);
	pencil = pencil_at(line->canvas, line->rest);
	pencil_write(
		&pencil, PEN(ROLE_VALUE), "%7s ", units_bytes(queue->bytes, UNITS_NARROW, text));
	pencil_write(&pencil, PEN(ROLE_TEXT), _("in %llu messages"),
		(unsigned long long)queue->messages);
	write_user(&pencil, _(", last from %d"), queue->sender);
	write_user(&pencil, _(", taken by %d"), queue->receiver);
}

static bool has_changed(const struct line *line)
{
	const struct scene *scene = line->scene;
	enum process_signals which = (enum process_signals)line->row->first;
	return scene->is_flashing && scene->before && scene->before->resources &&
	       process_signal_set(scene->before->resources, which) !=
		       process_signal_set(line->resources, which);
}

static void paint_signals(struct line *line)
{
	char text[PROCESS_TEXT];
	enum process_signals which = (enum process_signals)line->row->first;
	uint64_t set = process_signal_set(line->resources, which);
	bool is_pending = which == SIGNALS_PENDING || which == SIGNALS_SHARED;
	enum role ink = set == 0 ? ROLE_DIM : is_pending ? ROLE_WARNING : ROLE_TEXT;
	struct pencil pencil = pencil_at(line->canvas, line->left);
	pencil_skip(&pencil, 4);
	pencil_write(&pencil, PEN(ROLE_TEXT), "%s", process_signals_title(which));
	canvas_text(line->canvas, line->rest.x, line->rest.y, line->rest.width,
		PEN(has_changed(line) ? ROLE_CHANGED : ink),
		process_signals_text(line->resources, which, text));
}

static void paint_fact(struct line *line)
{
	char text[PROCESS_TEXT];
	enum process_fact fact = (enum process_fact)line->row->first;
	struct pencil pencil = pencil_at(line->canvas, line->left);
	pencil_skip(&pencil, 4);
	pencil_write(&pencil, PEN(ROLE_TEXT), "%s", process_fact_title(fact));
	canvas_text(line->canvas, line->rest.x, line->rest.y, line->rest.width, PEN(ROLE_TEXT),
		process_fact_text(line->scene->now, fact, text));
}

void process_paint_row(
	const struct scene *scene, struct canvas *canvas, struct rect line, const struct row *row)
{
	static void (*const painters[PROCESS_TAGS])(struct line *) = {
		[PROCESS_SECTION] = paint_section,
		[PROCESS_THREAD] = paint_thread,
		[PROCESS_KIND] = paint_kind,
		[PROCESS_DESCRIPTOR] = paint_descriptor,
		[PROCESS_LOCK] = paint_lock,
		[PROCESS_QUEUE] = paint_queue,
		[PROCESS_SIGNALS] = paint_signals,
		[PROCESS_FACT] = paint_fact,
	};
	struct line here = { scene, scene->now->resources, canvas, { 0 }, line, row };
	here.left = cut_left(&here.rest);
	painters[row->tag](&here);
}
