/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "strata/classify.h"
#include "strata/export.h"
#include "strata/import.h"
#include "strata/source.h"

struct file {
	char path[64];
	FILE *stream;
};

static int create(void **state)
{
	static struct file file;
	strcpy(file.path, "/tmp/test_import_XXXXXX");
	int fd = mkstemp(file.path);
	file.stream = fd < 0 ? NULL : fdopen(fd, "w");
	*state = &file;
	return file.stream ? 0 : -1;
}

static int destroy(void **state)
{
	struct file *file = *state;
	if (file->stream)
		fclose(file->stream);
	return unlink(file->path);
}

static int import(struct file *file, struct snapshot **ret_snapshot)
{
	char error[IMPORT_ERROR] = "";
	fclose(file->stream);
	file->stream = NULL;
	int status = import_snapshot(file->path, ret_snapshot, error);
	assert_int_equal(status < 0, error[0] != '\0');
	return status;
}

static int import_text(struct file *file, const char *text)
{
	struct snapshot *snapshot = NULL;
	fputs(text, file->stream);
	int status = import(file, &snapshot);
	snapshot_unref(snapshot);
	return status;
}

static struct snapshot *sample_of_this_process(void)
{
	struct classifier *classifier;
	struct source *source;
	struct snapshot *snapshot;
	assert_int_equal(classifier_create(&classifier), 0);
	const struct live_options options = { .pid = getpid(), .classifier = classifier };
	assert_int_equal(live_open(&options, &source), 0);
	assert_int_equal(source_next(source, DETAIL_SMAPS | DETAIL_NOW, &snapshot), 0);
	source_close(source);
	classifier->destroy(classifier);
	return snapshot;
}

static void assert_same_region(const struct region *a, const struct region *b)
{
	assert_true(a->start == b->start && a->end == b->end && a->offset == b->offset);
	assert_true(a->inode == b->inode && a->device_minor == b->device_minor);
	assert_int_equal(a->permissions, b->permissions);
	assert_int_equal(a->kind, b->kind);
	assert_string_equal(a->path, b->path);
	assert_string_equal(a->module, b->module);
	assert_string_equal(a->flags, b->flags);
	for (size_t i = 0; i <= COUNTER_PAGE_SIZE; i++)
		assert_true(a->counters[i] == b->counters[i]);
}

static void what_was_exported_comes_back(void **state)
{
	struct file *file = *state;
	const struct export_options options = { .format = EXPORT_JSON };
	struct snapshot *snapshot = sample_of_this_process(), *copy = NULL;
	assert_int_equal(export_snapshot(snapshot, &options, file->stream), 0);
	assert_int_equal(import(file, &copy), 0);
	assert_int_equal(copy->process.pid, getpid());
	assert_string_equal(copy->process.comm, snapshot->process.comm);
	assert_string_equal(copy->process.cmdline[0], snapshot->process.cmdline[0]);
	assert_int_equal(copy->wall_ns / 1000, snapshot->wall_ns / 1000);
	for (size_t i = 0; i < METRIC_EXPORTED; i++)
		assert_true(copy->metrics[i] == snapshot->metrics[i]);
	assert_int_equal(copy->table->count, snapshot->table->count);
	for (size_t i = 0; i < copy->table->count; i++)
		assert_same_region(&copy->table->regions[i], &snapshot->table->regions[i]);
	snapshot_unref(copy);
	snapshot_unref(snapshot);
}

static void other_text_is_no_snapshot(void **state)
{
	assert_int_equal(import_text(*state, "hello"), -EMEDIUMTYPE);
}

static void a_later_schema_is_refused(void **state)
{
	assert_int_equal(import_text(*state, "{\"schema\": 2}"), -EPROTONOSUPPORT);
}

#define PROCESS                                                                                    \
	"{\"schema\": 1, \"time\": \"2026-11-20T22:31:02.1Z\", \"process\": {\"pid\": 1},"         \
	" \"totals\": {}, \"regions\": ["
#define REGION(start, end, perms)                                                                  \
	"{\"start\": \"" start "\", \"end\": \"" end "\", \"perms\": \"" perms                     \
	"\", \"device\": \"00:00\", \"kind\": \"anon\"}"

static void a_region_is_enough(void **state)
{
	assert_int_equal(import_text(*state, PROCESS REGION("0x1000", "0x2000", "rw-p") "]}"), 0);
}

static void regions_that_overlap_are_refused(void **state)
{
	assert_int_equal(import_text(*state, PROCESS REGION("0x1000", "0x3000", "rw-p") "," REGION(
						     "0x2000", "0x4000", "rw-p") "]}"),
		-EUCLEAN);
}

static void a_region_that_ends_before_it_begins_is_refused(void **state)
{
	assert_int_equal(
		import_text(*state, PROCESS REGION("0x3000", "0x1000", "rw-p") "]}"), -EUCLEAN);
}

static void permissions_are_four_known_letters(void **state)
{
	assert_int_equal(
		import_text(*state, PROCESS REGION("0x1000", "0x2000", "wr-p") "]}"), -EUCLEAN);
}

static void a_negative_number_is_refused(void **state)
{
	assert_int_equal(
		import_text(*state, "{\"schema\": 1, \"process\": {\"pid\": -5}}"), -EUCLEAN);
}

static void too_deep_a_document_is_refused(void **state)
{
	assert_int_equal(import_text(*state, "{\"schema\": [[[[[[[[[[1]]]]]]]]]]}"), -EMEDIUMTYPE);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, create, destroy)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_was_exported_comes_back),
		CASE(other_text_is_no_snapshot),
		CASE(a_later_schema_is_refused),
		CASE(a_region_is_enough),
		CASE(regions_that_overlap_are_refused),
		CASE(a_region_that_ends_before_it_begins_is_refused),
		CASE(permissions_are_four_known_letters),
		CASE(a_negative_number_is_refused),
		CASE(too_deep_a_document_is_refused),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
