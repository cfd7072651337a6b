/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/mappers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buffer.h"
#include "hidden.h"
#include "maps.h"
#include "member.h"
#include "smaps.h"

struct search {
	const struct mappers_options *options;
	struct mappers *mappers;
	struct buffer buffer;
	struct maps_parser maps;
	struct region_table *table; /* of the process that is being asked */
	pid_t *pids;
	size_t capacity; /* of mappers->entries */
};

static bool is_wanted(const struct mappers_options *options, const struct region *region)
{
	return region->inode == options->inode && region->device_major == options->device_major &&
	       region->device_minor == options->device_minor;
}

/* Keeps of maps what is wanted, so that a process of many mappings costs no memory. */
static size_t feed_wanted(void *context, const char *bytes, size_t length)
{
	struct search *search = context;
	const char *at = bytes, *end = bytes + length, *newline;
	for (; (newline = memchr(at, '\n', (size_t)(end - at))); at = newline + 1) {
		const struct region *region =
			maps_add_line(&search->maps, at, (size_t)(newline - at));
		if (region && !is_wanted(search->options, region))
			search->table->count--;
	}
	return (size_t)(at - bytes);
}

static int stream(
	struct search *search, int dir, const char *name, buffer_feed *feed, void *context)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	int error = buffer_stream(&search->buffer, fd, feed, context);
	close(fd);
	return error;
}

static int read_maps(struct search *search, int dir)
{
	region_table_reuse(search->table);
	maps_init(&search->maps, search->table);
	int error = stream(search, dir, "maps", feed_wanted, search);
	return error ? error : search->maps.error;
}

/* Leaves the table as it was where smaps cannot be read. */
static int read_smaps(struct search *search, int dir)
{
	struct smaps_parser parser;
	struct region_table *counted = region_table_create();
	if (!counted)
		return -ENOMEM;
	smaps_init(&parser, counted);
	int error = stream(search, dir, "smaps", smaps_feed, &parser);
	error = error ? error : parser.maps.error;
	if (error) {
		region_table_unref(counted);
		return error;
	}
	region_table_unref(search->table);
	search->table = counted;
	return 0;
}

static void add_region(struct mapper *mapper, const struct region *region)
{
	if (mapper->regions++ == 0)
		mapper->start = region->start;
	mapper->permissions |= region->permissions;
	mapper->size += region_size(region);
	mapper->uss = known_sum(mapper->uss, region_uss(region));
	for (unsigned i = 0; i < COUNTERS; i++)
		mapper->counters[i] = known_sum(mapper->counters[i], region->counters[i]);
	mapper->counters[COUNTER_PAGE_SIZE] = region->counters[COUNTER_PAGE_SIZE];
}

static int add_mapper(struct search *search, const struct mapper *mapper)
{
	struct mappers *mappers = search->mappers;
	if (mappers->tally.found == search->capacity) {
		size_t capacity = search->capacity ? 2 * search->capacity : 64;
		struct mapper *entries =
			reallocarray(mappers->entries, capacity, sizeof *mappers->entries);
		if (!entries)
			return -ENOMEM;
		mappers->entries = entries;
		search->capacity = capacity;
	}
	mappers->entries[mappers->tally.found++] = *mapper;
	return 0;
}

static const char *read_comm(struct search *search, int dir)
{
	struct buffer *buffer = &search->buffer;
	if (buffer_load(buffer, dir, "comm"))
		return "";
	size_t length = buffer->length;
	if (length > 0 && buffer->bytes[length - 1] == '\n')
		length--;
	return arena_copy(&search->mappers->arena, buffer->bytes, length);
}

/* The process maps the thing: how much of it? */
static int count(struct search *search, int dir, struct mapper *mapper)
{
	int error = read_smaps(search, dir);
	if (error == -ENOMEM || error == -ESRCH || error == -ENOENT)
		return error;
	const struct region_table *table = search->table;
	for (size_t i = 0; i < table->count; i++)
		if (is_wanted(search->options, &table->regions[i]))
			add_region(mapper, &table->regions[i]);
	/* It may have let go of it in between. */
	if (mapper->regions == 0)
		return 0;
	mapper->comm = read_comm(search, dir);
	return mapper->comm ? add_mapper(search, mapper) : -ENOMEM;
}

static int ask_dir(struct search *search, int dir, pid_t pid)
{
	struct mapper mapper = { .pid = pid };
	int error = read_maps(search, dir);
	int member = -1;
	if (!error && search->maps.above == 0)
		member = member_open(dir, &search->buffer);
	if (member >= 0)
		error = read_maps(search, member);
	if (!error && search->table->count > 0)
		error = count(search, member >= 0 ? member : dir, &mapper);
	if (member >= 0)
		close(member);
	return error;
}

/* Only exhaustion ends the search; what else goes wrong is counted. */
static int ask(struct search *search, int root, pid_t pid)
{
	struct mappers_tally *tally = &search->mappers->tally;
	char name[16];
	snprintf(name, sizeof name, "%d", (int)pid);
	int dir = openat(root, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int error = dir < 0 ? -errno : ask_dir(search, dir, pid);
	if (dir >= 0)
		close(dir);
	tally->asked++;
	tally->denied += error == -EACCES || error == -EPERM;
	tally->failed +=
		error && error != -EACCES && error != -EPERM && error != -ESRCH && error != -ENOENT;
	return error == -ENOMEM ? error : 0;
}

static int ask_all(struct search *search, int root)
{
	const struct mappers_options *options = search->options;
	const struct mappers_tally *tally = &search->mappers->tally;
	for (size_t i = 0; i < tally->processes; i++) {
		int error = ask(search, root, search->pids[i]);
		if (error)
			return error;
		if (options->goes_on && !options->goes_on(options->context, tally))
			return -ECANCELED;
	}
	return 0;
}

static int list_pids(struct search *search, DIR *directory)
{
	size_t capacity = 0, *length = &search->mappers->tally.processes;
	for (struct dirent *item; (item = readdir(directory));) {
		char *end;
		long pid = strtol(item->d_name, &end, 10);
		if (pid <= 0 || *end != '\0')
			continue;
		if (*length == capacity) {
			capacity = capacity ? 2 * capacity : 256;
			pid_t *pids = reallocarray(search->pids, capacity, sizeof *pids);
			if (!pids)
				return -ENOMEM;
			search->pids = pids;
		}
		search->pids[(*length)++] = (pid_t)pid;
	}
	return 0;
}

/* Unknown shares are last. */
static int compare(const void *left, const void *right, void *context)
{
	const struct mapper *a = left, *b = right;
	const struct mappers_options *options = context;
	if ((a->pid == options->first) != (b->pid == options->first))
		return a->pid == options->first ? -1 : 1;
	uint64_t share_a = a->counters[COUNTER_PSS] + 1, share_b = b->counters[COUNTER_PSS] + 1;
	if (share_a != share_b)
		return share_a > share_b ? -1 : 1;
	return (a->pid > b->pid) - (a->pid < b->pid);
}

static void conclude(struct mappers *mappers, struct mappers_options options)
{
	if (mappers->tally.found > 0)
		qsort_r(mappers->entries, mappers->tally.found, sizeof *mappers->entries, compare,
			&options);
	for (size_t i = 0; i < mappers->tally.found; i++) {
		const struct mapper *mapper = &mappers->entries[i];
		mappers->rss = known_sum(mappers->rss, mapper->counters[COUNTER_RSS]);
		mappers->pss = known_sum(mappers->pss, mapper->counters[COUNTER_PSS]);
		mappers->uss = known_sum(mappers->uss, mapper->uss);
	}
}

static int find(const struct mappers_options *options, DIR *directory, struct mappers *mappers)
{
	struct search search = { .options = options, .mappers = mappers };
	mappers->tally.is_partial = hidden_are_some(dirfd(directory));
	buffer_init(&search.buffer);
	search.table = region_table_create();
	int error = search.table ? list_pids(&search, directory) : -ENOMEM;
	if (!error)
		error = ask_all(&search, dirfd(directory));
	region_table_unref(search.table);
	buffer_finish(&search.buffer);
	free(search.pids);
	return error;
}

int mappers_init(struct mappers *mappers, const struct mappers_options *options)
{
	if (options->inode == 0)
		return -EINVAL;
	DIR *directory = opendir(options->proc_root ? options->proc_root : "/proc");
	if (!directory)
		return -errno;
	struct mappers found = { 0 };
	arena_init(&found.arena);
	int error = find(options, directory, &found);
	closedir(directory);
	if (error) {
		mappers_finish(&found);
		return error;
	}
	conclude(&found, *options);
	*mappers = found;
	return 0;
}

void mappers_finish(struct mappers *mappers)
{
	free(mappers->entries);
	arena_finish(&mappers->arena);
	*mappers = (struct mappers){ 0 };
}
