/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdio.h>

#include "strata/translate.h"
#include "view/process.h"

static enum role ink_of_state(char state)
{
	switch (state) {
	case 'R':
		return ROLE_GOOD;
	case 'D':
	case 'T':
	case 't':
		return ROLE_WARNING;
	case 'Z':
	case 'X':
		return ROLE_ERROR;
	default:
		return ROLE_TEXT;
	}
}

static enum role write_state(const void *row, const void *context, char out[COLUMN_TEXT])
{
	const struct thread *thread = row;
	(void)context;
	snprintf(out, COLUMN_TEXT, "%s", process_state(thread->state));
	return ink_of_state(thread->state);
}

static enum role write_optional(const char *text, enum role ink, char out[COLUMN_TEXT])
{
	snprintf(out, COLUMN_TEXT, "%s", text[0] ? text : "–");
	return text[0] ? ink : ROLE_DIM;
}

static enum role write_wait(const void *row, const void *context, char out[COLUMN_TEXT])
{
	(void)context;
	return write_optional(((const struct thread *)row)->wait, ROLE_TEXT, out);
}

static enum role write_call(const void *row, const void *context, char out[COLUMN_TEXT])
{
	(void)context;
	return write_optional(((const struct thread *)row)->call, ROLE_VALUE, out);
}

static enum role write_count(uint64_t count, char out[COLUMN_TEXT])
{
	char text[UNITS_TEXT];
	snprintf(out, COLUMN_TEXT, "%s", units_count(count, UNITS_NARROW, text));
	return count == UNKNOWN || count == 0 ? ROLE_DIM : ROLE_TEXT;
}

static enum role write_cpu(const void *row, const void *context, char out[COLUMN_TEXT])
{
	uint64_t hundredths = ((const struct thread *)row)->cpu_ns / 10000000;
	(void)context;
	snprintf(out, COLUMN_TEXT, "%" PRIu64 ".%02u s", hundredths / 100,
		(unsigned)(hundredths % 100));
	return hundredths ? ROLE_TEXT : ROLE_DIM;
}

static enum role write_voluntary(const void *row, const void *context, char out[COLUMN_TEXT])
{
	(void)context;
	return write_count(((const struct thread *)row)->voluntary, out);
}

static enum role write_forced(const void *row, const void *context, char out[COLUMN_TEXT])
{
	(void)context;
	return write_count(((const struct thread *)row)->nonvoluntary, out);
}

const struct column process_thread_columns[PROCESS_THREAD_COLUMNS] = {
	{ .title = N_("state"), .width = 10, .write = write_state },
	{ .title = N_("system call"), .width = 15, .write = write_call },
	{ .title = N_("waits in"), .width = 0, .write = write_wait },
	{ .title = "CPU", .width = 9, .is_right = true, .write = write_cpu },
	{ .title = N_("waits"), .width = 7, .is_right = true, .write = write_voluntary },
	{ .title = N_("forced"), .width = 7, .is_right = true, .write = write_forced },
};

const struct descriptor *process_find_before(
	const struct scene *scene, const struct descriptor *descriptor)
{
	const struct resources *before = scene->before ? scene->before->resources : NULL;
	size_t low = 0, high = before ? before->descriptor_count : 0;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (before->descriptors[middle].number < descriptor->number)
			low = middle + 1;
		else
			high = middle;
	}
	bool is_found = before && low < before->descriptor_count &&
			before->descriptors[low].number == descriptor->number &&
			before->descriptors[low].inode == descriptor->inode;
	return is_found ? &before->descriptors[low] : NULL;
}

static enum role write_bytes(uint64_t bytes, uint64_t before, char out[COLUMN_TEXT])
{
	char text[UNITS_TEXT];
	snprintf(out, COLUMN_TEXT, "%s", units_bytes(bytes, UNITS_NARROW, text));
	if (bytes != before)
		return ROLE_CHANGED;
	return bytes == UNKNOWN || bytes == 0 ? ROLE_DIM : ROLE_VALUE;
}

bool process_has_queue(const struct descriptor *descriptor)
{
	switch ((enum descriptor_kind)descriptor->kind) {
	case DESCRIPTOR_PIPE:
	case DESCRIPTOR_FIFO:
	case DESCRIPTOR_SOCKET:
	case DESCRIPTOR_QUEUE:
		return true;
	default:
		return false;
	}
}

static enum role write_queued(const void *row, const void *context, char out[COLUMN_TEXT])
{
	const struct scene *scene = context;
	const struct descriptor *descriptor = row;
	const struct descriptor *before =
		scene->is_flashing ? process_find_before(scene, descriptor) : NULL;
	out[0] = '\0';
	if (descriptor->kind == DESCRIPTOR_EVENT)
		return write_count(descriptor->queued, out) == ROLE_TEXT && before &&
				       before->queued != descriptor->queued
			       ? ROLE_CHANGED
			       : ROLE_VALUE;
	if (!process_has_queue(descriptor))
		return ROLE_DIM;
	return write_bytes(descriptor->queued, before ? before->queued : descriptor->queued, out);
}

static enum role write_unsent(const void *row, const void *context, char out[COLUMN_TEXT])
{
	uint64_t unsent = ((const struct descriptor *)row)->unsent;
	(void)context;
	out[0] = '\0';
	return unsent == UNKNOWN ? ROLE_DIM : write_bytes(unsent, unsent, out);
}

static enum role write_position(const void *row, const void *context, char out[COLUMN_TEXT])
{
	const struct descriptor *descriptor = row;
	char text[UNITS_TEXT];
	(void)context;
	bool has_one = descriptor->kind == DESCRIPTOR_FILE || descriptor->kind == DESCRIPTOR_MEMORY;
	snprintf(out, COLUMN_TEXT, "%s",
		has_one ? units_bytes(descriptor->position, UNITS_NARROW, text) : "");
	return ROLE_DIM;
}

static enum role write_target(const void *row, const void *context, char out[COLUMN_TEXT])
{
	(void)context;
	snprintf(out, COLUMN_TEXT, "%s", ((const struct descriptor *)row)->target);
	return ROLE_TEXT;
}

const struct column process_descriptor_columns[PROCESS_DESCRIPTOR_COLUMNS] = {
	{ .title = N_("queued"), .width = 7, .is_right = true, .write = write_queued },
	{ .title = N_("unsent"), .width = 7, .is_right = true, .write = write_unsent },
	{ .title = N_("position"), .width = 8, .is_right = true, .write = write_position },
	{ .title = N_("target"), .width = 0, .write = write_target },
};
