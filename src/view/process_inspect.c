/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdio.h>

#include "strata/translate.h"
#include "ui/layout.h"
#include "view/pencil.h"
#include "view/process.h"

#define LABEL 15

/* Written from top to bottom. */
struct panel {
	const struct scene *scene;
	struct canvas *canvas;
	struct rect rest;
};

static void write_title(struct panel *panel, const char *title)
{
	struct pencil pencil = pencil_at(panel->canvas, layout_top(&panel->rest, 1));
	pencil_name(&pencil, PEN_BOLD(ROLE_TITLE), pencil_room(&pencil), title);
}

static void write_text(struct panel *panel, const char *text)
{
	layout_top(&panel->rest, canvas_wrap(panel->canvas, panel->rest, PEN(ROLE_VALUE), text));
}

static void write_figure(struct panel *panel, const char *label, const char *value)
{
	struct pencil pencil = pencil_at(panel->canvas, layout_top(&panel->rest, 1));
	int start = pencil.x;
	pencil_write(&pencil, PEN(ROLE_DIM), "%s ", label);
	pencil_skip(&pencil, LABEL - (pencil.x - start));
	pencil_name(&pencil, PEN(ROLE_TEXT), pencil_room(&pencil), value[0] ? value : "–");
}

static void write_count(struct panel *panel, const char *label, uint64_t count)
{
	char text[UNITS_TEXT];
	write_figure(panel, label, units_count(count, UNITS_WIDE, text));
}

static void write_set(struct panel *panel, const char *label, uint64_t set)
{
	char text[PROCESS_TEXT];
	write_figure(panel, label,
		set == UNKNOWN ? "–"
		: set          ? signal_set_text(set, text, sizeof text)
			       : _("none"));
}

static void write_kinds(struct panel *panel, const struct resources *resources)
{
	uint64_t counts[DESCRIPTOR_KINDS] = { 0 };
	for (size_t i = 0; i < resources->descriptor_count; i++)
		counts[resources->descriptors[i].kind]++;
	for (unsigned kind = 0; kind < DESCRIPTOR_KINDS; kind++)
		if (counts[kind] > 0)
			write_count(panel, descriptor_kind_name((enum descriptor_kind)kind),
				counts[kind]);
}

static void write_section(struct panel *panel, enum process_section section)
{
	write_title(panel, process_section_title(section));
	if (section == SECTION_DESCRIPTORS)
		write_kinds(panel, panel->scene->now->resources);
}

static void write_thread(struct panel *panel, const struct thread *thread)
{
	char number[16];
	snprintf(number, sizeof number, "%d", (int)thread->tid);
	write_title(panel, thread->name);
	write_figure(panel, "TID", number);
	write_figure(panel, _("state"), process_state(thread->state));
	write_figure(panel, _("system call"), thread->call);
	write_figure(panel, _("waits in"), thread->wait);
	write_count(panel, _("switches"), thread->voluntary);
	write_count(panel, _("forced"), thread->nonvoluntary);
	write_set(panel, _("pending"), thread->pending);
	write_set(panel, _("blocked"), thread->blocked);
}

static void write_descriptor(struct panel *panel, const struct descriptor *descriptor)
{
	char text[UNITS_TEXT];
	write_title(panel, descriptor_kind_name(descriptor->kind));
	write_text(panel, descriptor->target);
	write_figure(panel, _("open for"), process_mode(descriptor));
	if (process_has_queue(descriptor))
		write_figure(panel, _("queued"), units_bytes(descriptor->queued, UNITS_WIDE, text));
	if (descriptor->unsent != UNKNOWN)
		write_figure(panel, _("unsent"), units_bytes(descriptor->unsent, UNITS_WIDE, text));
	if (descriptor->kind == DESCRIPTOR_FILE || descriptor->kind == DESCRIPTOR_MEMORY)
		write_figure(
			panel, _("position"), units_bytes(descriptor->position, UNITS_WIDE, text));
	snprintf(text, sizeof text, "%" PRIu64, descriptor->inode);
	write_figure(panel, _("inode"), text);
}

static void write_lock(struct panel *panel, const struct file_lock *lock)
{
	char text[UNITS_TEXT];
	write_title(panel, lock->type);
	write_text(panel, lock->path);
	write_figure(panel, _("for"), lock->is_write ? _("write") : _("read"));
	write_figure(panel, _("it is"), lock->is_waiting ? _("waited for") : _("held"));
	snprintf(text, sizeof text, "%d", (int)lock->pid);
	write_figure(panel, _("taken by"), lock->pid > 0 ? text : _("the open file"));
	snprintf(text, sizeof text, "%" PRIu64, lock->inode);
	write_figure(panel, _("inode"), text);
}

static void write_signals(struct panel *panel, enum process_signals which)
{
	char text[PROCESS_TEXT], count[UNITS_TEXT], limit[UNITS_TEXT];
	const struct resources *resources = panel->scene->now->resources;
	const struct signal_sets *signals = &resources->signals;
	write_title(panel, process_signals_title(which));
	write_text(panel, process_signals_text(resources, which, text));
	if (which != SIGNALS_PENDING && which != SIGNALS_SHARED)
		return;
	snprintf(text, sizeof text, _("%s of %s"), units_count(signals->queued, UNITS_WIDE, count),
		units_count(signals->queue_limit, UNITS_WIDE, limit));
	write_figure(panel, _("user's queue"), text);
}

static void write_fact(struct panel *panel, enum process_fact fact)
{
	char text[PROCESS_TEXT];
	write_title(panel, process_fact_title(fact));
	write_text(panel, process_fact_text(panel->scene->now, fact, text));
}

int process_inspect(const struct scene *scene, struct canvas *canvas, struct rect area)
{
	struct panel panel = { scene, canvas, area };
	const struct resources *resources = scene->now->resources;
	struct row row = state_current(scene->state);
	if (!resources || row.tag == UINT32_MAX)
		return 0;
	switch ((enum process_tag)row.tag) {
	case PROCESS_THREAD:
		write_thread(&panel, &resources->threads[row.first]);
		break;
	case PROCESS_DESCRIPTOR:
		write_descriptor(&panel, &resources->descriptors[row.first]);
		break;
	case PROCESS_LOCK:
		write_lock(&panel, &resources->locks[row.first]);
		break;
	case PROCESS_SIGNALS:
		write_signals(&panel, (enum process_signals)row.first);
		break;
	case PROCESS_FACT:
		write_fact(&panel, (enum process_fact)row.first);
		break;
	case PROCESS_KIND:
		write_title(&panel, descriptor_kind_name((enum descriptor_kind)row.first));
		break;
	case PROCESS_SECTION:
		write_section(&panel, (enum process_section)row.first);
		break;
	default:
		write_section(&panel, SECTION_QUEUES);
	}
	layout_top(&panel.rest, 1);
	return area.height - panel.rest.height;
}
