/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reader.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Columns as they stand in the tables: their order is certain since the schema was checked. */
static const char *const query_table[QUERIES] = {
	[QUERY_SAMPLE] = "SELECT * FROM sample WHERE process = ? AND number >= ? "
			 "ORDER BY number LIMIT 1",
	[QUERY_PROGRAM] = "SELECT ppid, inner_pid, uid, user, comm, exe, is_exe_deleted, cmdline, "
			  "is_kernel_thread, start_wall_ns, start_code, end_code, start_data, "
			  "end_data, start_brk, start_stack, stack_limit, exec_count "
			  "FROM program WHERE id = ? AND process = ?",
	[QUERY_CHILDREN] = "SELECT position, pid, comm FROM child WHERE list = ? "
			   "ORDER BY position DESC",
	[QUERY_GAPS] = "SELECT position, what, error FROM gap WHERE list = ? "
		       "ORDER BY position DESC",
	[QUERY_READING] = "SELECT * FROM reading WHERE process = ? AND first = ?",
	[QUERY_MODULES] =
		"SELECT position, path, lowest, highest, bias, is_executable_file FROM module "
		"WHERE list = ? ORDER BY position DESC",
	[QUERY_REGIONS] = "SELECT first, start, last, end, offset, inode, device_major, "
			  "device_minor, permissions, kind, is_deleted, is_stale, path, module, "
			  "parts, flags, rss, pss, shared_clean, shared_dirty, private_clean, "
			  "private_dirty, referenced, anonymous, lazy_free, anon_huge, swap, "
			  "swap_pss, locked, page_size, pss_dirty, ksm, shmem_huge, file_huge, "
			  "shared_hugetlb, private_hugetlb FROM region "
			  "WHERE process = ?1 AND first BETWEEN ?2 AND ?3 "
			  "AND (last IS NULL OR last >= ?3)",
	[QUERY_PARTS] = "SELECT position, start, end, kind, name FROM part WHERE list = ? "
			"ORDER BY position DESC",
};

sqlite3_stmt *reader_begin(struct reader *reader, enum query query, uint64_t a)
{
	sqlite3_bind_int64(reader->queries[query], 1, (sqlite3_int64)a);
	return reader->queries[query];
}

int reader_end(struct reader *reader, sqlite3_stmt *statement, int error)
{
	int result = database_error(reader->recording->db, sqlite3_reset(statement));
	return error ? error : result;
}

enum region_kind reader_kind(const struct reader *reader, uint64_t id)
{
	return id < KINDS_MOST ? reader->recording->kinds[id] : REGION_UNKNOWN;
}

/* What a sample refers to. */
struct references {
	uint64_t number, chapter, reading, program, children, gaps;
};

static void take_process(struct columns *columns, struct snapshot *snapshot)
{
	size_t length;
	const char *state;
	snapshot->life = (enum life)take_number(columns, LIFE_EXITED);
	state = take_text(columns, &length);
	columns->is_damaged |= length != 1;
	snapshot->process.state = *state;
	snapshot->process.is_exiting = take_flag(columns);
	snapshot->process.threads = (unsigned)take_number(columns, UINT_MAX);
}

static double take_share(struct columns *columns)
{
	double share = sqlite3_column_double(columns->statement, columns->next++);
	bool is_share = share >= 0 && share <= 1;
	columns->is_damaged |= !is_share;
	return is_share ? share : 0;
}

static void take_sample(
	struct columns *columns, struct references *ret_references, struct snapshot *snapshot)
{
	columns->next++; /* the process */
	ret_references->number = take_number(columns, INT64_MAX);
	ret_references->chapter = take_number(columns, ret_references->number);
	ret_references->reading = take_number(columns, ret_references->number);
	ret_references->program = take_number(columns, INT64_MAX);
	ret_references->children = take_reference(columns);
	ret_references->gaps = take_reference(columns);
	snapshot->wall_ns = take_number(columns, INT64_MAX);
	snapshot->clock_ns = take_number(columns, INT64_MAX);
	snapshot->counters_clock_ns = take_number(columns, INT64_MAX);
	snapshot->cost_fast_ns = take_number(columns, INT64_MAX);
	snapshot->cost_slow_ns = take_number(columns, INT64_MAX);
	snapshot->duty = take_share(columns);
	take_process(columns, snapshot);
	for (unsigned metric = 0; metric < METRICS; metric++)
		snapshot->metrics[metric] = take_known(columns, BYTES_MOST);
}

/* The first sample from `number` on, without what it refers to. */
static int read_sample(struct reader *reader, uint64_t number, struct references *ret_references,
	struct snapshot *snapshot)
{
	int error = 0;
	sqlite3_stmt *statement = reader_begin(reader, QUERY_SAMPLE, reader->place->id);
	sqlite3_bind_int64(statement, 2, (sqlite3_int64)number);
	int result = sqlite3_step(statement);
	if (result == SQLITE_ROW) {
		struct columns columns = columns_take(statement);
		take_sample(&columns, ret_references, snapshot);
		error = columns.is_damaged ? -EUCLEAN : 0;
	} else if (result == SQLITE_DONE) {
		error = -ENODATA;
	}
	return reader_end(reader, statement, error);
}

static void take_reading(struct columns *columns, struct reading *reading)
{
	columns->next++; /* the process */
	reading->first = take_number(columns, INT64_MAX);
	reading->layout = take_bits(columns);
	reading->counters_clock_ns = take_number(columns, INT64_MAX);
	reading->is_stale = take_flag(columns);
	reading->modules = take_reference(columns);
	reading->regions = take_number(columns, REGIONS_MOST);
	for (unsigned counter = 0; counter < COUNTERS; counter++)
		reading->sums[counter] = take_known(columns, BYTES_MOST);
}

static int read_reading(struct reader *reader, uint64_t first)
{
	sqlite3_stmt *statement = reader_begin(reader, QUERY_READING, reader->place->id);
	sqlite3_bind_int64(statement, 2, (sqlite3_int64)first);
	struct columns columns = columns_take(statement);
	int error = sqlite3_step(statement) == SQLITE_ROW ? 0 : -EUCLEAN;
	if (!error)
		take_reading(&columns, &reader->reading);
	return reader_end(reader, statement, columns.is_damaged ? -EUCLEAN : error);
}

/* Makes reader->table the one of a sample: the one there is, where that shows the same reading. */
static int follow_table(struct reader *reader, const struct references *references)
{
	struct region_table *table;
	if (reader->table && reader->reading.first == references->reading)
		return 0;
	region_table_unref(reader->table);
	reader->table = NULL;
	int error = read_reading(reader, references->reading);
	if (!error)
		error = reader_rows(reader, references->chapter, references->number);
	if (!error && reader->row_count != reader->reading.regions)
		error = -EUCLEAN;
	if (!error)
		error = reader_table(reader, &table);
	if (!error)
		reader->table = table;
	return error;
}

static int give_table(
	struct reader *reader, const struct references *references, struct snapshot *snapshot)
{
	int error = follow_table(reader, references);
	if (error)
		return error;
	/* Sums over the regions stand in the sample, as does when they were counted. */
	uint64_t metrics[METRICS], counters_clock_ns = snapshot->counters_clock_ns;
	memcpy(metrics, snapshot->metrics, sizeof metrics);
	snapshot_set_table(snapshot, region_table_ref(reader->table));
	memcpy(snapshot->metrics, metrics, sizeof metrics);
	snapshot->counters_clock_ns = counters_clock_ns;
	return 0;
}

static int fill(struct reader *reader, uint64_t number, struct snapshot *snapshot)
{
	struct references references;
	int error = read_sample(reader, number, &references, snapshot);
	if (error)
		return error;
	snapshot->process.pid = reader->place->pid;
	snapshot->process.start_ticks = reader->place->start_ticks;
	names_begin(&reader->names);
	error = reader_program(reader, references.program, snapshot);
	if (!error)
		error = reader_children(reader, references.children, snapshot);
	if (!error)
		error = reader_gaps(reader, references.gaps, snapshot);
	if (!error)
		error = give_table(reader, &references, snapshot);
	if (!error)
		reader->number = references.number;
	return error;
}

static int reader_next(struct source *source, unsigned detail, struct snapshot **ret_snapshot)
{
	struct reader *reader = (struct reader *)source;
	(void)detail; /* what was recorded was read in its detail */
	struct snapshot *snapshot = pool_snapshot(&reader->pool);
	int error = snapshot ? fill(reader, reader->number + 1, snapshot) : -ENOMEM;
	if (error) {
		snapshot_unref(snapshot);
		return error;
	}
	*ret_snapshot = snapshot;
	return 0;
}

/* One of the times of the first sample from `number` on: `which` is where it stands in a snapshot. */
static int read_time(struct reader *reader, uint64_t number, size_t which, uint64_t *ret_ns)
{
	struct references references;
	struct snapshot *snapshot = pool_snapshot(&reader->pool);
	int error = snapshot ? read_sample(reader, number, &references, snapshot) : -ENOMEM;
	if (!error)
		memcpy(ret_ns, (const char *)snapshot + which, sizeof *ret_ns);
	snapshot_unref(snapshot);
	return error;
}

/* By halves: where the clock was set back, to one of the places that fit. */
static int seek_by(struct source *source, size_t which, uint64_t ns)
{
	struct reader *reader = (struct reader *)source;
	uint64_t low = reader->place->first, high = reader->place->last;
	while (low < high) {
		uint64_t middle = low + (high - low + 1) / 2, middle_ns;
		int error = read_time(reader, middle, which, &middle_ns);
		if (error)
			return error;
		if (middle_ns <= ns)
			low = middle;
		else
			high = middle - 1;
	}
	reader->number = low ? low - 1 : 0;
	return 0;
}

static int reader_seek(struct source *source, uint64_t wall_ns)
{
	return seek_by(source, offsetof(struct snapshot, wall_ns), wall_ns);
}

int recording_seek_clock(struct source *source, uint64_t clock_ns)
{
	return seek_by(source, offsetof(struct snapshot, clock_ns), clock_ns);
}

static void reader_close(struct source *source)
{
	struct reader *reader = (struct reader *)source;
	for (size_t i = 0; i < QUERIES; i++)
		sqlite3_finalize(reader->queries[i]);
	names_finish(&reader->names);
	region_table_unref(reader->table);
	pool_finish(&reader->pool);
	free(reader->rows);
	free(reader->spare);
	free(reader);
}

static const struct source_ops reader_ops = {
	.next = reader_next,
	.seek = reader_seek,
	.close = reader_close,
};

int recording_source(struct recording *recording, size_t index, struct source **ret_source)
{
	struct reader *reader = calloc(1, sizeof *reader);
	if (!reader)
		return -ENOMEM;
	reader->source.ops = &reader_ops;
	reader->recording = recording;
	reader->place = &recording->places[index];
	pool_init(&reader->pool);
	int error = names_init(&reader->names, recording->db);
	for (size_t i = 0; !error && i < QUERIES; i++)
		error = database_prepare(recording->db, query_table[i], &reader->queries[i]);
	if (error)
		reader_close(&reader->source);
	else
		*ret_source = &reader->source;
	return error;
}

uint64_t recording_position(const struct source *source)
{
	const struct reader *reader = (const struct reader *)source;
	return reader->number;
}

void recording_go_to(struct source *source, uint64_t number)
{
	struct reader *reader = (struct reader *)source;
	uint64_t first = reader->place->first, last = reader->place->last;
	uint64_t bounded = number > last ? last : number;
	reader->number = (bounded < first ? first : bounded) - 1;
}
