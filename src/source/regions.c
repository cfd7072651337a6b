/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "regions.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "carry.h"
#include "clock.h"
#include "mark.h"
#include "smaps.h"

#define BUDGET 0.01

static const enum metric signs[REGIONS_SIGNS] = {
	METRIC_RSS_ANON,
	METRIC_RSS_FILE,
	METRIC_RSS_SHMEM,
	METRIC_SWAP,
	METRIC_MINFLT,
	METRIC_MAJFLT,
};

void regions_init(struct regions *regions, struct pool *pool, struct buffer *buffer,
	const struct live_options *options)
{
	*regions = (struct regions){
		.pool = pool,
		.buffer = buffer,
		.classifier = options->classifier,
	};
	lane_init(&regions->lane, options->budget > 0 ? options->budget : BUDGET);
}

void regions_finish(struct regions *regions)
{
	region_table_unref(regions->last);
}

void regions_forget(struct regions *regions)
{
	region_table_unref(regions->last);
	regions->last = NULL;
	regions->is_restless = false;
	lane_forget(&regions->lane);
}

static bool has_moved(const struct regions *regions, const struct snapshot *snapshot)
{
	for (unsigned i = 0; i < REGIONS_SIGNS; i++)
		if (snapshot->metrics[signs[i]] != regions->signs[i])
			return true;
	return false;
}

static void note_signs(struct regions *regions, const struct snapshot *snapshot)
{
	for (unsigned i = 0; i < REGIONS_SIGNS; i++)
		regions->signs[i] = snapshot->metrics[signs[i]];
}

static int check_marks(int dir, struct region_table *table)
{
	for (struct region *region = table->regions, *end = region + table->count; region < end;
		region++)
		if (region->deleted && mark_is_name(dir, region->path, region->inode) &&
			maps_undelete(table, region))
			return -ENOMEM;
	return 0;
}

/* What is concluded from the text of a table: as last time where it can be. */
static int conclude(struct regions *regions, int dir, const struct snapshot *snapshot,
	struct region_table *table)
{
	const struct region_table *last = regions->last;
	if (last && last->layout == table->layout && regions->has_counted)
		return carry_findings(last, table);
	int error = check_marks(dir, table);
	if (!error && regions->classifier)
		regions->classifier->classify(regions->classifier, &snapshot->process, dir, table);
	return error;
}

/* Gives the snapshot the last table, and says so again if that is not all there was. */
static int share_last(const struct regions *regions, struct snapshot *snapshot)
{
	snapshot_set_table(snapshot, region_table_ref(regions->last));
	return regions->broken ? snapshot_add_gap(snapshot, regions->broken, EBADMSG) : 0;
}

static int publish(struct regions *regions, struct snapshot *snapshot,
	const struct region_table *table, const char *broken)
{
	region_table_unref(regions->last);
	regions->last = table;
	regions->broken = broken;
	return share_last(regions, snapshot);
}

static int load_layout(struct regions *regions, int dir, uint64_t *ret_layout)
{
	int error = buffer_load(regions->buffer, dir, "maps");
	if (!error)
		*ret_layout = maps_layout(regions->buffer->bytes, regions->buffer->length);
	return error;
}

static bool is_last_layout(const struct regions *regions, uint64_t layout)
{
	return regions->last && regions->last->layout == layout;
}

static bool is_unchanged(struct regions *regions, int dir)
{
	uint64_t layout;
	return load_layout(regions, dir, &layout) == 0 && is_last_layout(regions, layout);
}

/* The table of the text of maps that is in the buffer. */
static int build_from_maps(struct regions *regions, int dir, const struct snapshot *snapshot,
	struct region_table *table, bool *ret_is_broken)
{
	struct maps_parser parser;
	maps_init(&parser, table);
	size_t used = maps_feed(&parser, regions->buffer->bytes, regions->buffer->length);
	int error = parser.error;
	table->layout = parser.layout;
	if (!error && regions->last)
		error = carry_counters(regions->last, table);
	regions->has_counted = false;
	if (!error)
		error = conclude(regions, dir, snapshot, table);
	if (error)
		return error;
	region_table_seal(table);
	if (regions->last)
		memcpy(table->sums, regions->last->sums, sizeof table->sums);
	*ret_is_broken = parser.malformed || used < regions->buffer->length;
	return 0;
}

static int take_maps(struct regions *regions, int dir, struct snapshot *snapshot)
{
	uint64_t layout;
	bool is_broken;
	int error = load_layout(regions, dir, &layout);
	if (error) {
		snapshot_add_gap(snapshot, "maps", -error);
		return error == -ESRCH || error == -ENOENT ? -EAGAIN : 0;
	}
	if (is_last_layout(regions, layout))
		return share_last(regions, snapshot);
	struct region_table *table = pool_table(regions->pool);
	error = table ? build_from_maps(regions, dir, snapshot, table, &is_broken) : -ENOMEM;
	if (error) {
		region_table_unref(table);
		return error;
	}
	return publish(regions, snapshot, table, is_broken ? "maps" : NULL);
}

static int read_smaps(
	struct regions *regions, int fd, struct region_table *table, bool *ret_is_broken)
{
	struct smaps_parser parser;
	smaps_init(&parser, table);
	uint64_t begin = clock_now(CLOCK_MONOTONIC);
	int error = buffer_stream(regions->buffer, fd, smaps_feed, &parser);
	table->counters_clock_ns = clock_now(CLOCK_MONOTONIC);
	lane_note(&regions->lane, begin, table->counters_clock_ns);
	table->layout = parser.maps.layout;
	*ret_is_broken = parser.maps.malformed || regions->buffer->length > 0;
	return error ? error : parser.maps.error;
}

static int build_from_smaps(struct regions *regions, int dir, int fd,
	const struct snapshot *snapshot, struct region_table *table, bool *ret_is_broken)
{
	int error = read_smaps(regions, fd, table, ret_is_broken);
	if (!error)
		error = conclude(regions, dir, snapshot, table);
	if (error)
		return error;
	region_table_seal(table);
	regions->has_counted = true;
	note_signs(regions, snapshot);
	return 0;
}

/* 0, -ENOMEM, or why smaps cannot be read. */
static int take_smaps(struct regions *regions, int dir, struct snapshot *snapshot)
{
	int fd = openat(dir, "smaps", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	bool is_broken;
	struct region_table *table = pool_table(regions->pool);
	int error =
		table ? build_from_smaps(regions, dir, fd, snapshot, table, &is_broken) : -ENOMEM;
	close(fd);
	if (error) {
		region_table_unref(table);
		return error;
	}
	return publish(regions, snapshot, table, is_broken ? "smaps" : NULL);
}

int regions_take(struct regions *regions, int dir, unsigned detail, struct snapshot *snapshot)
{
	if (!(detail & (DETAIL_MAPS | DETAIL_SMAPS)))
		return regions->last ? share_last(regions, snapshot) : 0;
	uint64_t now = snapshot->clock_ns;
	bool is_wanted = detail & DETAIL_NOW || lane_is_due(&regions->lane, now);
	bool is_quiet = !(detail & DETAIL_NOW) && !regions->is_restless && regions->has_counted &&
			!lane_is_overdue(&regions->lane, now) && !has_moved(regions, snapshot);
	if (detail & DETAIL_SMAPS && is_wanted) {
		if (is_quiet && is_unchanged(regions, dir))
			return share_last(regions, snapshot);
		int error = take_smaps(regions, dir, snapshot);
		if (error == 0 || error == -ENOMEM)
			return error;
		error = snapshot_add_gap(snapshot, "smaps", -error);
		if (error)
			return error;
	}
	return take_maps(regions, dir, snapshot);
}
