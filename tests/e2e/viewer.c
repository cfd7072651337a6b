/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "viewer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <termios.h>
#include <cmocka.h>

#define WORDS 16

static void open_viewer(struct vt *vt, const char *const *words, struct vt_options options)
{
	const char *arguments[WORDS + 2] = { strata_path() };
	for (size_t i = 0; i < WORDS && words && words[i]; i++)
		arguments[i + 1] = words[i];
	options.arguments = arguments;
	vt_start(vt, &options);
}

static void open_on(struct vt *vt, const struct target *target, const char *const *words,
	struct vt_options options)
{
	const char *all[WORDS] = { target->text };
	for (size_t i = 0; i + 2 < WORDS && words && words[i]; i++)
		all[i + 1] = words[i];
	open_viewer(vt, all, options);
	assert_true(vt_wait_text(vt, "rw-p"));
}

void viewer_open(
	struct vt *vt, const struct target *target, const char *const *words, int rows, int columns)
{
	open_on(vt, target, words, (struct vt_options){ .rows = rows, .columns = columns });
}

void viewer_open_with(struct vt *vt, const struct target *target, const char *const *words,
	const char *const *variables)
{
	open_on(vt, target, words, (struct vt_options){ .variables = variables });
}

void viewer_check_restored(const struct vt *vt)
{
	static const int modes[] = { 1000, 1002, 1003, 1006, 1049, 2004, 2026, 1 };
	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++)
		if (vt->wire.modes[modes[i]])
			fail_msg("mode %d was left on", modes[i]);
	if (wire_has(&vt->wire, "\033[?25l", 6))
		assert_true(vt->wire.modes[25]);
	struct termios termios;
	if (vt->fd >= 0 && tcgetattr(vt->fd, &termios) == 0) {
		assert_true(termios.c_lflag & ECHO);
		assert_true(termios.c_lflag & ICANON);
		assert_true(termios.c_iflag & ICRNL);
		assert_true(termios.c_oflag & OPOST);
	}
}

void viewer_check_wire(const struct vt *vt)
{
	char fault[128];
	if (wire_fault(&vt->wire, fault, sizeof(fault)))
		fail_msg("on the wire: %s", fault);
}

void viewer_quit(struct vt *vt)
{
	vt_type(vt, "q");
	assert_true(vt_wait_exit(vt));
	if (vt->status)
		vt_dump(vt);
	assert_int_equal(vt->status, 0);
	viewer_check_restored(vt);
	viewer_check_wire(vt);
	vt_finish(vt);
}

void viewer_step(struct vt *vt, unsigned number, unsigned count)
{
	char text[48];
	snprintf(text, sizeof text, "step %u of %u", number, count);
	vt_type(vt, "n");
	assert_true(vt_wait_text(vt, text));
	if (vt_find(vt, "you say:", NULL, NULL))
		vt_key(vt, VTERM_KEY_ENTER);
	else if (vt_find(vt, "what do you think", NULL, NULL))
		vt_type(vt, "n");
	/* The question, too, says that n goes on. */
	assert_true(vt_wait_no_text(vt, "what do you think"));
	assert_true(vt_wait_text(vt, number == count ? "the end" : "n goes on"));
}
