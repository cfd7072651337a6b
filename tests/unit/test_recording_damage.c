/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "recording_file.h"

/* Does something to the finished file as anybody can. */
static void meddle(const char *sql)
{
	sqlite3 *db;
	char *error = NULL;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
		fail_msg("%s: %s", sql, error);
	sqlite3_close(db);
}

static int try_open(void)
{
	char error[RECORDING_ERROR] = "";
	struct recording *recording;
	int result = recording_open(path, &recording, error);
	if (result == 0)
		recording_close(recording);
	else
		assert_non_null(strstr(error, path));
	return result;
}

/* How many samples can be had; what came behind them in `ret_error`. */
static size_t count_samples(int *ret_error)
{
	struct recording *recording = open_recording();
	struct source *source = open_source(recording, 0);
	struct snapshot *snapshot;
	size_t count = 0;
	while ((*ret_error = source_next(source, 0, &snapshot)) == 0) {
		snapshot_unref(snapshot);
		count++;
	}
	source_close(source);
	recording_close(recording);
	return count;
}

static void write_file(const char *bytes, size_t length)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_int_equal(write(fd, bytes, length), length);
	close(fd);
}

/* What is in the file; to be freed. */
static char *read_file(size_t *ret_length)
{
	struct stat status;
	int fd = open(path, O_RDONLY);
	assert_int_equal(fstat(fd, &status), 0);
	char *bytes = malloc((size_t)status.st_size);
	assert_int_equal(read(fd, bytes, (size_t)status.st_size), status.st_size);
	close(fd);
	*ret_length = (size_t)status.st_size;
	return bytes;
}

static void record_story(uint64_t seed)
{
	struct told told;
	tell(&told, seed);
	record(&told);
	forget(&told);
}

static void what_is_no_recording_is_refused(void **state)
{
	(void)state;
	assert_int_equal(try_open(), -ENOENT);
	write_file("", 0);
	assert_int_equal(try_open(), -EMEDIUMTYPE);
	write_file("SQLite format 3", 16);
	assert_int_equal(try_open(), -EMEDIUMTYPE);
	unlink(path);
	meddle("CREATE TABLE sample (a)");
	assert_int_equal(try_open(), -EMEDIUMTYPE);
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(try_open(), -EMEDIUMTYPE);
}

static void a_newer_version_is_refused(void **state)
{
	(void)state;
	record_story(1);
	meddle("PRAGMA user_version = 2");
	assert_int_equal(try_open(), -EPROTONOSUPPORT);
}

static void another_schema_is_refused(void **state)
{
	static const char *const changes[] = {
		"CREATE TRIGGER t AFTER INSERT ON sample BEGIN DELETE FROM sample; END",
		"DROP VIEW region_named",
		"DROP TABLE sample; CREATE VIEW sample AS SELECT * FROM region",
		"ALTER TABLE sample ADD COLUMN more",
		"CREATE INDEX i ON string (id)",
	};
	(void)state;
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		record_story(1);
		meddle(changes[i]);
		assert_int_equal(try_open(), -EUCLEAN);
		unlink(path);
	}
}

/* What is wrong from the twentieth sample on. HERE is where regions next change. */
#define HERE " WHERE first = (SELECT min(first) FROM region WHERE first >= 20)"

static void hostile_values_end_the_recording(void **state)
{
	static const char *const changes[] = {
		"UPDATE sample SET vsz = 'many' WHERE number = 20",
		"UPDATE sample SET rss = -5 WHERE number = 20",
		"UPDATE sample SET rss = 1.5 WHERE number = 20",
		"UPDATE sample SET life = 3 WHERE number = 20",
		"UPDATE sample SET state = 'running' WHERE number = 20",
		"UPDATE sample SET state = '' WHERE number = 20",
		"UPDATE sample SET duty = 9e999 WHERE number = 20",
		"UPDATE sample SET duty = -1 WHERE number = 20",
		"UPDATE sample SET program = 777 WHERE number = 20",
		"UPDATE sample SET reading = 0 WHERE number = 20",
		"UPDATE sample SET reading = 777 WHERE number = 20",
		"UPDATE sample SET chapter = 777 WHERE number = 20",
		"UPDATE sample SET wall_ns = -1 WHERE number = 20",
		"UPDATE sample SET is_exiting = 2 WHERE number = 20",
		"UPDATE sample SET children = -1 WHERE number = 20",
		"UPDATE reading SET layout = 'x' WHERE first >= 20",
		"UPDATE reading SET is_stale = 7 WHERE first >= 20",
		"UPDATE program SET cmdline = x'6161' WHERE id = 4",
		"UPDATE program SET cmdline = 'text' WHERE id = 4",
		"UPDATE program SET ppid = -1 WHERE id = 4",
		"UPDATE region SET end = start" HERE,
		"UPDATE region SET end = start - 4096" HERE,
		"UPDATE region SET end = start + 4096 * 1000" HERE,
		"UPDATE region SET kind = -1" HERE,
		"UPDATE region SET permissions = 99" HERE,
		"UPDATE region SET path = 99999" HERE,
		"UPDATE region SET module = x'00'" HERE,
		"UPDATE region SET rss = 9223372036854775807" HERE,
		"UPDATE region SET rss = 1 << 60, pss = 1 << 60" HERE,
		"UPDATE region SET device_major = 1 << 33" HERE,
		"UPDATE region SET flags = -9" HERE,
		"UPDATE part SET end = start",
		"UPDATE part SET start = 0",
		"UPDATE module SET lowest = lowest + 1",
		"UPDATE module SET highest = 0",
		"UPDATE gap SET error = -1",
		"UPDATE child SET pid = -1",
		"UPDATE string SET text = text || char(0) || text",
		"UPDATE string SET text = zeroblob(9)||id",
	};
	(void)state;
	size_t length;
	record_story(2);
	char *bytes = read_file(&length);
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		int error;
		write_file(bytes, length);
		meddle(changes[i]);
		bool is_everywhere = !strstr(changes[i], "WHERE");
		size_t count = count_samples(&error);
		if (error != -EUCLEAN || (count < 19 && !is_everywhere))
			fail_msg("%s: %zu samples, %s", changes[i], count, strerror(-error));
	}
	free(bytes);
}

/* Whatever is missing at the end, what can be read is as it was. */
static void a_file_cut_short_is_read_up_to_there(void **state)
{
	(void)state;
	struct told told;
	struct stat status;
	char error[RECORDING_ERROR];
	size_t most = 0;
	tell(&told, 4);
	record(&told);
	stat(path, &status);
	for (off_t length = status.st_size - 1; length > 0; length -= 4096 + 97) {
		struct recording *recording;
		assert_int_equal(truncate(path, length), 0);
		int result = recording_open(path, &recording, error);
		if (result) {
			assert_true(result == -EUCLEAN || result == -EMEDIUMTYPE);
			continue;
		}
		size_t count = 0;
		struct snapshot *snapshot;
		struct source *source =
			recording_process_count(recording) ? open_source(recording, 0) : NULL;
		while (source && source_next(source, 0, &snapshot) == 0) {
			assert_true(count < SAMPLES);
			assert_same_snapshots(told.snapshots[count++], snapshot);
			snapshot_unref(snapshot);
		}
		most = count > most ? count : most;
		source_close(source);
		recording_close(recording);
	}
	assert_true(most > SAMPLES / 2);
	forget(&told);
}

/* Half of a long recording is gone: about half of it is left. */
static void of_half_a_file_half_is_left(void **state)
{
	(void)state;
	int error;
	struct stat status;
	struct recorder *recorder = create(false);
	struct snapshot *snapshot = snapshot_create();
	for (uint64_t i = 0; i < 20000; i++) {
		snapshot->wall_ns = snapshot->clock_ns = i;
		add(recorder, snapshot);
	}
	snapshot_unref(snapshot);
	assert_int_equal(recorder_close(recorder), 0);
	stat(path, &status);
	assert_int_equal(truncate(path, status.st_size / 2), 0);
	size_t count = count_samples(&error);
	assert_true(error == -EUCLEAN || error == -ENODATA);
	assert_in_range(count, 5000, 15000);
	struct recording *recording = open_recording();
	assert_string_not_equal(recording_damage(recording), "");
	recording_close(recording);
}

static void a_file_cut_short_while_it_is_read_ends_there(void **state)
{
	(void)state;
	int result;
	record_story(4);
	struct recording *recording = open_recording();
	struct source *source = open_source(recording, 0);
	struct snapshot *snapshot = next(source);
	snapshot_unref(snapshot);
	assert_int_equal(truncate(path, 0), 0);
	while ((result = source_next(source, 0, &snapshot)) == 0)
		snapshot_unref(snapshot);
	assert_true(result == -EUCLEAN || result == -ENODATA);
	source_close(source);
	recording_close(recording);
}

static void a_file_deleted_while_it_is_read_is_read_to_its_end(void **state)
{
	(void)state;
	size_t count = 0;
	record_story(4);
	struct recording *recording = open_recording();
	struct source *source = open_source(recording, 0);
	struct snapshot *snapshot;
	unlink(path);
	for (; source_next(source, 0, &snapshot) == 0; count++)
		snapshot_unref(snapshot);
	assert_int_equal(count, SAMPLES);
	source_close(source);
	recording_close(recording);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_no_recording_is_refused),
		TEST(a_newer_version_is_refused),
		TEST(another_schema_is_refused),
		TEST(hostile_values_end_the_recording),
		TEST(a_file_cut_short_is_read_up_to_there),
		TEST(of_half_a_file_half_is_left),
		TEST(a_file_cut_short_while_it_is_read_ends_there),
		TEST(a_file_deleted_while_it_is_read_is_read_to_its_end),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
