/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>

#include "strata/translate.h"

#include "topics.h"

#define STATUS "/proc/PID/status "

const struct topic topics_resources[] = {
	{ TOPIC_PROCESS, "threads", N_("Threads"),
		N_("The flows of execution of the process. They share all of its memory, its "
		   "descriptors and its signal handlers; each has its own stack, registers, signal "
		   "mask and state. R runs or could run, S sleeps until something happens, D "
		   "sleeps "
		   "and cannot be disturbed, T is stopped, Z has ended."),
		N_("pthread_create, clone"),
		N_("A thread that sleeps costs no processor time, only its stack. Many in R at "
		   "once "
		   "compete for the processors."),
		"/proc/PID/task/TID/stat" },
	{ TOPIC_PROCESS, "wait-channel", N_("Wait channel"),
		N_("The function of the kernel in which the thread sleeps: futex_wait for a lock, "
		   "pipe_read for an empty pipe, do_epoll_wait for events, hrtimer_nanosleep for "
		   "time to pass. It says what the thread waits for."),
		NULL, N_("Nothing is told while the thread runs, nor of another user's process."),
		"/proc/PID/task/TID/wchan" },
	{ TOPIC_PROCESS, "system-call", N_("System call"),
		N_("What the thread has asked the kernel for and has not been answered yet. A "
		   "number in parentheses is the descriptor it is about."),
		NULL, N_("To read it takes the same permission as debugging the process."),
		"/proc/PID/task/TID/syscall" },
	{ TOPIC_PROCESS, "context-switches", N_("Context switches"),
		N_("How often the processor was given to another: because the thread had to wait "
		   "(voluntary), or because its time was up or a more urgent one came "
		   "(involuntary)."),
		N_("waiting for locks, input and output; more busy threads than processors"), NULL,
		STATUS "voluntary_ctxt_switches, nonvoluntary_ctxt_switches" },
	{ TOPIC_PROCESS, "descriptors", N_("File descriptors"),
		N_("The numbers by which the process knows what it has open: files, pipes, "
		   "sockets, devices, timers. What stands behind them lives in the kernel and is "
		   "in no figure of the process's memory."),
		N_("open, socket, pipe, dup, accept"),
		N_("At the limit open fails with EMFILE. A count that only rises is a leak of "
		   "descriptors: something is opened and never closed."),
		"/proc/PID/fd, fdinfo; /proc/PID/limits" },
	{ TOPIC_PROCESS, "queued-bytes", N_("Queued bytes"),
		N_("Bytes that were written and not yet read. They wait in memory of the kernel "
		   "and belong to nobody's RSS, neither the writer's nor the reader's. When the "
		   "queue is full the writer waits; when it is empty the reader waits."),
		N_("a writer that is faster than the reader"),
		N_("The kernel tells the bytes in a pipe only to those who have it open, and "
		   "opening it would make strata one of them: strata leaves it alone and shows "
		   "that it does not know."),
		"sock_diag, /proc/PID/net/tcp, fdinfo of eventfd, QSIZE of message queues" },
	{ TOPIC_PROCESS, "file-locks", N_("File locks"),
		N_("Claims on a file that other processes respect if they ask for one too. FLOCK "
		   "is of the open file and is inherited by fork; POSIX is of the process and a "
		   "range of bytes; OFDLCK is of the open file and a range. A lock is a few bytes "
		   "in the kernel: no memory of the process."),
		N_("flock, fcntl(F_SETLK)"),
		N_("A POSIX lock is lost as soon as the process closes any descriptor of that "
		   "file. None of them keeps anybody from writing who does not ask."),
		"fdinfo; /proc/locks" },
	{ TOPIC_PROCESS, "message-queues", N_("System V message queues"),
		N_("Queues of whole messages with a type, known by number to all processes. The "
		   "kernel notes who sent and who received last, so those are listed which this "
		   "process used last."),
		N_("msgsnd"), N_("A queue outlives all processes until it is removed."),
		"/proc/sysvipc/msg" },
	{ TOPIC_PROCESS, "signals", N_("Signals"),
		N_("Small messages from the kernel or other processes. Each one is ignored, caught "
		   "by a handler, or does what is usual for it, which mostly ends the process. "
		   "SIGKILL and SIGSTOP can be neither caught, blocked nor ignored."),
		NULL,
		N_("One that arrives before its handler is installed does what is usual: SIGUSR1 "
		   "ends the process."),
		STATUS "SigPnd, ShdPnd, SigBlk, SigIgn, SigCgt" },
	{ TOPIC_PROCESS, "pending", N_("Pending signals"),
		N_("They have been sent and not yet delivered, because they are blocked or the "
		   "thread has not run since. Of an ordinary signal there is one at most, however "
		   "often it is sent; real-time signals queue up, each with its number."),
		N_("kill, sigqueue, while the signal is blocked"),
		N_("What is pending for a thread only that thread can take; what is pending for "
		   "the process any thread can that does not block it."),
		STATUS "SigPnd, ShdPnd" },
	{ TOPIC_PROCESS, "blocked", N_("Blocked signals"),
		N_("They stay pending until the thread unblocks them. Each thread has its own "
		   "mask; "
		   "a new thread and exec inherit it."),
		"sigprocmask, pthread_sigmask", NULL, STATUS "SigBlk" },
	{ TOPIC_PROCESS, "ignored", N_("Ignored signals"),
		N_("They are thrown away on arrival. Exec keeps that: a program started with an "
		   "ignored SIGINT goes on ignoring it."),
		"signal(SIG_IGN)", NULL, STATUS "SigIgn" },
	{ TOPIC_PROCESS, "caught", N_("Caught signals"),
		N_("A function of the program runs when they arrive, on the stack of the thread "
		   "that takes them. Threads share the handlers; exec resets them."),
		"sigaction", NULL, STATUS "SigCgt" },
	{ TOPIC_PROCESS, "scheduling", N_("Scheduling"),
		N_("By which rule the first thread gets a processor: nice shifts its share (-20 "
		   "the most, 19 the least), the real-time policies fifo and rr come before all "
		   "others, and the list of CPUs bounds where it may run."),
		NULL, NULL, "/proc/PID/stat; " STATUS "Cpus_allowed_list" },
	{ TOPIC_PROCESS, "restrictions", N_("Restrictions"),
		N_("Without new privileges no exec can make the process more than it is, not even "
		   "of a setuid program. Seccomp lets only some system calls pass."),
		NULL, NULL, STATUS "NoNewPrivs, Seccomp" },
};
static_assert(sizeof topics_resources / sizeof *topics_resources == TOPIC_RESOURCES,
	"TOPIC_RESOURCES counts them");
