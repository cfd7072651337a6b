/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes on their way from one process to another: they are in the kernel, and in nobody's RSS. */
#include "demo/ipc_buffers.h"

/* What a Unix socket takes depends on its buffer and on what a message costs the kernel. */
#define USUAL_BUFFER "wmem=212992"

/* Nothing of it is memory of the process. */
#define NOT_OURS                                                                                   \
	{ .metric = "vsz", .value = "0" },                                                         \
	{                                                                                          \
		.metric = "rss_anon", .value = "0"                                                 \
	}

static const struct demo_expectation one_full[] = {
	{ .metric = "value:pipe_bytes", .is_absolute = true, .value = "16*page" },
	NOT_OURS,
	{ 0 },
};
static const struct demo_expectation many_full[] = {
	{ .metric = "value:queued", .is_absolute = true, .value = "pipes*1M+16*page" },
	NOT_OURS,
	{ 0 },
};
static const struct demo_expectation all_empty[] = {
	{ .metric = "value:queued", .is_absolute = true, .value = "0" },
	NOT_OURS,
	{ 0 },
};
static const struct demo_expectation reader_waits[] = {
	{ .role = "other", .metric = "state", .is_absolute = true, .value = "S" },
	{ .metric = "value:woken", .is_absolute = true, .value = "0" },
	{ 0 },
};
static const struct demo_expectation reader_woken[] = {
	{ .metric = "value:woken", .is_absolute = true, .value = "1" },
	{ .metric = "value:queued", .is_absolute = true, .value = "0" },
	{ 0 },
};
static const struct demo_expectation opener_waits[] = {
	{ .role = "other", .metric = "state", .is_absolute = true, .value = "S" },
	{ .metric = "value:opened", .is_absolute = true, .value = "0" },
	{ 0 },
};
static const struct demo_expectation fifo_full[] = {
	{ .metric = "value:opened", .is_absolute = true, .value = "1" },
	{ .metric = "value:fifo_bytes", .is_absolute = true, .value = "16*page" },
	{ .metric = "value:fifo_size", .is_absolute = true, .value = "0" },
	{ .metric = "value:fifo_blocks", .is_absolute = true, .value = "0" },
	NOT_OURS,
	{ 0 },
};
static const struct demo_expectation socket_full[] = {
	{ .metric = "value:socket_bytes",
		.is_absolute = true,
		.value = "180224",
		.tolerance = "4*4K",
		.when = USUAL_BUFFER },
	{ .metric = "value:socket_back",
		.is_absolute = true,
		.value = "180224",
		.tolerance = "4*4K",
		.when = USUAL_BUFFER },
	NOT_OURS,
	{ 0 },
};
static const struct demo_expectation socket_small[] = {
	{ .metric = "value:socket_bytes",
		.is_absolute = true,
		.value = "278",
		.tolerance = "32",
		.when = USUAL_BUFFER },
	NOT_OURS,
	{ 0 },
};
static const struct demo_expectation sysv_full[] = {
	{ .metric = "value:sysv_bytes", .is_absolute = true, .value = "msgmnb", .tolerance = "1K" },
	NOT_OURS,
	{ 0 },
};
static const struct demo_expectation sysv_types[] = {
	{ .metric = "value:sysv_any", .is_absolute = true, .value = "3" },
	{ .metric = "value:sysv_least", .is_absolute = true, .value = "1" },
	{ 0 },
};
static const struct demo_expectation mq_full[] = {
	{ .metric = "value:mq_messages", .is_absolute = true, .value = "mqueue" },
	{ .metric = "value:mq_first", .is_absolute = true, .value = "mqueue" },
	NOT_OURS,
	{ 0 },
};

static const struct demo_prediction how_much_a_pipe_takes = {
	.question = N_("Nobody reads. How many bytes does a pipe take before a write has to wait?"),
	.metric = "value:pipe_bytes",
	.is_absolute = true,
	.choices = {
		{ N_("none: a reader has to be there"), "0" },
		{ N_("one page"), "page" },
		{ N_("16 pages"), "16*page" },
		{ N_("as many as there is memory"), "1G" },
	},
};
static const struct demo_prediction what_full_pipes_cost = {
	.question = N_("The pipes are filled with 1 MiB each. By how much does the resident memory "
		       "of the process grow?"),
	.metric = "rss_anon",
	.choices = {
		{ N_("not at all"), "0" },
		{ N_("by what was written"), "pipes*1M" },
	},
};
static const struct demo_prediction does_a_reader_block = {
	.question = N_("A reader waits in read(). The other side writes a byte. What happens?"),
	.metric = "value:woken",
	.is_absolute = true,
	.choices = {
		{ N_("the write waits until the read has ended"), "0" },
		{ N_("the byte goes through and the reader wakes"), "1" },
	},
};
static const struct demo_prediction which_message_comes = {
	.question = N_("Messages of type 3, 2, 1 were sent in this order; the 3 has been taken. "
		       "msgrcv with type -3: which comes?"),
	.metric = "value:sysv_least",
	.is_absolute = true,
	.choices = {
		{ N_("the 2: first in, first out"), "2" },
		{ N_("the 1: the lowest type up to 3"), "1" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("A pipe is filled"),
		.before = N_("The program makes a pipe and writes into it without waiting, until "
			     "the kernel takes no more (EAGAIN). Nobody reads."),
		.lesson = N_("A pipe holds 16 pages, 64 KiB (F_GETPIPE_SZ); then write waits, or "
			     "fails with EAGAIN. VSZ and RSS stand still: the bytes were copied "
			     "into pages of the kernel. FIONREAD tells how many wait (queued); "
			     "/proc does not, so only who has the pipe open can know."),
		.prediction = &how_much_a_pipe_takes,
		.expectations = one_full },
	{ .title = N_("Many large pipes are filled"),
		.before = N_("More pipes, made as large as an ordinary user may (1 MiB each, "
			     "F_SETPIPE_SZ), all filled."),
		.lesson = N_("16 MiB wait in the kernel, RSS +0, VSZ +0. The memory belongs to no "
			     "process, and no figure of a process shows it. So the kernel has "
			     "a limit of its own: 16,384 pages for all pipes of a user "
			     "(fs.pipe-user-pages-soft)."),
		.textbook = N_("what a process makes the system hold is in its RSS"),
		.measured = N_("16 MiB queued, RSS +0"),
		.prediction = &what_full_pipes_cost,
		.expectations = many_full },
	{ .title = N_("All pipes are read empty"),
		.before = N_("The program reads all of it back, 4 KiB at a time."),
		.lesson = N_("Every byte was copied twice: in by write, out by read. Pages that "
			     "were read empty went back to the kernel at once."),
		.expectations = all_empty },
	{ .title = N_("A reader waits"),
		.before = N_("Another process reads from the pipe, which is empty."),
		.lesson = N_("read() found nothing and the process sleeps (S); the wait channel "
			     "says where: in the kernel's function that reads pipes. It costs no "
			     "processor time."),
		.look = "other",
		.expectations = reader_waits },
	{ .title = N_("A write wakes it"),
		.before = N_("The first process writes one byte into the pipe."),
		.lesson = N_("The write took microseconds (write_us), did not wait for anybody, "
			     "and woke the reader. What waits is a read of an empty pipe and a "
			     "write into a full one."),
		.textbook = N_("while one side waits in read(), a write is blocked"),
		.measured = N_("the write returned in microseconds"),
		.prediction = &does_a_reader_block,
		.expectations = reader_woken },
	{ .title = N_("A FIFO: open waits"),
		.before = N_("A FIFO is made, a pipe with a name. The other process opens it for "
			     "reading."),
		.lesson = N_("open() itself waits (S, wait_for_partner): it returns when somebody "
			     "opens the other end. Two processes that share nothing but a name "
			     "can meet here."),
		.look = "other",
		.expectations = opener_waits },
	{ .title = N_("The FIFO is opened and filled"),
		.before = N_("The first process opens it for writing, takes its name away and "
			     "fills it."),
		.lesson = N_("Both opens returned. 64 KiB wait in the FIFO, and the file has size "
			     "0 and 0 blocks on the disk: its name leads to a pipe in the kernel's "
			     "memory, nothing is ever written to a file."),
		.textbook = N_("a FIFO passes data through a file"),
		.measured = N_("64 KiB inside, st_size 0, st_blocks 0"),
		.expectations = fifo_full },
	{ .title = N_("A pair of sockets is filled"),
		.before = N_("Two connected Unix sockets; 4 KiB at a time are sent in one "
			     "direction, then in the other, until the kernel takes no more."),
		.lesson = N_("About 176 KiB in each direction, both at the same time: a pipe goes "
			     "one way, a pair of sockets both. The limit is the buffer of the "
			     "sender (SO_SNDBUF, 208 KiB), and the kernel counts what it needs "
			     "around the bytes as well. Of sockets the kernel tells what is "
			     "queued: see the descriptors."),
		.textbook = N_("a pipe can carry both directions by turns"),
		.measured = N_("a pipe goes one way only; a pair of sockets both at once"),
		.expectations = socket_full },
	{ .title = N_("The same with single bytes"),
		.before = N_("The sockets are read empty; then single bytes are sent until the "
			     "kernel takes no more."),
		.lesson = N_("Fewer than 300 bytes and the buffer of 208 KiB is full: each send "
			     "costs the kernel 768 bytes, whatever it carries. Small messages "
			     "are dear."),
		.expectations = socket_small },
	{ .title = N_("A System V message queue is filled"),
		.before = N_("A queue is made with msgget and messages of 1 KiB are sent until "
			     "the kernel takes no more."),
		.lesson = N_("16 KiB (kernel.msgmnb) in messages, again in the kernel and in "
			     "nobody's RSS. The queue is known by number to the whole system; "
			     "ipcs -q lists it, and it outlives all processes until it is "
			     "removed."),
		.when = IPC_SYSTEM_V,
		.expectations = sysv_full },
	{ .title = N_("Messages have a type"),
		.before = N_("The queue is emptied; messages of type 3, 2, 1 are sent. One is "
			     "received with type 0, one with type -3."),
		.lesson = N_("Type 0 takes the oldest: 3. Type -3 takes the lowest type up to 3: "
			     "the 1, though the 2 came earlier. One message is still there."),
		.textbook = N_("a message queue is first in, first out"),
		.measured = N_("the receiver chooses: type -3 returned the last one sent"),
		.when = IPC_SYSTEM_V,
		.prediction = &which_message_comes,
		.expectations = sysv_types },
	{ .title = N_("A POSIX message queue"),
		.before = N_("A queue is made with mq_open and filled, each message more urgent "
			     "than the one before. Then one is received."),
		.lesson = N_("10 messages (fs.mqueue.msg_max), and the one received is the most "
			     "urgent, the last sent. This queue is a descriptor; the view asks "
			     "the kernel for the bytes in it (QSIZE)."),
		.when = IPC_POSIX,
		.expectations = mq_full },
};

const struct demo demo_ipc_buffers = {
	.id = "ipc-buffers",
	.title = N_("Where do the bytes in a pipe live?"),
	.group = "IPC/sync",
	.summary = N_("Pipes, sockets and queues hold bytes that are in nobody's RSS"),
	.view = "process",
	.minutes = 9,
	.cap = "pipes*1M+16M",
	.parameters = {
		{ .name = "pipes", .value = "16", .least = 1, .most = IPC_PIPES_MOST,
			.help = N_("how many pipes of 1 MiB are filled") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = ipc_buffers_work,
};
