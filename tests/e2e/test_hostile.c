/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names that would act on a terminal: nothing of them reaches the wire, in any view and format. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "viewer.h"

/* The first word is the folder for files. */
static const char *const names[] = {
	"/tmp",
	"\033[5mEVIL-csi",
	"\033]0;EVIL-osc\007",
	"\033P1;2qEVIL-dcs\033\\",
	"\033cEVIL-reset",
	"EVIL\rcarriage",
	"EVIL\ttab",
	"EVIL\bback",
	"EVIL\177delete",
	"EVIL\016shift",
	"EVIL\302\233\065mc1",
	"EVIL\2335mraw-c1",
	"EVIL\342\200\256bidi",
	"EVIL\342\201\246isolate",
	"EVIL\342\200\213zero",
	"EVIL\363\240\200\201tag",
	"EVIL\377\376invalid",
	"EVIL\355\240\200surrogate",
	NULL,
};

static void check_wire(const struct vt *vt)
{
	viewer_check_wire(vt);
	for (size_t i = 1; names[i]; i++)
		if (wire_has(&vt->wire, names[i], strlen(names[i])))
			fail_msg("name %zu stands raw on the wire", i);
}

static void viewer_shows(const char *const *words, int rows, int columns)
{
	struct target target;
	struct vt vt;
	target_start(&target, "names", names);
	viewer_open(&vt, &target, words, rows, columns);
	for (int i = 0; i < 60; i++) {
		vt_key(&vt, VTERM_KEY_DOWN);
		if (i % 10 == 0)
			assert_true(vt_wait_frames(&vt, 1));
	}
	vt_type(&vt, "o?");
	assert_true(vt_wait_frames(&vt, 1));
	vt_key(&vt, VTERM_KEY_ESCAPE);
	assert_true(vt_wait_frames(&vt, 1));
	check_wire(&vt);
	assert_true(vt_find(&vt, "EVIL", NULL, NULL) || wire_has(&vt.wire, "EVIL", 4));
	vt_finish(&vt);
	target_finish(&target);
}

/* The name of the process itself, cut by the kernel anywhere. */
static void the_header_is_safe(void **state)
{
	(void)state;
	for (size_t i = 1; names[i]; i++) {
		struct target target;
		struct vt vt;
		target_start(&target, "names", (const char *const[]){ "/tmp", names[i], NULL });
		viewer_open(&vt, &target, NULL, 0, 0);
		assert_true(vt_wait_text(&vt, "EVIL"));
		check_wire(&vt);
		vt_finish(&vt);
		target_finish(&target);
	}
}

static void the_map_is_safe(void **state)
{
	(void)state;
	viewer_shows((const char *const[]){ "--view", "map", NULL }, 60, 200);
}

static void the_regions_are_safe(void **state)
{
	(void)state;
	viewer_shows((const char *const[]){ "--view", "regions", NULL }, 60, 200);
}

static void a_small_screen_is_safe(void **state)
{
	(void)state;
	viewer_shows((const char *const[]){ "--view", "regions", NULL }, 20, 60);
}

static void the_chooser_is_safe(void **state)
{
	(void)state;
	struct target target;
	struct vt vt;
	target_start(&target, "names", names);
	vt_start(&vt, &(struct vt_options){ .rows = 50,
			      .columns = 200,
			      .arguments = (const char *const[]){ strata_path(), NULL } });
	assert_true(vt_wait_text(&vt, "PID"));
	vt_type(&vt, "EVIL");
	assert_true(vt_wait_text(&vt, target.text));
	assert_true(vt_wait_frames(&vt, 1));
	check_wire(&vt);
	vt_finish(&vt);
	target_finish(&target);
}

/* Text and CSV for people and spreadsheets: lines and separators are ours alone. */
static void batch_output_is_safe(void **state)
{
	(void)state;
	struct target target;
	target_start(&target, "names", names);
	static const char *const formats[] = { "text", "csv" };
	for (size_t i = 0; i < 2; i++) {
		struct ran ran;
		struct wire wire;
		char fault[128];
		run_program(&ran, (const char *const[]){ strata_path(), "snapshot", target.text,
					  "--format", formats[i], NULL });
		assert_int_equal(ran.status, 0);
		wire_init(&wire);
		wire_add(&wire, ran.output, ran.output_length);
		if (wire_fault(&wire, fault, sizeof(fault)))
			fail_msg("%s: %s", formats[i], fault);
		assert_false(wire_has(&wire, "\033", 1));
		assert_false(wire_has(&wire, "EVIL\r", 5));
		assert_false(wire_has(&wire, "EVIL\t", 5));
		assert_false(wire_has(&wire, "EVIL\b", 5));
		assert_true(wire_has(&wire, "EVIL", 4));
		wire_finish(&wire);
		ran_finish(&ran);
	}
	target_finish(&target);
}

static void the_list_is_safe(void **state)
{
	(void)state;
	struct target target;
	struct ran ran;
	struct wire wire;
	char fault[128];
	target_start(&target, "names", names);
	run_program(&ran, (const char *const[]){ strata_path(), "list", NULL });
	wire_init(&wire);
	wire_add(&wire, ran.output, ran.output_length);
	assert_false(wire_fault(&wire, fault, sizeof(fault)));
	assert_false(wire_has(&wire, "\033", 1));
	assert_true(wire_has(&wire, "EVIL", 4));
	wire_finish(&wire);
	ran_finish(&ran);
	target_finish(&target);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_header_is_safe),
		cmocka_unit_test(the_map_is_safe),
		cmocka_unit_test(the_regions_are_safe),
		cmocka_unit_test(a_small_screen_is_safe),
		cmocka_unit_test(the_chooser_is_safe),
		cmocka_unit_test(batch_output_is_safe),
		cmocka_unit_test(the_list_is_safe),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
