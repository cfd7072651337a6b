/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <json.h>

#include "hostile_snapshot.h"

static struct json_object *get(struct json_object *object, const char *path)
{
	struct json_object *found = NULL;
	assert_int_equal(json_pointer_get(object, path, &found), 0);
	return found;
}

static void json_has_the_keys_of_the_schema_in_order(void **state)
{
	static const char *const keys[] = { "\"schema\": 1",
		"\"time\": \"2026-11-21T01:43:46.123456Z\"", "\"process\": {", "\"pid\": 4121",
		"\"ppid\": 1", "\"comm\": \"redis\\u001b[31m\"",
		"\"cmdline\": [ \"redis-server\", \"*:6379\\u000a\", \"\\udcfe\" ]",
		"\"exe\": \"/usr/bin/redis-server\"", "\"user\": \"redis\"", "\"uid\": 111",
		"\"state\": \"S\"", "\"threads\": 4",
		"\"start_time\": \"2026-11-20T22:31:02.000000Z\"", "\"totals\": {",
		"\"vsz\": 132960256", "\"rss\"", "\"rss_anon\"", "\"rss_file\"", "\"rss_shmem\": 0",
		"\"pss\": 17408", "\"uss\": 16384", "\"swap\"", "\"locked\": null",
		"\"page_tables\": null", "\"peak_vsz\"", "\"peak_rss\": null", "\"minflt\"",
		"\"majflt\": 0", "\"regions\": 4", "\"kinds\": [", "\"kind\": \"text\"",
		"\"regions\": 1", "\"size\"", "\"rss\"", "\"pss\"", "\"uss\"", "\"swap\"",
		"\"regions\": [", "\"start\": \"0x558100003000\"", "\"end\": \"0x558100004000\"",
		"\"size\": 4096", "\"perms\": \"rw-p\"", "\"offset\": 12288",
		"\"device\": \"fe:1a\"", "\"inode\": 99", "\"path\"", "\"deleted\": true",
		"\"kind\": \"data\"", "\"module\"", "\"parts\": [", "\"start\"", "\"end\"",
		"\"kind\"", "\"name\"", "\"rss\"", "\"pss\"", "\"shared_clean\"",
		"\"shared_dirty\"", "\"private_clean\"", "\"private_dirty\"", "\"referenced\"",
		"\"anonymous\"", "\"lazy_free\"", "\"anon_huge\"", "\"swap\"", "\"swap_pss\"",
		"\"locked\"", "\"page_size\"", "\"flags\": [ \"rd\", \"wr\" ]", "\"flags\": null",
		"\"gaps\": [",
		"\"what\": \"exe\", \"errno\": \"EACCES\", \"why\": \"permission denied\"" };
	char *written = exported(*state, (struct export_options){ .format = EXPORT_JSON });
	const char *at = written;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const char *found = strstr(at, keys[i]);
		if (!found)
			fail_msg("%s is missing or not in its place", keys[i]);
		at = found + strlen(keys[i]);
	}
	free(written);
}

static void json_reads_back_to_the_same_values(void **state)
{
	char *written = exported(*state, (struct export_options){ .format = EXPORT_JSON });
	struct json_object *root = json_tokener_parse(written);
	assert_non_null(root);
	assert_int_equal(json_object_get_uint64(get(root, "/regions/1/swap")), 1048576);
	assert_int_equal(json_object_array_length(get(root, "/regions")), 4);
	assert_int_equal(json_object_array_length(get(root, "/regions/1/parts")), 2);
	assert_string_equal(json_object_get_string(get(root, "/regions/1/parts/1/name")), ".bss");
	assert_string_equal(
		json_object_get_string(get(root, "/regions/3/start")), "0xffffffffff600000");
	assert_null(get(root, "/regions/3/rss"));
	assert_true(json_object_get_boolean(get(root, "/regions/1/deleted")));
	assert_string_equal(json_object_get_string(get(root, "/process/comm")), "redis\x1B[31m");
	json_object_put(root);
	free(written);
}

static void json_escapes_what_must_not_reach_a_terminal(void **state)
{
	char *written = exported(*state, (struct export_options){ .format = EXPORT_JSON });
	for (const char *at = written; *at; at++)
		assert_true(*at == '\n' || (unsigned char)*at >= ' ');
	assert_non_null(strstr(written,
		"/tmp/\\u001b]0;x\\u0007\\u000d\\u0009\\\"q\\\",\\u009b\\u202e\\udcff 한글.so"));
	free(written);
}

static void json_totals_leave_out_the_regions(void **state)
{
	char *written =
		exported(*state, (struct export_options){ .format = EXPORT_JSON, .totals = true });
	struct json_object *root = json_tokener_parse(written), *regions;
	assert_int_equal(json_object_get_int(get(root, "/totals/regions")), 4);
	assert_int_equal(json_object_array_length(get(root, "/kinds")), 4);
	assert_false(json_object_object_get_ex(root, "regions", &regions));
	json_object_put(root);
	free(written);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(json_has_the_keys_of_the_schema_in_order,
			create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(
			json_reads_back_to_the_same_values, create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(json_escapes_what_must_not_reach_a_terminal,
			create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(
			json_totals_leave_out_the_regions, create_snapshot, destroy_snapshot),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
