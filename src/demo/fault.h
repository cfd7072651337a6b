/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of what an access gives: the code of the signal where it has one, as sigaction(2) spells it.
 * The same on every machine, unlike the numbers. */
#pragma once

/* "SEGV_ACCERR", "BUS_ADRERR", "SI_KERNEL"; "none" for signal 0: the access was allowed; "SIGILL" where
 * the code tells nothing more; "other". */
const char *fault_name(int signal, int code);
/* "SIGSEGV"; "none". */
const char *fault_signal_name(int signal);
