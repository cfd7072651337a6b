/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hostile_snapshot.h"
static void assert_exported(
	const struct snapshot *snapshot, struct export_options options, const char *expected)
{
	char *written = exported(snapshot, options);
	assert_string_equal(written, expected);
	free(written);
}

static void csv_has_a_row_per_region(void **state)
{
	assert_exported(*state, (struct export_options){ .format = EXPORT_CSV },
		"start,end,size,perms,offset,device,inode,path,deleted,kind,module,parts,rss,pss,"
		"shared_clean,shared_dirty,private_clean,private_dirty,referenced,anonymous,"
		"lazy_free,anon_huge,swap,swap_pss,locked,page_size,flags\r\n"
		"0x558100000000,0x558100003000,12288,r-xp,4096,fe:00,1234,/usr/bin/redis-server,"
		"false,text,/usr/bin/redis-server,,8192,5120,4096,0,4096,0,0,0,0,0,0,0,0,4096,"
		"rd ex mr\r\n"
		"0x558100003000,0x558100004000,4096,rw-p,12288,fe:1a,99,"
		"\"/tmp/?]0;x???\"\"q\"\",??? 한글.so\",true,data,"
		"\"/tmp/?]0;x???\"\"q\"\",??? 한글.so\","
		"\"data:.data:0x558100003000-0x558100003a00 bss:.bss:0x558100003a00-"
		"0x558100004000\","
		"4096,4096,0,0,0,4096,0,4096,0,0,1048576,0,0,4096,rd wr\r\n"
		"0x558100004000,0x558100006000,8192,rw-p,0,00:00,0,,false,bss,/usr/bin/"
		"redis-server,,"
		"8192,8192,0,0,0,8192,0,8192,0,0,0,0,0,4096,\r\n"
		"0xffffffffff600000,0xffffffffff601000,4096,--xp,0,00:00,0,[vsyscall],false,"
		"vsyscall,,,,,,,,,,,,,,,,,\r\n");
}

static void csv_totals_are_one_row(void **state)
{
	assert_exported(*state, (struct export_options){ .format = EXPORT_CSV, .totals = true },
		"time,pid,comm,vsz,rss,rss_anon,rss_file,rss_shmem,pss,uss,swap,locked,page_tables,"
		"peak_vsz,peak_rss,minflt,majflt,regions\r\n"
		"2026-11-21T01:43:46.123456Z,4121,redis?[31m,132960256,109051904,104857600,4194304,"
		"0,17408,16384,1048576,,,132960256,,25600,0,4\r\n");
}

#define IDENTITY                                                                                   \
	"redis?[31m 4121 · redis · sleeping · 4 threads · up 3:12:44 · "                      \
	"2026-11-21T01:43:46.123456Z\n"                                                            \
	"redis-server *:6379? ?\n"
#define TOTALS                                                                                     \
	"\n"                                                                                       \
	"VSZ             126.8M      VmPeak          126.8M\n"                                     \
	"RSS             104.0M      VmHWM                –\n"                                   \
	"PSS                17K      RssAnon         100.0M\n"                                     \
	"USS                16K      RssFile           4.0M\n"                                     \
	"Swap              1.0M      RssShmem             0\n"                                     \
	"Locked               –      VmPTE                –\n"                                 \
	"minflt          25,600      majflt               0\n"                                     \
	"\n"                                                                                       \
	"KIND         REGIONS     SIZE      RSS      PSS      USS     SWAP\n"                      \
	"text               1      12K       8K       5K       4K        0\n"                      \
	"data               1       4K       4K       4K       4K     1.0M\n"                      \
	"bss                1       8K       8K       8K       8K        0\n"                      \
	"vsyscall           1       4K        –        –        –        –\n"
#define REGIONS                                                                                    \
	"\n"                                                                                       \
	"ADDRESS      PERM KIND           SIZE    RSS    PSS P.DIRTY   SWAP  NAME\n"               \
	"558100000000 r-xp text            12K     8K     5K       0      0  "                     \
	"/usr/bin/redis-server\n"                                                                  \
	"558100003000 rw-p data             4K     4K     4K      4K   1.0M  "                     \
	"/tmp/?]0;x???\"q\",??? 한글.so (deleted)\n"                                             \
	"558100004000 rw-p bss              8K     8K     8K      8K      0  "                     \
	"(/usr/bin/redis-server)\n"                                                                \
	"ffffffffff600000 --xp vsyscall     4K      –      –       –      –  [vsyscall]\n"
#define GAPS                                                                                       \
	"\n"                                                                                       \
	"exe could not be read: permission denied (its owner or root may read it); the program "   \
	"is told by the names of its mappings\n"

static void text_is_a_table_for_people(void **state)
{
	assert_exported(*state, (struct export_options){ .format = EXPORT_TEXT },
		IDENTITY TOTALS REGIONS GAPS);
}

static const struct page_run runs[] = {
	{ 0x558100000000, 0x558100001000, PAGE_FILE, 0 },
	{ 0x558100001000, 0x558100003000, PAGE_ABSENT, 0 },
	{ 0x558100003000, 0x558100004000, PAGE_COW, PAGE_LOCKED },
	{ 0x558100004000, 0x558100006000, PAGE_RESIDENT, PAGE_HUGE | PAGE_LOCKED },
};
static const struct export_pages all_pages = { runs, 4 }, no_pages;

static void text_of_pages_names_each_region_once(void **state)
{
	assert_exported(*state,
		(struct export_options){
			.format = EXPORT_TEXT, .totals = true, .pages = &all_pages },
		IDENTITY TOTALS
		"\n"
		"ADDRESS      END               SIZE  STATE    ATTRIBUTES  REGION\n"
		"558100000000 558100001000       4K  file                 /usr/bin/redis-server\n"
		"558100001000 558100003000       8K  absent\n"
		"558100003000 558100004000       4K  cow      locked      "
		"/tmp/?]0;x???\"q\",??? 한글.so\n"
		"558100004000 558100006000       8K  resident huge locked bss\n" GAPS);
}

static void csv_of_pages_has_a_row_per_run(void **state)
{
	assert_exported(*state,
		(struct export_options){ .format = EXPORT_CSV, .pages = &all_pages },
		"start,end,state,huge,locked\r\n"
		"0x558100000000,0x558100001000,file,false,false\r\n"
		"0x558100001000,0x558100003000,absent,false,false\r\n"
		"0x558100003000,0x558100004000,cow,false,true\r\n"
		"0x558100004000,0x558100006000,resident,true,true\r\n");
}

static void json_of_pages_is_a_list_between_regions_and_gaps(void **state)
{
	const struct export_options options = { .format = EXPORT_JSON, .pages = &all_pages };
	char *written = exported(*state, options);
	assert_non_null(
		strstr(written, "],\n \"pages\": ["
				"\n  {\"start\": \"0x558100000000\", \"end\": \"0x558100001000\", "
				"\"state\": \"file\", \"huge\": false, \"locked\": false},"
				"\n  {\"start\": \"0x558100001000\", \"end\": \"0x558100003000\", "
				"\"state\": \"absent\", \"huge\": false, \"locked\": false},"
				"\n  {\"start\": \"0x558100003000\", \"end\": \"0x558100004000\", "
				"\"state\": \"cow\", \"huge\": false, \"locked\": true},"
				"\n  {\"start\": \"0x558100004000\", \"end\": \"0x558100006000\", "
				"\"state\": \"resident\", \"huge\": true, \"locked\": true}"
				"],\n \"gaps\": ["));
	free(written);
}

static void json_without_any_page_has_an_empty_list(void **state)
{
	const struct export_options options = { .format = EXPORT_JSON, .pages = &no_pages };
	char *written = exported(*state, options);
	assert_non_null(strstr(written, "\"pages\": [],\n"));
	free(written);
}

static void text_totals_leave_out_the_regions(void **state)
{
	assert_exported(*state, (struct export_options){ .format = EXPORT_TEXT, .totals = true },
		IDENTITY TOTALS GAPS);
}

static void names_are_cut_to_the_width(void **state)
{
	char *written =
		exported(*state, (struct export_options){ .format = EXPORT_TEXT, .width = 82 });
	assert_non_null(strstr(written, "  /usr…is-server\n"));
	assert_non_null(strstr(written, "  /tmp…(deleted)\n"));
	free(written);
	written = exported(*state, (struct export_options){ .format = EXPORT_TEXT, .width = 88 });
	assert_non_null(strstr(written, "  /usr/b…/redis-server\n"));
	free(written);
}

static void ascii_is_ascii(void **state)
{
	char *written = exported(
		*state, (struct export_options){ .format = EXPORT_TEXT, .is_ascii = true });
	for (const char *at = written; *at; at++)
		assert_true(*at == '\n' || (*at >= ' ' && *at <= '~'));
	assert_non_null(strstr(written, "redis?[31m 4121 - redis - sleeping"));
	assert_non_null(strstr(written, "VmHWM                -\n"));
	free(written);
}

static void a_full_disk_is_an_error(void **state)
{
	static const enum export_format formats[] = { EXPORT_TEXT, EXPORT_JSON, EXPORT_CSV };
	for (size_t i = 0; i < 3; i++) {
		FILE *stream = fopen("/dev/full", "w");
		assert_non_null(stream);
		const struct export_options options = { .format = formats[i] };
		assert_int_equal(export_snapshot(*state, &options, stream), -ENOSPC);
		fclose(stream);
	}
}

static char *exported_list(enum export_format format)
{
	struct process_entry entries[] = {
		{ .pid = 4121,
			.ppid = 1,
			.uid = 111,
			.user = "redis",
			.comm = "redis\x1B",
			.cmdline = "redis-server *:6379\x9B",
			.state = 'S',
			.threads = 4,
			.rss = 109051904,
			.vsz = 132960256,
			.is_own = true },
		{ .pid = 2,
			.uid = 0,
			.user = "root",
			.comm = "kthreadd",
			.cmdline = "",
			.state = 'S',
			.threads = 1,
			.is_kernel_thread = true },
		{ .pid = 77,
			.ppid = 1,
			.uid = 5000,
			.user = "",
			.comm = "a,b",
			.cmdline = "a,b",
			.state = '?',
			.rss = UNKNOWN,
			.vsz = UNKNOWN,
			.error = EACCES },
	};
	const struct process_list list = {
		.entries = entries, .count = 3, .wall_ns = 1795213862123456789
	};
	const struct export_options options = { .format = format };
	char *written = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&written, &size);
	assert_int_equal(export_processes(&list, &options, stream), 0);
	fclose(stream);
	return written;
}

static void a_list_says_who_can_be_watched(void **state)
{
	(void)state;
	char *written = exported_list(EXPORT_TEXT);
	assert_string_equal(written,
		"     PID  USER             S  THREADS      RSS      VSZ  WATCH    COMMAND\n"
		"    4121  redis            S        4   104.0M   126.8M  yes      "
		"redis-server *:6379?\n"
		"       2  root             S        1        0        0  kernel   [kthreadd]\n"
		"      77  5000             ?        0        –        –  denied   a,b\n");
	free(written);
}

static void a_list_as_csv(void **state)
{
	(void)state;
	char *written = exported_list(EXPORT_CSV);
	assert_string_equal(written,
		"pid,ppid,comm,cmdline,user,uid,state,threads,rss,vsz,kernel_thread,own,errno\r\n"
		"4121,1,redis?,redis-server *:6379?,redis,111,S,4,109051904,132960256,false,true,"
		"\r\n"
		"2,0,kthreadd,,root,0,S,1,0,0,true,false,\r\n"
		"77,1,\"a,b\",\"a,b\",,5000,?,0,,,false,false,EACCES\r\n");
	free(written);
}

static void a_list_as_json(void **state)
{
	(void)state;
	char *written = exported_list(EXPORT_JSON);
	assert_non_null(strstr(written, "\"time\": \"2026-11-20T22:31:02.123456Z\""));
	assert_non_null(strstr(written,
		"{ \"pid\": 4121, \"ppid\": 1, \"comm\": \"redis\\u001b\", "
		"\"cmdline\": \"redis-server *:6379\\udc9b\", \"user\": \"redis\", \"uid\": 111, "
		"\"state\": \"S\", \"threads\": 4, \"rss\": 109051904, \"vsz\": 132960256, "
		"\"kernel_thread\": false, \"own\": true, \"errno\": null, \"why\": null }"));
	assert_non_null(strstr(written,
		"\"rss\": null, \"vsz\": null, \"kernel_thread\": false, \"own\": false, "
		"\"errno\": \"EACCES\", \"why\": \"permission denied\" }"));
	free(written);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			csv_has_a_row_per_region, create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(
			csv_totals_are_one_row, create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(
			text_is_a_table_for_people, create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(
			text_totals_leave_out_the_regions, create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(
			text_of_pages_names_each_region_once, create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(
			csv_of_pages_has_a_row_per_run, create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(json_of_pages_is_a_list_between_regions_and_gaps,
			create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(
			json_without_any_page_has_an_empty_list, create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(
			names_are_cut_to_the_width, create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(ascii_is_ascii, create_snapshot, destroy_snapshot),
		cmocka_unit_test_setup_teardown(
			a_full_disk_is_an_error, create_snapshot, destroy_snapshot),
		cmocka_unit_test(a_list_says_who_can_be_watched),
		cmocka_unit_test(a_list_as_csv),
		cmocka_unit_test(a_list_as_json),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
