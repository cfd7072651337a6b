/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "vt.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static long now_ms(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static const char *const usual[] = {
	"PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
	"HOME=/nonexistent",
	"TERM=xterm-256color",
	"LC_ALL=C.UTF-8",
	NULL,
};

/* What the test was told for a sanitized program stays. */
static const char *const sanitizers[] = { "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS" };

static void set_variables(const char *const *variables)
{
	for (; variables && *variables; variables++)
		putenv(strdup(*variables));
}

_Noreturn static void become(const struct vt_options *options)
{
	char *kept[COUNT(sanitizers)] = { 0 };
	for (size_t i = 0; i < COUNT(sanitizers); i++)
		if (getenv(sanitizers[i]))
			kept[i] = strdup(getenv(sanitizers[i]));
	clearenv();
	for (size_t i = 0; i < COUNT(sanitizers); i++)
		if (kept[i])
			setenv(sanitizers[i], kept[i], 1);
	set_variables(usual);
	set_variables(options->variables);
	if (options->uid && (setgroups(0, NULL) || setgid(options->uid) || setuid(options->uid)))
		_exit(126);
	execvp(options->arguments[0], (char *const *)(uintptr_t)options->arguments);
	_exit(127);
}

void vt_start(struct vt *vt, const struct vt_options *options)
{
	*vt = (struct vt){ .rows = options->rows ? options->rows : 24,
		.columns = options->columns ? options->columns : 80 };
	wire_init(&vt->wire);
	vt->terminal = vterm_new(vt->rows, vt->columns);
	vterm_set_utf8(vt->terminal, 1);
	vt->screen = vterm_obtain_screen(vt->terminal);
	vterm_screen_enable_altscreen(vt->screen, 1);
	vterm_screen_reset(vt->screen, 1);
	struct winsize size = { .ws_row = (unsigned short)vt->rows,
		.ws_col = (unsigned short)vt->columns };
	vt->pid = forkpty(&vt->fd, NULL, NULL, &size);
	if (vt->pid == 0)
		become(options);
	assert_true(vt->pid > 0);
	fcntl(vt->fd, F_SETFD, FD_CLOEXEC);
}

static void send(struct vt *vt, const char *bytes, size_t length)
{
	while (length) {
		ssize_t written = write(vt->fd, bytes, length);
		if (written < 0 && errno != EINTR)
			return;
		bytes += written > 0 ? written : 0;
		length -= written > 0 ? (size_t)written : 0;
	}
}

/* What libvterm has for the program: keys, mouse reports, answers to its questions. */
static void flush(struct vt *vt)
{
	char bytes[512];
	size_t length;
	while ((length = vterm_output_read(vt->terminal, bytes, sizeof(bytes))))
		send(vt, bytes, length);
}

static void reap(struct vt *vt, int flags)
{
	if (!vt->has_exited && waitpid(vt->pid, &vt->status, flags) == vt->pid)
		vt->has_exited = true;
}

/* Takes in what is there, or waits for it; false when nothing more will come. */
static bool pump(struct vt *vt, int milliseconds)
{
	struct pollfd poll_fd = { .fd = vt->fd, .events = POLLIN };
	char bytes[65536];
	if (poll(&poll_fd, 1, milliseconds) <= 0)
		return true;
	ssize_t length = read(vt->fd, bytes, sizeof(bytes));
	if (length <= 0)
		return length < 0 && errno == EINTR;
	wire_add(&vt->wire, bytes, (size_t)length);
	vterm_input_write(vt->terminal, bytes, (size_t)length);
	flush(vt);
	return true;
}

/* Takes bytes in until `came` holds, the time is up or the program has gone. */
static bool wait_until(
	struct vt *vt, bool (*came)(struct vt *vt, const void *what), const void *what)
{
	long end = now_ms() + VT_PATIENCE;
	bool is_open = vt->fd >= 0;
	for (;;) {
		if (!vt->wire.modes[2026] && came(vt, what))
			return true;
		long left = end - now_ms();
		if (!is_open || left <= 0)
			return false;
		is_open = pump(vt, (int)left);
	}
}

static bool has_text(struct vt *vt, const void *what)
{
	return vt_find(vt, what, NULL, NULL);
}

static bool lacks_text(struct vt *vt, const void *what)
{
	return !vt_find(vt, what, NULL, NULL);
}

static bool has_frames(struct vt *vt, const void *what)
{
	return vt->wire.frames >= *(const unsigned *)what;
}

static bool has_wire(struct vt *vt, const void *what)
{
	return wire_has(&vt->wire, what, strlen(what));
}

static bool explained(struct vt *vt, bool came, const char *what)
{
	if (!came) {
		print_message("# not seen in time: %s\n", what);
		vt_dump(vt);
	}
	return came;
}

bool vt_wait_text(struct vt *vt, const char *text)
{
	return explained(vt, wait_until(vt, has_text, text), text);
}

bool vt_wait_no_text(struct vt *vt, const char *text)
{
	return explained(vt, wait_until(vt, lacks_text, text), "its end");
}

bool vt_wait_frames(struct vt *vt, unsigned more)
{
	unsigned goal = vt->wire.frames + more;
	return explained(vt, wait_until(vt, has_frames, &goal), "a frame");
}

bool vt_wait_wire(struct vt *vt, const char *bytes)
{
	return explained(vt, wait_until(vt, has_wire, bytes), "bytes on the wire");
}

bool vt_wait_exit(struct vt *vt)
{
	long end = now_ms() + VT_PATIENCE;
	bool is_open = vt->fd >= 0;
	while (!vt->has_exited && now_ms() < end) {
		if (is_open)
			is_open = pump(vt, 20);
		else
			poll(NULL, 0, 5);
		reap(vt, WNOHANG);
	}
	while (is_open && vt->has_exited) {
		size_t before = vt->wire.length;
		is_open = pump(vt, 0) && vt->wire.length > before;
	}
	return explained(vt, vt->has_exited, "the end of the program");
}

void vt_run(struct vt *vt, int milliseconds)
{
	long end = now_ms() + milliseconds;
	for (long left; (left = end - now_ms()) > 0;)
		if (!pump(vt, (int)left))
			break;
}

void vt_finish(struct vt *vt)
{
	if (!vt->has_exited) {
		kill(vt->pid, SIGKILL);
		reap(vt, 0);
	}
	vt_hang_up(vt);
	vterm_free(vt->terminal);
	wire_finish(&vt->wire);
}

void vt_type(struct vt *vt, const char *bytes)
{
	send(vt, bytes, strlen(bytes));
}

void vt_key(struct vt *vt, VTermKey key)
{
	vterm_keyboard_key(vt->terminal, key, VTERM_MOD_NONE);
	flush(vt);
}

void vt_click(struct vt *vt, int row, int column, int button)
{
	vterm_mouse_move(vt->terminal, row, column, VTERM_MOD_NONE);
	vterm_mouse_button(vt->terminal, button, true, VTERM_MOD_NONE);
	vterm_mouse_button(vt->terminal, button, false, VTERM_MOD_NONE);
	flush(vt);
}

void vt_paste(struct vt *vt, const char *text)
{
	vterm_keyboard_start_paste(vt->terminal);
	flush(vt);
	vt_type(vt, text);
	vterm_keyboard_end_paste(vt->terminal);
	flush(vt);
}

void vt_resize(struct vt *vt, int rows, int columns)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
	vt->rows = rows;
	vt->columns = columns;
	vterm_set_size(vt->terminal, rows, columns);
	ioctl(vt->fd, TIOCSWINSZ, &size);
}

void vt_hang_up(struct vt *vt)
{
	if (vt->fd >= 0)
		close(vt->fd);
	vt->fd = -1;
}

VTermScreenCell vt_cell(const struct vt *vt, int row, int column)
{
	VTermScreenCell cell = { 0 };
	vterm_screen_get_cell(vt->screen, (VTermPos){ .row = row, .col = column }, &cell);
	return cell;
}

static size_t encode(uint32_t character, char *out)
{
	size_t length = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	for (size_t i = length - 1; i > 0; i--, character >>= 6)
		out[i] = (char)(0x80 | (character & 0x3f));
	out[0] = (char)(lead[length] | character);
	return length;
}

static size_t cell_text(const VTermScreenCell *cell, char *out)
{
	size_t length = 0;
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
		length += encode(cell->chars[i], out + length);
	if (length == 0)
		out[length++] = ' ';
	return length;
}

char *vt_row(const struct vt *vt, int row)
{
	char *text = malloc((size_t)vt->columns * VTERM_MAX_CHARS_PER_CELL * 4 + 1);
	assert_non_null(text);
	size_t length = 0, kept = 0;
	for (int column = 0; column < vt->columns;) {
		VTermScreenCell cell = vt_cell(vt, row, column);
		length += cell_text(&cell, text + length);
		if (text[length - 1] != ' ')
			kept = length;
		column += cell.width > 0 ? cell.width : 1;
	}
	text[kept] = '\0';
	return text;
}

/* The column of the character that begins at byte `byte` of a row. */
static int column_of(const struct vt *vt, int row, size_t byte)
{
	char scratch[VTERM_MAX_CHARS_PER_CELL * 4];
	int column = 0;
	for (size_t at = 0; at < byte;) {
		VTermScreenCell cell = vt_cell(vt, row, column);
		at += cell_text(&cell, scratch);
		column += cell.width > 0 ? cell.width : 1;
	}
	return column;
}

bool vt_find(const struct vt *vt, const char *text, int *ret_row, int *ret_column)
{
	for (int row = 0; row < vt->rows; row++) {
		char *line = vt_row(vt, row);
		const char *at = strstr(line, text);
		if (at && ret_row)
			*ret_row = row;
		if (at && ret_column)
			*ret_column = column_of(vt, row, (size_t)(at - line));
		free(line);
		if (at)
			return true;
	}
	return false;
}

void vt_dump(const struct vt *vt)
{
	for (int row = 0; row < vt->rows; row++) {
		char *line = vt_row(vt, row);
		print_message("# %3d|%s\n", row, line);
		free(line);
	}
}
