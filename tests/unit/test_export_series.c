/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hostile_snapshot.h"
#include "strata/diff.h"

#define SECOND UINT64_C(1000000000)

static const struct event event = {
	.kind = EVENT_MAPPED,
	.region_kind = REGION_ANON,
	.address = 0x7f0000000000,
	.text = "\"anon\" mapped",
};

/* Two samples a second apart and what happened between them; to be freed. */
static char *written(enum export_series_format format, struct snapshot *snapshot)
{
	char *bytes = NULL;
	size_t size;
	struct export_series *series;
	struct event happened = event;
	FILE *stream = open_memstream(&bytes, &size);
	assert_int_equal(export_series_create(format, stream, &series), 0);
	snapshot->clock_ns = 5 * SECOND;
	assert_int_equal(export_series_add(series, snapshot), 0);
	snapshot->wall_ns += SECOND;
	snapshot->clock_ns += SECOND;
	snapshot->metrics[METRIC_MINFLT] += 250;
	assert_int_equal(export_series_add(series, snapshot), 0);
	happened.wall_ns = snapshot->wall_ns - SECOND / 2;
	assert_int_equal(export_series_note(series, &happened), 0);
	assert_int_equal(export_series_finish(series), 0);
	fclose(stream);
	return bytes;
}

static void assert_has(const char *text, const char *piece)
{
	if (!strstr(text, piece))
		fail_msg("no %s in %s", piece, text);
}

static void a_row_has_what_is_known(void **state)
{
	char *text = written(EXPORT_SERIES_CSV, *state);
	assert_has(text, "time,monotonic_ns,pid,comm,vsz,rss,");
	assert_has(text, "\r\n2026-11-21T01:43:46.123456Z,5000000000,4121,redis?[31m,132960256,");
	assert_has(text, "\r\n2026-11-21T01:43:47.123456Z,6000000000,4121,redis?[31m,132960256,");
	/* locked, page_tables and peak_rss are not known; vsyscall has a size and nothing more. */
	assert_has(text, ",1048576,,,132960256,,25600,0,4,4,");
	assert_has(text, ",4096,,");
	free(text);
}

static void a_line_is_an_object(void **state)
{
	char *text = written(EXPORT_SERIES_JSONL, *state);
	assert_has(text, "\"comm\": \"redis\\u001b[31m\"");
	assert_has(text, "\"page_tables\": null");
	assert_has(text, "\"text\": { \"size\": 12288, \"rss\": 8192 }");
	assert_has(text, "\"vsyscall\": { \"size\": 4096, \"rss\": null }");
	assert_has(text, "{ \"time\": \"2026-11-21T01:43:46.623456Z\", \"monotonic_ns\": "
			 "5500000000, \"pid\": 4121, \"event\": \"mapped\", \"kind\": \"anon\"");
	free(text);
}

static void regions_that_may_not_be_read_are_not_none(void **state)
{
	struct snapshot *snapshot = *state;
	snapshot->metrics[METRIC_REGIONS] = UNKNOWN;
	char *text = written(EXPORT_SERIES_CSV, snapshot);
	assert_has(text, ",25600,0,,4,,,,,,,");
	free(text);
}

static void a_trace_has_rates_and_no_unknowns(void **state)
{
	char *text = written(EXPORT_SERIES_TRACE, *state);
	assert_has(text, "[\n{ \"name\": \"process_name\", \"ph\": \"M\"");
	assert_has(text, "\"ts\": 6000000, \"args\": { \"minflt\": 250, \"majflt\": 0 } }");
	assert_has(text, "\"ts\": 5500000, \"s\": \"p\", \"cat\": \"mapped\" }");
	assert_has(text, "{ \"name\": \"\\\"anon\\\" mapped\", \"ph\": \"i\"");
	assert_null(strstr(text, "null"));
	assert_null(strstr(text, "page tables"));
	assert_string_equal(text + strlen(text) - 3, "\n]\n");
	free(text);
}

static void a_trace_of_nothing_is_empty(void **state)
{
	char *bytes = NULL;
	size_t size;
	struct export_series *series;
	(void)state;
	FILE *stream = open_memstream(&bytes, &size);
	assert_int_equal(export_series_create(EXPORT_SERIES_TRACE, stream, &series), 0);
	assert_int_equal(export_series_note(series, &event), 0);
	assert_int_equal(export_series_finish(series), 0);
	fclose(stream);
	assert_string_equal(bytes, "[\n]\n");
	free(bytes);
}

static void a_process_that_ended_is_passed_over(void **state)
{
	char *bytes = NULL;
	size_t size;
	struct export_series *series;
	struct snapshot *snapshot = *state;
	snapshot->life = LIFE_ZOMBIE;
	FILE *stream = open_memstream(&bytes, &size);
	assert_int_equal(export_series_create(EXPORT_SERIES_JSONL, stream, &series), 0);
	assert_int_equal(export_series_add(series, snapshot), 0);
	assert_int_equal(export_series_finish(series), 0);
	fclose(stream);
	assert_int_equal(size, 0);
	free(bytes);
}

static void a_full_disk_is_said_once_and_for_all(void **state)
{
	struct export_series *series;
	FILE *full = fopen("/dev/full", "we");
	if (!full)
		skip();
	setvbuf(full, NULL, _IONBF, 0);
	assert_int_equal(export_series_create(EXPORT_SERIES_CSV, full, &series), 0);
	assert_int_equal(export_series_add(series, *state), -ENOSPC);
	assert_int_equal(export_series_finish(series), -ENOSPC);
	fclose(full);
}

static void the_past_is_written_at_its_pace(void **state)
{
	struct past *past;
	struct snapshot *snapshot = *state;
	char *bytes = NULL;
	size_t size, rows = 0;
	struct export_series *series;
	assert_int_equal(past_create(&past), 0);
	snapshot->clock_ns = 5 * SECOND;
	for (int i = 0; i < 4; i++) {
		assert_int_equal(past_add(past, snapshot), 0);
		snapshot->clock_ns += SECOND;
		snapshot->wall_ns += SECOND;
		snapshot->metrics[METRIC_RSS] += 4096;
	}
	FILE *stream = open_memstream(&bytes, &size);
	assert_int_equal(export_series_create(EXPORT_SERIES_CSV, stream, &series), 0);
	assert_int_equal(export_series_add_past(series, past, &snapshot->process), 0);
	assert_int_equal(export_series_finish(series), 0);
	fclose(stream);
	for (const char *at = bytes; (at = strstr(at, "\r\n")); at++)
		rows++;
	assert_int_equal(rows, 5);
	assert_has(bytes, ",8000000000,4121,redis?[31m,132960256,109064192,");
	free(bytes);
	past_destroy(past);
}

static void metrics_escape_what_a_process_calls_itself(void **state)
{
	struct snapshot *snapshot = *state;
	char *bytes = NULL;
	size_t size;
	snapshot->process.comm = "a\"b\\c\n\033";
	FILE *stream = open_memstream(&bytes, &size);
	assert_int_equal(export_metrics(snapshot, true, stream), 0);
	fclose(stream);
	assert_has(bytes, "strata_process_memory_bytes{pid=\"4121\",comm=\"a\\\"b\\\\c??\","
			  "memtype=\"rss\"} 109051904\n");
	assert_has(bytes, "# TYPE strata_process_minor_page_faults counter\n"
			  "strata_process_minor_page_faults_total{pid=");
	assert_null(strstr(bytes, "page_tables"));
	assert_string_equal(bytes + strlen(bytes) - 6, "# EOF\n");
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_row_has_what_is_known, create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(
			a_line_is_an_object, create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(regions_that_may_not_be_read_are_not_none,
			create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(
			a_trace_has_rates_and_no_unknowns, create_snapshot, destroy_snapshot),
		cmocka_unit_test(a_trace_of_nothing_is_empty),
		cmocka_unit_test_setup_teardown(
			a_process_that_ended_is_passed_over, create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(
			a_full_disk_is_said_once_and_for_all, create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(
			the_past_is_written_at_its_pace, create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(metrics_escape_what_a_process_calls_itself,
			create_snapshot, destroy_snapshot),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("export_series", tests, NULL, NULL);
}
