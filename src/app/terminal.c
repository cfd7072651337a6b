/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/terminal.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

#include "strata/translate.h"

#define LARGEST 4096 /* rows or columns of a terminal that means it */

static bool names_utf8(const char *value)
{
	return value && (strcasestr(value, "utf-8") || strcasestr(value, "utf8"));
}

/* What the environment asks for, found or not. */
static const char *wanted_locale(void)
{
	static const char *const variables[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
		const char *value = getenv(variables[i]);
		if (value && *value)
			return value;
	}
	return NULL;
}

bool terminal_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

bool terminal_set_locale(void)
{
	setlocale(LC_MESSAGES, "");
	setlocale(LC_CTYPE, "");
	if (!terminal_is_utf8() && names_utf8(wanted_locale()))
		setlocale(LC_CTYPE, "C.UTF-8");
	return terminal_is_utf8();
}

/* Appends a capability without its padding. */
static void remember(struct terminal *terminal, const char *capability)
{
	while (*capability && terminal->restore_length < sizeof terminal->restore) {
		bool is_padding = strncmp(capability, "$<", 2) == 0;
		const char *end = is_padding ? strchr(capability, '>') : NULL;
		if (end)
			capability = end + 1;
		else
			terminal->restore[terminal->restore_length++] = *capability++;
	}
}

/* NULL where terminfo has none. */
static const char *capability_of(const char *name)
{
	const char *capability = tigetstr(name);
	return capability == (char *)-1 ? NULL : capability;
}

/* Takes this entry when there is one and it can move the cursor. */
static bool take_type(struct terminal *terminal, const char *type)
{
	static const char *const undoing[] = { "sgr0", "cnorm", "rmkx", "rmcup" };
	int status;
	if (setupterm(type, STDOUT_FILENO, &status) != 0)
		return false;
	bool is_usable = capability_of("cup") != NULL;
	terminal->restore_length = 0;
	for (size_t i = 0; is_usable && i < sizeof undoing / sizeof *undoing; i++) {
		const char *capability = capability_of(undoing[i]);
		remember(terminal, capability ? capability : "");
	}
	terminal->type = is_usable ? type : terminal->type;
	del_curterm(cur_term);
	return is_usable;
}

static bool promises_direct(void)
{
	const char *depth = getenv("COLORTERM");
	return depth && (strcmp(depth, "truecolor") == 0 || strcmp(depth, "24bit") == 0);
}

static int choose_type(struct terminal *terminal, bool wants_direct, char error[TERMINAL_ERROR])
{
	const char *type = getenv("TERM");
	if (!type || !*type) {
		snprintf(error, TERMINAL_ERROR,
			_("TERM is not set; expected the terminal's type, like xterm-256color"));
		return -EINVAL;
	}
	bool is_plain = strcmp(type, "xterm-256color") == 0;
	if (wants_direct && is_plain && promises_direct() && take_type(terminal, "xterm-direct"))
		return 0;
	if (take_type(terminal, type))
		return 0;
	snprintf(error, TERMINAL_ERROR,
		_("terminal type \"%.64s\" is unknown or cannot move its cursor; "
		  "set TERM to the right one, like xterm-256color"),
		type);
	return -EINVAL;
}

static int open_input(struct terminal *terminal, char error[TERMINAL_ERROR])
{
	terminal->input = isatty(STDIN_FILENO) ? stdin : fopen("/dev/tty", "re");
	if (isatty(STDOUT_FILENO) && terminal->input &&
		tcgetattr(fileno(terminal->input), &terminal->before) == 0)
		return 0;
	snprintf(error, TERMINAL_ERROR, _("there is no terminal to show it on"));
	return -ENOTTY;
}

/* Zero where the terminal does not say. */
static struct winsize ask_size(void)
{
	struct winsize size = { 0 };
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 ? (struct winsize){ 0 } : size;
}

static int check_size(char error[TERMINAL_ERROR])
{
	struct winsize size = ask_size();
	if (size.ws_col <= LARGEST && size.ws_row <= LARGEST)
		return 0;
	snprintf(error, TERMINAL_ERROR, _("the terminal claims %d columns and %d rows"),
		size.ws_col, size.ws_row);
	return -ERANGE;
}

int terminal_init(struct terminal *terminal, bool wants_direct, char error[TERMINAL_ERROR])
{
	*terminal = (struct terminal){ 0 };
	int result = open_input(terminal, error);
	if (result == 0)
		result = choose_type(terminal, wants_direct, error);
	if (result == 0)
		result = check_size(error);
	if (result < 0)
		terminal_finish(terminal);
	return result;
}

void terminal_finish(struct terminal *terminal)
{
	if (terminal->input && terminal->input != stdin)
		fclose(terminal->input);
	terminal->input = NULL;
}

bool terminal_size(int *ret_width, int *ret_height)
{
	struct winsize size = ask_size();
	if (!size.ws_col || !size.ws_row || size.ws_col > LARGEST || size.ws_row > LARGEST)
		return false;
	*ret_width = size.ws_col;
	*ret_height = size.ws_row;
	return true;
}

static void say(const char *bytes, size_t length)
{
	/* A terminal that is gone shows itself when it is read. */
	ssize_t written = write(STDOUT_FILENO, bytes, length);
	(void)written;
}

void terminal_say(const char *bytes)
{
	say(bytes, strlen(bytes));
}

bool terminal_is_gone(const struct terminal *terminal)
{
	struct pollfd poller = { .fd = fileno(terminal->input), .events = POLLIN };
	return poll(&poller, 1, 0) > 0 && poller.revents & (POLLHUP | POLLERR | POLLNVAL);
}

void terminal_remember(struct terminal *terminal, const char *bytes)
{
	size_t length = strlen(bytes);
	if (terminal->restore_length + length > sizeof terminal->restore)
		return;
	memmove(terminal->restore + length, terminal->restore, terminal->restore_length);
	memcpy(terminal->restore, bytes, length);
	terminal->restore_length += length;
}

void terminal_restore(const struct terminal *terminal)
{
	say(terminal->restore, terminal->restore_length);
	tcsetattr(fileno(terminal->input), TCSANOW, &terminal->before);
}

void terminal_stop_process(void)
{
	struct sigaction stop = { .sa_handler = SIG_DFL }, action_before;
	sigset_t only_stop, mask_before;
	sigemptyset(&only_stop);
	sigaddset(&only_stop, SIGTSTP);
	sigaction(SIGTSTP, &stop, &action_before);
	sigprocmask(SIG_UNBLOCK, &only_stop, &mask_before);
	/* Not SIGSTOP: where no shell could wake the process, the kernel drops SIGTSTP. */
	raise(SIGTSTP);
	sigprocmask(SIG_SETMASK, &mask_before, NULL);
	sigaction(SIGTSTP, &action_before, NULL);
}
