/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "from_maps.h"
#include "strata/classify.h"

#define PLAIN "rw-p 00000000 00:00 0 "
#define NONE "---p 00000000 00:00 0 "

static const struct process nobody = { .comm = "", .exe = "" };

/* Classifies lines of maps, and with them the flags of the first region. */
static struct region_table *classified(
	const char *maps, const char *flags, const struct process *process)
{
	struct classifier *classifier;
	struct region_table *table = from_maps(maps);
	table->regions[0].flags = flags;
	assert_int_equal(classifier_create(&classifier), 0);
	classifier->classify(classifier, process, -1, table);
	classifier->destroy(classifier);
	return table;
}

static void assert_kinds(const char *maps, const enum region_kind *kinds, size_t count)
{
	struct region_table *table = classified(maps, NULL, &nobody);
	assert_int_equal(table->count, count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(
			region_kind_name(table->regions[i].kind), region_kind_name(kinds[i]));
	region_table_unref(table);
}

static void assert_kind(const char *line, enum region_kind kind)
{
	assert_kinds(line, &kind, 1);
}

static void assert_kind_with(const char *line, const char *flags, enum region_kind kind)
{
	struct region_table *table = classified(line, flags, &nobody);
	assert_int_equal(table->regions[0].kind, kind);
	region_table_unref(table);
}

static void names_of_the_kernel_tell_the_kind(void **state)
{
	(void)state;
	assert_kind("1000-22000 " PLAIN "[heap]", REGION_HEAP);
	assert_kind("1000-22000 " PLAIN "[stack]", REGION_STACK);
	assert_kind("1000-2000 r-xp 00000000 00:00 0 [vdso]", REGION_VDSO);
	assert_kind("1000-2000 r--p 00000000 00:00 0 [vvar]", REGION_VVAR);
	assert_kind("1000-2000 r--p 00000000 00:00 0 [vvar_vclock]", REGION_VVAR);
	assert_kind("ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]",
		REGION_VSYSCALL);
	assert_kind("1000-2000 " PLAIN "[something new]", REGION_UNKNOWN);
}

static void a_file_with_a_name_of_the_kernel_is_a_file(void **state)
{
	(void)state;
	assert_kind("1000-2000 rw-p 00000000 fe:00 5 /tmp/[heap]", REGION_FILE);
	assert_kind("1000-2000 rw-p 00000000 fe:00 5 /[stack]", REGION_FILE);
	assert_kind("1000-2000 rw-p 00000000 fe:00 5 /tmp/[heap] (deleted)", REGION_FILE);
	assert_kind("1000-2000 rw-s 00000000 fe:00 5 /memfd:x (deleted)", REGION_FILE_SHARED);
	assert_kind("1000-2000 rw-s 00000000 fe:00 5 /SYSV00000000 (deleted)", REGION_FILE_SHARED);
	assert_kind("1000-2000 rw-s 00000000 fe:00 5 /anon_hugepage (deleted)", REGION_FILE_SHARED);
	assert_kind("1000-2000 rw-s 00000000 fe:00 5 /srv/dev/shm/x", REGION_FILE_SHARED);
}

static void memory_without_a_name_is_told_by_its_permissions(void **state)
{
	(void)state;
	assert_kind("1000-2000 " PLAIN, REGION_ANON);
	assert_kind("1000-2000 r--p 00000000 00:00 0 ", REGION_ANON);
	assert_kind("1000-2000 rwxp 00000000 00:00 0 ", REGION_JIT);
	assert_kind("1000-2000 r-xp 00000000 00:00 0 ", REGION_JIT);
	assert_kind("1000-2000 " NONE, REGION_GUARD);
	assert_kind("100000-200000 " NONE, REGION_GUARD);
	assert_kind("100000-201000 " NONE, REGION_RESERVE);
}

static void shared_memory_has_many_names(void **state)
{
	(void)state;
	assert_kind("1000-2000 rw-s 00000000 00:01 5 /memfd:a b (deleted)", REGION_SHM);
	assert_kind("1000-2000 rw-s 00000000 00:01 5 /SYSV00000000 (deleted)", REGION_SHM);
	assert_kind("1000-2000 rw-s 00000000 00:01 5 /dev/zero (deleted)", REGION_SHM);
	assert_kind("1000-2000 rw-s 00000000 00:1a 5 /dev/shm/segment", REGION_SHM);
	assert_kind("1000-2000 rw-s 00000000 00:00 0 [anon_shmem:name]", REGION_SHM);
}

static void files_devices_and_huge_pages_are_told_apart(void **state)
{
	(void)state;
	assert_kind("1000-2000 r--p 00000000 fe:00 5 /usr/lib/locale/C.utf8/LC_TIME", REGION_FILE);
	assert_kind("1000-2000 r--s 00000000 fe:00 5 /var/cache/x", REGION_FILE_SHARED);
	assert_kind("1000-2000 rw-p 00000000 00:05 5 /dev/zero", REGION_ANON);
	assert_kind("1000-2000 rw-s 00000000 00:05 5 /dev/dri/card0", REGION_DEVICE);
	assert_kind("1000-2000 rw-s 00000000 00:0d 5 anon_inode:[perf_event]", REGION_DEVICE);
	assert_kind("1000-2000 rw-s 00000000 00:0d 5 anon_inode:[io_uring]", REGION_DEVICE);
	assert_kind("200000-400000 rw-p 00000000 00:0f 5 /anon_hugepage (deleted)", REGION_HUGETLB);
	assert_kind_with("200000-400000 rw-s 00000000 00:30 5 /mnt/huge/file", "rd wr sh ht",
		REGION_HUGETLB);
	assert_kind_with(
		"1000-2000 rw-s 00000000 fe:00 5 /opt/driver", "rd wr io pf", REGION_DEVICE);
	assert_kind("1000-2000 r-xs 00000000 00:01 5 /memfd:doublemapper (deleted)", REGION_JIT);
}

static void names_given_by_programs_help_where_they_are_known(void **state)
{
	(void)state;
	assert_kind("1000-2000 " PLAIN "[anon:scudo:primary]", REGION_ANON);
	assert_kind("1000-2000 " PLAIN "[anon: glibc: malloc arena]", REGION_ARENA);
	assert_kind("1000-2000 " PLAIN "[anon: glibc: pthread stack: 77]", REGION_THREAD_STACK);
	assert_kind("1000-2000 r-xp 00000000 00:00 0 [anon:v8]", REGION_JIT);
	assert_kind("1000-2000 " NONE "[anon: glibc: malloc arena]", REGION_GUARD);
}

static void a_stack_lies_directly_above_its_guard(void **state)
{
	(void)state;
	assert_kinds("7f0000000000-7f0000001000 " NONE "\n7f0000001000-7f0000801000 " PLAIN
		     "\n7f0000801000-7f0000802000 " NONE "\n7f0000802000-7f0001002000 " PLAIN,
		(const enum region_kind[]){
			REGION_GUARD, REGION_THREAD_STACK, REGION_GUARD, REGION_THREAD_STACK },
		4);
	assert_kinds("7f0000000000-7f0000001000 " NONE "\n7f0000002000-7f0000801000 " PLAIN,
		(const enum region_kind[]){ REGION_GUARD, REGION_ANON }, 2);
	assert_kinds("7f0000000000-7f0000001000 " NONE "\n7f0000001000-7f0000002000 " PLAIN,
		(const enum region_kind[]){ REGION_GUARD, REGION_ANON }, 2);
}

static void where_stacks_are_marked_others_are_none(void **state)
{
	(void)state;
	struct classifier *classifier;
	struct region_table *table =
		from_maps("7f0000000000-7f0000001000 " NONE "\n7f0000001000-7f0000801000 " PLAIN
			  "\n7f0000900000-7f0000901000 " NONE "\n7f0000901000-7f0000a01000 " PLAIN);
	table->regions[1].flags = "rd wr mr mw me ac nh";
	table->regions[3].flags = "rd wr mr mw me ac";
	assert_int_equal(classifier_create(&classifier), 0);
	classifier->classify(classifier, &nobody, -1, table);
	assert_int_equal(table->regions[1].kind, REGION_THREAD_STACK);
	assert_int_equal(table->regions[3].kind, REGION_ANON);
	classifier->destroy(classifier);
	region_table_unref(table);
}

static void of_one_thread_alone_only_a_marked_stack_is_one(void **state)
{
	(void)state;
	static const struct {
		unsigned threads;
		const char *flags;
		enum region_kind kind;
	} cases[] = {
		{ 1, "rd wr mr mw me ac", REGION_ANON }, /* merely behind memory without rights */
		{ 1, "rd wr mr mw me ac nh", REGION_THREAD_STACK }, /* lasts after its thread */
		{ 2, "rd wr mr mw me ac", REGION_THREAD_STACK },
		{ 1, NULL, REGION_THREAD_STACK },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct process process = {
			.comm = "", .exe = "", .threads = cases[i].threads
		};
		struct classifier *classifier;
		struct region_table *table = from_maps(
			"7f0000000000-7f0000001000 " NONE "\n7f0000001000-7f0000801000 " PLAIN);
		table->regions[1].flags = cases[i].flags;
		assert_int_equal(classifier_create(&classifier), 0);
		classifier->classify(classifier, &process, -1, table);
		assert_int_equal(table->regions[1].kind, cases[i].kind);
		classifier->destroy(classifier);
		region_table_unref(table);
	}
}

static void a_stack_that_holds_its_guard_is_told_by_mark_and_size(void **state)
{
	(void)state;
	static const struct {
		unsigned threads;
		const char *flags;
		enum region_kind kind;
	} cases[] = {
		{ 2, "rd wr mr mw me ac nh", REGION_THREAD_STACK },
		{ 2, "rd wr mr mw me ac", REGION_ANON },
		{ 1, "rd wr mr mw me ac nh", REGION_ANON }, /* merely without huge pages */
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct process process = {
			.comm = "", .exe = "", .stack_limit = 0x800000, .threads = cases[i].threads
		};
		struct region_table *table =
			classified("7f0000000000-7f0000800000 " PLAIN, cases[i].flags, &process);
		assert_int_equal(table->regions[0].kind, cases[i].kind);
		region_table_unref(table);
	}
}

#define STACK "\n7ffd4c219000-7ffd4c23a000 " PLAIN "[stack]"

static void an_arena_is_aligned_and_has_its_rest_reserved(void **state)
{
	(void)state;
	assert_kinds("7f0000000000-7f0000021000 " PLAIN "\n7f0000021000-7f0004000000 " NONE STACK,
		(const enum region_kind[]){ REGION_ARENA, REGION_RESERVE, REGION_STACK }, 3);
	/* nearly full: the rest is small, and still no guard */
	assert_kinds("7f0000000000-7f0003ff0000 " PLAIN "\n7f0003ff0000-7f0004000000 " NONE STACK,
		(const enum region_kind[]){ REGION_ARENA, REGION_RESERVE, REGION_STACK }, 3);
	/* the rest and the guard of a stack above are one mapping */
	assert_kinds("7f0000000000-7f0000021000 " PLAIN "\n7f0000021000-7f0004001000 " NONE
		     "\n7f0004001000-7f0004801000 " PLAIN STACK,
		(const enum region_kind[]){
			REGION_ARENA, REGION_RESERVE, REGION_THREAD_STACK, REGION_STACK },
		4);
}

static void what_only_looks_like_an_arena_is_none(void **state)
{
	(void)state;
	assert_kinds("7f0000001000-7f0000021000 " PLAIN "\n7f0000021000-7f0004000000 " NONE STACK,
		(const enum region_kind[]){ REGION_ANON, REGION_RESERVE, REGION_STACK }, 3);
	assert_kinds("7f0000000000-7f0000021000 " PLAIN "\n7f0000021000-7f0003000000 " NONE STACK,
		(const enum region_kind[]){ REGION_ANON, REGION_RESERVE, REGION_STACK }, 3);
	/* a garbage collector's heap at a low address */
	assert_kinds("c000000000-c000400000 " PLAIN "\nc000400000-c004000000 " NONE STACK,
		(const enum region_kind[]){ REGION_ANON, REGION_RESERVE, REGION_STACK }, 3);
}

#define PROGRAM                                                                                    \
	"400000-401000 r--p 00000000 fe:00 7 /bin/tool\n"                                          \
	"401000-405000 r-xp 00001000 fe:00 7 /bin/tool\n"                                          \
	"405000-406000 r--p 00005000 fe:00 7 /bin/tool\n"                                          \
	"406000-407000 r--p 00005000 fe:00 7 /bin/tool\n"                                          \
	"407000-408000 rw-p 00006000 fe:00 7 /bin/tool\n"                                          \
	"408000-410000 " PLAIN "\n"                                                                \
	"500000-521000 " PLAIN "[heap]"

static const struct process tool = { .comm = "tool",
	.exe = "/bin/tool",
	.start_code = 0x401000,
	.end_data = 0x407123,
	.start_brk = 0x500000 };

static void without_its_file_a_program_is_told_by_the_order_of_its_mappings(void **state)
{
	(void)state;
	static const enum region_kind kinds[] = { REGION_ELF_HEADER, REGION_TEXT, REGION_RODATA,
		REGION_RELRO, REGION_DATA, REGION_BSS, REGION_HEAP };
	struct region_table *table = classified(PROGRAM, NULL, &tool);
	for (size_t i = 0; i < table->count; i++)
		assert_int_equal(table->regions[i].kind, kinds[i]);
	assert_int_equal(table->module_count, 1);
	assert_string_equal(table->modules[0].path, "/bin/tool");
	assert_true(table->modules[0].is_executable_file);
	assert_int_equal(table->modules[0].first, 0);
	assert_int_equal(table->modules[0].last, 5);
	assert_true(table->modules[0].bias == UNKNOWN);
	assert_string_equal(table->regions[5].module, "/bin/tool");
	assert_string_equal(table->regions[6].module, "");
	region_table_unref(table);
}

static void the_kernel_tells_where_the_programs_bss_begins(void **state)
{
	(void)state;
	struct region_table *table = classified(PROGRAM, NULL, &tool);
	assert_int_equal(table->regions[4].part_count, 1);
	assert_int_equal(table->regions[4].parts[0].start, 0x407123);
	assert_int_equal(table->regions[4].parts[0].end, 0x408000);
	assert_int_equal(table->regions[4].parts[0].kind, REGION_BSS);
	region_table_unref(table);
}

static void memory_above_a_library_whose_file_is_unknown_is_not_taken_for_bss(void **state)
{
	(void)state;
	struct region_table *table =
		classified("7f0000000000-7f0000010000 r-xp 00000000 fe:00 8 /lib/libx.so\n"
			   "7f0000010000-7f0000011000 r--p 0000f000 fe:00 8 /lib/libx.so\n"
			   "7f0000011000-7f0000012000 rw-p 00010000 fe:00 8 /lib/libx.so\n"
			   "7f0000012000-7f0000020000 " PLAIN,
			NULL, &tool);
	static const enum region_kind kinds[] = { REGION_TEXT, REGION_RELRO, REGION_DATA,
		REGION_ANON };
	for (size_t i = 0; i < table->count; i++)
		assert_int_equal(table->regions[i].kind, kinds[i]);
	assert_false(table->modules[0].is_executable_file);
	region_table_unref(table);
}

static void a_table_without_regions_is_fine(void **state)
{
	(void)state;
	struct classifier *classifier;
	struct region_table *table = from_maps("");
	assert_int_equal(classifier_create(&classifier), 0);
	classifier->classify(classifier, &nobody, -1, table);
	assert_int_equal(table->module_count, 0);
	classifier->destroy(classifier);
	region_table_unref(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_the_kernel_tell_the_kind),
		cmocka_unit_test(a_file_with_a_name_of_the_kernel_is_a_file),
		cmocka_unit_test(memory_without_a_name_is_told_by_its_permissions),
		cmocka_unit_test(shared_memory_has_many_names),
		cmocka_unit_test(files_devices_and_huge_pages_are_told_apart),
		cmocka_unit_test(names_given_by_programs_help_where_they_are_known),
		cmocka_unit_test(a_stack_lies_directly_above_its_guard),
		cmocka_unit_test(where_stacks_are_marked_others_are_none),
		cmocka_unit_test(of_one_thread_alone_only_a_marked_stack_is_one),
		cmocka_unit_test(a_stack_that_holds_its_guard_is_told_by_mark_and_size),
		cmocka_unit_test(an_arena_is_aligned_and_has_its_rest_reserved),
		cmocka_unit_test(what_only_looks_like_an_arena_is_none),
		cmocka_unit_test(without_its_file_a_program_is_told_by_the_order_of_its_mappings),
		cmocka_unit_test(the_kernel_tells_where_the_programs_bss_begins),
		cmocka_unit_test(memory_above_a_library_whose_file_is_unknown_is_not_taken_for_bss),
		cmocka_unit_test(a_table_without_regions_is_fine),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
