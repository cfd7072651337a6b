/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/batch.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/cli.h"
#include "app/operand.h"
#include "app/target.h"
#include "app/terminal.h"
#include "strata/classify.h"
#include "strata/export.h"
#include "strata/processes.h"
#include "strata/source.h"
#include "strata/translate.h"

/* Columns of the terminal that reads standard output; 0 when it is none: then nothing is cut. */
static int output_width(void)
{
	struct winsize size;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static struct export_options options_of(const struct cli *cli)
{
	struct export_options options = cli->export;
	options.is_ascii |= !terminal_set_locale();
	options.width = output_width();
	return options;
}

static int complain_output(int error)
{
	cli_complain(_("standard output: %s"), strerror(-error));
	return CLI_FAILED;
}

static int complain_target(const char *target, int error)
{
	if (error == -ESRCH)
		return target_complain(target, error);
	cli_complain("%s: %s", target, strerror(-error));
	return CLI_FAILED;
}

int batch_judge(const struct snapshot *snapshot, const char *target)
{
	/* The last can be missing only where it was asked for. */
	static const char *const needed[] = { "maps", "smaps", "pagemap" };
	if (snapshot->life != LIFE_ALIVE) {
		cli_complain(_("%s: it has exited; its memory is gone"), target);
		return CLI_FAILED;
	}
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		int error = snapshot_gap(snapshot, needed[i]);
		/* Root is denied where a security module says so. */
		bool is_denied = (error == EACCES || error == EPERM) && geteuid() != 0;
		if (error) {
			cli_complain(is_denied ? _("%s: its %s could not be read: %s; its owner or "
						   "root may")
					       : _("%s: its %s could not be read: %s"),
				target, needed[i], strerror(error));
			return CLI_FAILED;
		}
	}
	return CLI_DONE;
}

struct snapshot *batch_take(pid_t pid, int *ret_error)
{
	struct live_options options = { .pid = pid };
	struct source *source = NULL;
	struct snapshot *snapshot = NULL;
	*ret_error = classifier_create(&options.classifier);
	if (*ret_error < 0)
		return NULL;
	*ret_error = live_open(&options, &source);
	if (*ret_error == 0)
		*ret_error = source_next(source, DETAIL_SMAPS | DETAIL_NOW, &snapshot);
	source_close(source);
	options.classifier->destroy(options.classifier);
	return snapshot;
}

/* Runs of pages as they come. */
struct collection {
	struct page_run *runs;
	size_t count, capacity;
};

static int collect(void *context, const struct page_run *run)
{
	struct collection *collection = context;
	if (collection->count == collection->capacity) {
		size_t capacity = collection->capacity ? 2 * collection->capacity : 1024;
		struct page_run *runs =
			reallocarray(collection->runs, capacity, sizeof(*collection->runs));
		if (!runs)
			return -ENOMEM;
		collection->runs = runs;
		collection->capacity = capacity;
	}
	collection->runs[collection->count++] = *run;
	return 0;
}

/* What stands behind each page from `start` to `end`; what cannot be read is a gap. */
static int collect_pages(
	struct snapshot *snapshot, uint64_t start, uint64_t end, struct collection *collection)
{
	const struct page_reader_options options = { .pid = snapshot->process.pid };
	struct page_reader *reader = NULL;
	int result = page_reader_create(&options, &reader);
	if (result == 0)
		result = page_reader_runs(reader, snapshot->table, start, end, collect, collection);
	page_reader_destroy(reader);
	return result < 0 ? snapshot_add_gap(snapshot, "pagemap", -result) : 0;
}

static int write_with_pages(
	struct snapshot *snapshot, struct export_options *options, uint64_t start, uint64_t end)
{
	struct collection collection = { 0 };
	int result = collect_pages(snapshot, start, end, &collection);
	const struct export_pages pages = { collection.runs, collection.count };
	options->pages = &pages;
	if (result == 0)
		result = export_snapshot(snapshot, options, stdout);
	options->pages = NULL;
	free(collection.runs);
	return result;
}

/* Writes the sample, and the pages where they are asked for. Returns the exit status. */
static int write_snapshot(struct snapshot *snapshot, const struct cli *cli)
{
	struct export_options options = options_of(cli);
	const struct region_table *table = snapshot->table;
	const struct region all = { .end = UINT64_MAX }, *region = &all;
	if (cli->has_address)
		region = region_find(table->regions, table->count, cli->address);
	if (!region) {
		cli_complain(
			_("0x%llx: nothing is mapped there"), (unsigned long long)cli->address);
		return CLI_FAILED;
	}
	int result = cli->wants_pages
			     ? write_with_pages(snapshot, &options, region->start, region->end)
			     : export_snapshot(snapshot, &options, stdout);
	return result < 0 ? complain_output(result) : batch_judge(snapshot, cli->target);
}

int batch_snapshot(const struct cli *cli)
{
	pid_t pid = 0;
	int result = target_find(cli->target, &pid);
	if (result < 0)
		return target_complain(cli->target, result);
	struct snapshot *snapshot = batch_take(pid, &result);
	if (!snapshot)
		return complain_target(cli->target, result);
	int status = write_snapshot(snapshot, cli);
	snapshot_unref(snapshot);
	return status;
}

int batch_list(const struct cli *cli)
{
	struct process_list list;
	int result = process_list_init(&list);
	if (result < 0) {
		cli_complain(_("the list of processes could not be read: %s"), strerror(-result));
		return CLI_FAILED;
	}
	const struct export_options options = options_of(cli);
	result = export_processes(&list, &options, stdout);
	process_list_finish(&list);
	return result < 0 ? complain_output(result) : CLI_DONE;
}

static int write_difference(
	const struct operand *before, const struct operand *after, const struct cli *cli)
{
	struct snapshot *first = NULL, *second = NULL;
	int status = operand_picture(before, true, &first);
	if (status == CLI_DONE)
		status = operand_picture(after, false, &second);
	if (status == CLI_DONE) {
		struct export_options options = options_of(cli);
		int result = export_difference(first, second, &options, stdout);
		status = result < 0 ? complain_output(result) : CLI_DONE;
	}
	snapshot_unref(first);
	snapshot_unref(second);
	return status;
}

int batch_diff(const struct cli *cli)
{
	struct operand before, after;
	int status = operand_open(cli->target, &before);
	if (status != CLI_DONE)
		return status;
	status = operand_open(cli->others[0], &after);
	if (status == CLI_DONE) {
		status = write_difference(&before, &after, cli);
		operand_close(&after);
	}
	operand_close(&before);
	return status;
}
