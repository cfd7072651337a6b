/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/resources.h"

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const char *const kind_names[] = {
	[DESCRIPTOR_FILE] = "file",
	[DESCRIPTOR_FOLDER] = "directory",
	[DESCRIPTOR_DEVICE] = "device",
	[DESCRIPTOR_MEMORY] = "memfd",
	[DESCRIPTOR_PIPE] = "pipe",
	[DESCRIPTOR_FIFO] = "fifo",
	[DESCRIPTOR_SOCKET] = "socket",
	[DESCRIPTOR_QUEUE] = "mqueue",
	[DESCRIPTOR_EVENT] = "eventfd",
	[DESCRIPTOR_EPOLL] = "epoll",
	[DESCRIPTOR_TIMER] = "timerfd",
	[DESCRIPTOR_SIGNAL] = "signalfd",
	[DESCRIPTOR_WATCH] = "inotify",
	[DESCRIPTOR_PROCESS] = "pidfd",
	[DESCRIPTOR_OTHER] = "other",
};
static_assert(sizeof kind_names / sizeof *kind_names == DESCRIPTOR_KINDS, "each kind has a name");

const char *descriptor_kind_name(enum descriptor_kind kind)
{
	return kind_names[kind];
}

/* "USR1", "RTMIN+3"; the first real-time signals are the C library's own and have numbers only. */
static int write_signal(int number, char *out, size_t size)
{
	const char *name = sigabbrev_np(number);
	if (name)
		return snprintf(out, size, "%s", name);
	if (number == SIGRTMIN)
		return snprintf(out, size, "RTMIN");
	if (number > SIGRTMIN)
		return snprintf(out, size, "RTMIN+%d", number - SIGRTMIN);
	return snprintf(out, size, "%d", number);
}

char *signal_set_text(uint64_t set, char *out, size_t size)
{
	size_t used = 0;
	out[0] = '\0';
	for (int number = 1; number <= 64; number++) {
		char name[16];
		if (!(set >> (number - 1) & 1))
			continue;
		size_t length = (size_t)write_signal(number, name, sizeof name);
		if (used + length + 2 > size)
			break;
		used += (size_t)snprintf(out + used, size - used, "%s%s", used ? " " : "", name);
	}
	return out;
}

unsigned signal_set_count(uint64_t set)
{
	return (unsigned)__builtin_popcountll(set);
}
