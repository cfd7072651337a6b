/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "resources.h"

#define NARROW (UINT64_C(1) << 32) /* below this lies all memory of a process of 32 bits */

/* Where threads wait. A number means the same only to programs of strata's own kind. */
static const struct {
	long number;
	const char *name;
	bool has_descriptor; /* as its first argument */
} calls[] = {
	{ SYS_read, "read", true },
	{ SYS_readv, "readv", true },
	{ SYS_pread64, "pread", true },
	{ SYS_write, "write", true },
	{ SYS_writev, "writev", true },
	{ SYS_pwrite64, "pwrite", true },
	{ SYS_sendto, "sendto", true },
	{ SYS_sendmsg, "sendmsg", true },
	{ SYS_recvfrom, "recvfrom", true },
	{ SYS_recvmsg, "recvmsg", true },
	{ SYS_recvmmsg, "recvmmsg", true },
	{ SYS_accept, "accept", true },
	{ SYS_accept4, "accept4", true },
	{ SYS_connect, "connect", true },
	{ SYS_flock, "flock", true },
	{ SYS_fcntl, "fcntl", true },
	{ SYS_fsync, "fsync", true },
	{ SYS_fdatasync, "fdatasync", true },
	{ SYS_ioctl, "ioctl", true },
	{ SYS_splice, "splice", true },
	{ SYS_epoll_pwait, "epoll_pwait", true },
	{ SYS_io_uring_enter, "io_uring_enter", true },
	{ SYS_mq_timedsend, "mq_timedsend", true },
	{ SYS_mq_timedreceive, "mq_timedreceive", true },
	{ SYS_ppoll, "ppoll", false },
	{ SYS_pselect6, "pselect6", false },
	{ SYS_futex, "futex", false },
	{ SYS_nanosleep, "nanosleep", false },
	{ SYS_clock_nanosleep, "clock_nanosleep", false },
	{ SYS_wait4, "wait4", false },
	{ SYS_waitid, "waitid", false },
	{ SYS_openat, "openat", false },
	{ SYS_msgsnd, "msgsnd", false },
	{ SYS_msgrcv, "msgrcv", false },
	{ SYS_semtimedop, "semtimedop", false },
	{ SYS_semop, "semop", false },
	{ SYS_rt_sigsuspend, "rt_sigsuspend", false },
	{ SYS_rt_sigtimedwait, "rt_sigtimedwait", false },
	{ SYS_io_getevents, "io_getevents", false },
	{ SYS_restart_syscall, "restart_syscall", false },
#ifdef SYS_poll /* the older calls, which newer machines do not have */
	{ SYS_poll, "poll", false },
	{ SYS_select, "select", false },
	{ SYS_pause, "pause", false },
	{ SYS_open, "open", false },
	{ SYS_epoll_wait, "epoll_wait", true },
	{ SYS_vfork, "vfork", false },
#endif
};

static bool is_of_our_kind(const struct process *process)
{
	return sizeof(long) > 4 && (process->start_stack == 0 || process->start_stack >= NARROW);
}

const char *system_call_text(struct snapshot *snapshot, const char *text)
{
	char out[48], *end;
	long number = strtol(text, &end, 10);
	if (end == text || number < 0)
		return "";
	unsigned long long first = strtoull(end, NULL, 16);
	int length = snprintf(out, sizeof out, "#%ld", number);
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		if (calls[i].number != number || !is_of_our_kind(&snapshot->process))
			continue;
		length = calls[i].has_descriptor
				 ? snprintf(out, sizeof out, "%s(%d)", calls[i].name, (int)first)
				 : snprintf(out, sizeof out, "%s", calls[i].name);
	}
	return arena_copy(&snapshot->arena, out, (size_t)length);
}
