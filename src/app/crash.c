/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/crash.h"

#include <signal.h>
#include <stddef.h>

#include "app/screen.h"

/* A stack of its own: the one that overflowed is of no use. */
static char handler_stack[64 << 10];

static void restore_and_die(int signal)
{
	screen_restore_terminal();
	/* The action is the default again (SA_RESETHAND): this ends the process on return. */
	raise(signal);
}

void crash_prepare(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGQUIT };
	stack_t stack = { .ss_sp = handler_stack, .ss_size = sizeof handler_stack };
	sigaltstack(&stack, NULL);
	struct sigaction action = { .sa_handler = restore_and_die,
		.sa_flags = (int)(SA_RESETHAND | SA_ONSTACK) };
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		sigaction(signals[i], &action, NULL);
}
