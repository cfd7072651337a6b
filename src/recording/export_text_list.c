/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of processes for people. */
#include <errno.h>
#include <string.h>

#include "cell.h"
#include "export_formats.h"
#include "strata/text.h"

#define BEFORE_COMMAND 66 /* columns of a process before its command */

/* Whether it can be watched, or why not. */
static const char *watch_words(const struct process_entry *entry)
{
	if (entry->error == EACCES || entry->error == EPERM)
		return "denied";
	if (entry->error)
		return export_error_name(entry->error);
	if (entry->is_kernel_thread)
		return "kernel";
	return entry->state == 'Z' ? "zombie" : "yes";
}

static void put_user(struct sink *sink, const struct process_entry *entry, int columns)
{
	char number[16], name[64];
	snprintf(number, sizeof(number), "%u", (unsigned)entry->uid);
	const char *user = *entry->user ? entry->user : number;
	text_sanitise(user, strlen(user), name, sizeof(name));
	cell_left(sink, name, columns);
}

/* Without a command line, kernel threads and zombies: the name in brackets, as ps(1) has it. */
static void put_command(struct sink *sink, const struct process_entry *entry, int columns)
{
	if (*entry->cmdline) {
		cell_name(sink, entry->cmdline, strlen(entry->cmdline), "", columns);
		return;
	}
	sink_character(sink, '[');
	cell_name(sink, entry->comm, strlen(entry->comm), "]", columns - 1);
}

static void put_entry(struct sink *sink, const struct process_entry *entry, int width)
{
	char pid[16];
	snprintf(pid, sizeof(pid), "%d", (int)entry->pid);
	cell_right(sink, pid, 8);
	sink_blanks(sink, 2);
	put_user(sink, entry, 17);
	sink_character(sink, entry->state);
	cell_count(sink, entry->threads, 9);
	cell_size(sink, entry->rss, 9);
	cell_size(sink, entry->vsz, 9);
	sink_blanks(sink, 2);
	cell_left(sink, watch_words(entry), 9);
	put_command(sink, entry, width - BEFORE_COMMAND);
	sink_character(sink, '\n');
}

void export_text_processes(
	struct sink *sink, const struct process_list *list, const struct export_options *options)
{
	sink_string(sink, "     PID  USER             S  THREADS      RSS      VSZ  WATCH    "
			  "COMMAND\n");
	for (size_t i = 0; i < list->count; i++)
		put_entry(sink, &list->entries[i], options->width);
}
