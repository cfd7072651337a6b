/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/fault.h"

#include <signal.h>
#include <stddef.h>

static const struct {
	int signal;
	const char *name;
} signals[] = {
	{ 0, "none" },
	{ SIGSEGV, "SIGSEGV" },
	{ SIGBUS, "SIGBUS" },
	{ SIGILL, "SIGILL" },
	{ SIGFPE, "SIGFPE" },
	{ SIGTRAP, "SIGTRAP" },
};

static const struct {
	int signal, code;
	const char *name;
} codes[] = {
	{ SIGSEGV, SEGV_MAPERR, "SEGV_MAPERR" },
	{ SIGSEGV, SEGV_ACCERR, "SEGV_ACCERR" },
	{ SIGSEGV, SEGV_PKUERR, "SEGV_PKUERR" },
	{ SIGSEGV, SI_KERNEL, "SI_KERNEL" },
	{ SIGBUS, BUS_ADRALN, "BUS_ADRALN" },
	{ SIGBUS, BUS_ADRERR, "BUS_ADRERR" },
	{ SIGBUS, BUS_OBJERR, "BUS_OBJERR" },
};

const char *fault_signal_name(int signal)
{
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
		if (signals[i].signal == signal)
			return signals[i].name;
	return "other";
}

const char *fault_name(int signal, int code)
{
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (codes[i].signal == signal && codes[i].code == code)
			return codes[i].name;
	return fault_signal_name(signal);
}
