/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The harness itself: what it says about terminals and wires must be true before it judges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <cmocka.h>

#include "vt.h"

static bool has_fault(const char *bytes, size_t length)
{
	struct wire wire;
	char fault[128];
	wire_init(&wire);
	wire_add(&wire, bytes, length);
	bool found = wire_fault(&wire, fault, sizeof(fault));
	wire_finish(&wire);
	return found;
}

static void the_wire_accepts_what_curses_writes(void **state)
{
	(void)state;
	static const char good[] =
		"\033[?1049h\033[22;0;0t\033[1;24r\033(B\033[m\033[4l\033[?7h\033[H\033[2J"
		"\033[38;5;214m\033[48;2;5;6;8mheap \342\224\200 \355\225\234\r\n\033[K";
	assert_false(has_fault(good, sizeof(good) - 1));
}

static void the_wire_finds_what_a_stranger_writes(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"\033]0;title\007",
		"\033[5mblink",
		"\033[38;5;2;8mhidden",
		"\033P1q\033\\",
		"\033c",
		"\033[6n",
		"\302\233\0631m",
		"\2335m",
		"\177",
		"\342\200\256",
		"\342\200\213",
		"\377\376",
		"\355\240\200",
		"\300\257",
		"\v",
		"\033",
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_true(has_fault(bad[i], strlen(bad[i])));
	assert_true(has_fault("\0", 1));
}

static void the_wire_follows_modes_and_frames(void **state)
{
	(void)state;
	struct wire wire;
	wire_init(&wire);
	wire_add(&wire, "\033[?1006;10", 10);
	wire_add(&wire, "00h\033[?2026h", 11);
	assert_true(wire.modes[1006] && wire.modes[1000] && wire.modes[2026]);
	wire_add(&wire, "x\033[?2026l\033[?1006;1000l", 23);
	assert_false(wire.modes[1006] || wire.modes[1000] || wire.modes[2026]);
	assert_int_equal(wire.frames, 1);
	wire_finish(&wire);
}

static void a_terminal_shows_types_resizes_and_ends(void **state)
{
	(void)state;
	struct vt vt;
	vt_start(&vt, &(struct vt_options){ .rows = 5,
			      .columns = 30,
			      .arguments = (const char *[]){ "sh", "-c",
				      "printf '\355\225\234\352\270\200 heap'; read x; stty size; "
				      "exit $x",
				      NULL } });
	assert_true(vt_wait_text(&vt, "heap"));
	int row, column;
	assert_true(vt_find(&vt, "heap", &row, &column));
	assert_int_equal(row, 0);
	assert_int_equal(column, 5);
	vt_resize(&vt, 7, 40);
	vt_type(&vt, "3\n");
	assert_true(vt_wait_text(&vt, "7 40"));
	assert_true(vt_wait_exit(&vt));
	assert_int_equal(WEXITSTATUS(vt.status), 3);
	vt_finish(&vt);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_wire_accepts_what_curses_writes),
		cmocka_unit_test(the_wire_finds_what_a_stranger_writes),
		cmocka_unit_test(the_wire_follows_modes_and_frames),
		cmocka_unit_test(a_terminal_shows_types_resizes_and_ends),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
