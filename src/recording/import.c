/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/import.h"

#include <errno.h>
#include <fcntl.h>
#include <json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "strata/translate.h"

#define DEPTH 8 /* of lists and objects in one another */
#define SCHEMA 1
#define REGIONS_MOST 1000000
#define SECOND_NS 1000000000ull

/* What is being read, and whether it has said what cannot be. */
struct import {
	struct snapshot *snapshot;
	struct region_table *table;
	bool is_wrong;
};

static struct json_object *member(const struct json_object *object, const char *key)
{
	struct json_object *value = NULL;
	return json_object_object_get_ex(object, key, &value) ? value : NULL;
}

/* null and what is missing are UNKNOWN. */
static uint64_t take_number(
	struct import *import, const struct json_object *object, const char *key)
{
	const struct json_object *value = member(object, key);
	if (!value)
		return UNKNOWN;
	int64_t number = json_object_get_int64(value);
	if (!json_object_is_type(value, json_type_int) || number < 0 || number == INT64_MAX)
		import->is_wrong = true;
	return (uint64_t)number;
}

static const char *take_text(const struct json_object *object, const char *key, size_t *ret_length)
{
	struct json_object *value = member(object, key);
	bool is_text = value && json_object_is_type(value, json_type_string);
	if (ret_length)
		*ret_length = is_text ? (size_t)json_object_get_string_len(value) : 0;
	return is_text ? json_object_get_string(value) : "";
}

/* A text that lives in the arena, up to its first NUL. */
static const char *keep_text(struct import *import, struct arena *arena,
	const struct json_object *object, const char *key)
{
	const char *text = take_text(object, key, NULL);
	const char *copy = arena_copy(arena, text, strlen(text));
	import->is_wrong |= !copy;
	return copy ? copy : "";
}

static uint64_t take_address(
	struct import *import, const struct json_object *object, const char *key)
{
	char *end;
	const char *text = take_text(object, key, NULL);
	uint64_t address = strtoull(text, &end, 16);
	if (text[0] != '0' || text[1] != 'x' || *end)
		import->is_wrong = true;
	return address;
}

/* "2026-11-20T22:31:02.123456Z" */
static uint64_t take_time(const struct json_object *object, const char *key)
{
	struct tm utc = { 0 };
	const char *text = take_text(object, key, NULL);
	const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &utc);
	if (!rest)
		return 0;
	time_t seconds = timegm(&utc);
	double fraction = *rest == '.' ? strtod(rest, NULL) : 0;
	return seconds < 0 ? 0 : (uint64_t)seconds * SECOND_NS + (uint64_t)llround(fraction * 1e9);
}

static uint8_t take_permissions(struct import *import, const struct json_object *object)
{
	static const char letters[] = "rwxs";
	const char *text = take_text(object, "perms", NULL);
	uint8_t permissions = 0;
	import->is_wrong |= strlen(text) != 4;
	for (size_t i = 0; i < 4 && text[i]; i++) {
		if (text[i] == letters[i])
			permissions |= (uint8_t)(1 << i);
		else if (text[i] != '-' && !(i == 3 && text[i] == 'p'))
			import->is_wrong = true;
	}
	return permissions;
}

static void take_device(
	struct import *import, const struct json_object *object, struct region *region)
{
	char *end;
	const char *text = take_text(object, "device", NULL);
	region->device_major = (uint32_t)strtoul(text, &end, 16);
	if (*end == ':')
		region->device_minor = (uint32_t)strtoul(end + 1, &end, 16);
	import->is_wrong |= *end != '\0';
}

/* "rd wr mr" of ["rd", "wr", "mr"]; NULL for null. */
static const char *take_flags(struct import *import, const struct json_object *object)
{
	const struct json_object *list = member(object, "flags");
	char text[256];
	size_t length = 0;
	if (!list || !json_object_is_type(list, json_type_array))
		return NULL;
	text[0] = '\0';
	for (size_t i = 0; i < json_object_array_length(list) && length + 4 < sizeof text; i++) {
		const char *flag = json_object_get_string(json_object_array_get_idx(list, i));
		if (flag)
			length += (size_t)snprintf(text + length, 4, "%s%.2s", i ? " " : "", flag);
	}
	return arena_copy(&import->table->arena, text, strlen(text));
}

static void take_region(struct import *import, const struct json_object *object)
{
	const struct region_table *table = import->table;
	uint64_t floor = table->count ? table->regions[table->count - 1].end : 0;
	struct region *region = region_table_add(import->table);
	if (!region) {
		import->is_wrong = true;
		return;
	}
	struct arena *arena = &import->table->arena;
	region->start = take_address(import, object, "start");
	region->end = take_address(import, object, "end");
	region->offset = take_number(import, object, "offset");
	region->inode = take_number(import, object, "inode");
	region->permissions = take_permissions(import, object);
	take_device(import, object, region);
	region->path = keep_text(import, arena, object, "path");
	region->path_length = (uint32_t)strlen(region->path);
	region->module = keep_text(import, arena, object, "module");
	region->kind = (uint8_t)region_kind_of(take_text(object, "kind", NULL));
	region->deleted = json_object_get_boolean(member(object, "deleted"));
	region->flags = take_flags(import, object);
	for (unsigned i = 0; i <= COUNTER_PAGE_SIZE; i++)
		region->counters[i] = take_number(import, object, counter_table[i].name);
	if (region->start < floor || region->end <= region->start)
		import->is_wrong = true;
}

static void take_regions(struct import *import, const struct json_object *document)
{
	const struct json_object *list = member(document, "regions");
	size_t count = list && json_object_is_type(list, json_type_array)
			       ? json_object_array_length(list)
			       : 0;
	import->is_wrong |= count > REGIONS_MOST;
	for (size_t i = 0; i < count && !import->is_wrong; i++)
		take_region(import, json_object_array_get_idx(list, i));
}

/* NULL-terminated, in the snapshot's arena. */
static void take_cmdline(struct import *import, const struct json_object *object)
{
	static const char *const nothing[] = { NULL };
	const struct json_object *list = member(object, "cmdline");
	size_t count =
		json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
	struct arena *arena = &import->snapshot->arena;
	struct process *process = &import->snapshot->process;
	const char **words = arena_take(arena, (count + 1) * sizeof(char *));
	for (size_t i = 0; words && i < count; i++) {
		const char *word = json_object_get_string(json_object_array_get_idx(list, i));
		words[i] = arena_copy(arena, word ? word : "", word ? strlen(word) : 0);
		import->is_wrong |= !words[i];
	}
	process->cmdline = words ? words : nothing;
	process->cmdline_count = words ? count : 0;
}

static void take_process(struct import *import, const struct json_object *document)
{
	const struct json_object *object = member(document, "process");
	struct process *process = &import->snapshot->process;
	struct arena *arena = &import->snapshot->arena;
	import->is_wrong |= !object || take_number(import, object, "pid") > INT32_MAX;
	process->pid = (pid_t)take_number(import, object, "pid");
	process->ppid = (pid_t)take_number(import, object, "ppid");
	process->uid = (uid_t)take_number(import, object, "uid");
	process->comm = keep_text(import, arena, object, "comm");
	process->exe = keep_text(import, arena, object, "exe");
	process->user = keep_text(import, arena, object, "user");
	take_cmdline(import, object);
	process->state = take_text(object, "state", NULL)[0];
	process->state = process->state ? process->state : '?';
	process->start_wall_ns = take_time(object, "start_time");
}

static void take_totals(struct import *import, const struct json_object *document)
{
	const struct json_object *object = member(document, "totals");
	for (unsigned i = 0; i < METRIC_EXPORTED; i++)
		import->snapshot->metrics[i] = take_number(import, object, metric_table[i].name);
	import->snapshot->metrics[METRIC_THREADS] =
		take_number(import, member(document, "process"), "threads");
}

/* Everything, into a snapshot of its own. */
static int take_document(const struct json_object *document, struct snapshot **ret_snapshot)
{
	struct import import = { .snapshot = snapshot_create(), .table = region_table_create() };
	if (!import.snapshot || !import.table) {
		snapshot_unref(import.snapshot);
		region_table_unref(import.table);
		return -ENOMEM;
	}
	import.snapshot->wall_ns = import.snapshot->clock_ns = take_time(document, "time");
	import.snapshot->counters_clock_ns = import.snapshot->clock_ns;
	take_process(&import, document);
	take_regions(&import, document);
	import.table->counters_clock_ns = import.snapshot->clock_ns;
	region_table_seal(import.table);
	snapshot_set_table(import.snapshot, import.table);
	take_totals(&import, document);
	if (import.is_wrong) {
		snapshot_unref(import.snapshot);
		return -EUCLEAN;
	}
	*ret_snapshot = import.snapshot;
	return 0;
}

static int read_document(const char *path, struct json_object **ret_document)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	int result = fstat(fd, &status) < 0 ? -errno : 0;
	if (result == 0 && (!S_ISREG(status.st_mode) || status.st_size > IMPORT_BYTES))
		result = -EMEDIUMTYPE;
	*ret_document = result == 0 ? json_object_from_fd_ex(fd, DEPTH) : NULL;
	close(fd);
	return result == 0 && !json_object_is_type(*ret_document, json_type_object) ? -EMEDIUMTYPE
										    : result;
}

static const char *words_of(int result)
{
	switch (result) {
	case -EMEDIUMTYPE:
		return _("it is no snapshot of strata; 'strata snapshot --format json' writes one");
	case -EPROTONOSUPPORT:
		return _("it was written by another version of strata");
	case -EUCLEAN:
		return _("it says what cannot be: it is damaged, or not from strata");
	default:
		return strerror(-result);
	}
}

int import_snapshot(const char *path, struct snapshot **ret_snapshot, char error[IMPORT_ERROR])
{
	struct json_object *document = NULL;
	int result = read_document(path, &document);
	const struct json_object *schema = result == 0 ? member(document, "schema") : NULL;
	if (result == 0 && !schema)
		result = -EMEDIUMTYPE;
	if (result == 0 && json_object_get_int64(schema) != SCHEMA)
		result = -EPROTONOSUPPORT;
	if (result == 0)
		result = take_document(document, ret_snapshot);
	json_object_put(document);
	if (result < 0)
		snprintf(error, IMPORT_ERROR, "%s: %s", path, words_of(result));
	return result;
}
