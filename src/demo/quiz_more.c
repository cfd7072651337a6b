/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What textbooks leave open, or say and is not so. */
#include "demo/quiz_tables.h"

const struct quiz_question quiz_more[QUIZ_MORE] = {
	{
		.id = "fork-copies",
		.question = N_("Does fork really copy all of the memory?"),
		.demo = "cow-fork",
		.settings = { "size=32M" },
		.step = 3,
		.prediction = { .question = N_("A process with 32 MiB forks. How much memory does "
					       "the child have of its own?"),
			.role = "child",
			.metric = "data.private_dirty",
			.is_absolute = true,
			.choices = { { N_("32 MiB: it is a copy"), "size" },
				{ N_("16 MiB: half each"), "size/2" }, { N_("nothing"), "0" } } },
		.right = 2,
		.answer = N_(
			"fork copies the page tables, not the pages. Both processes then show an "
			"RSS of 32 MiB, and it is the same 32 MiB. Only a write copies, one page "
			"at a time."),
	},
	{
		.id = "fork-writes",
		.question = N_("Why does fork take the right to write away from both sides?"),
		.demo = "cow-fork",
		.settings = { "size=32M" },
		.step = 4,
		.prediction = { .question =
					N_("The child writes 8 MiB it got by fork, one byte in "
					   "each page of 4 KiB. How many page faults are that?"),
			.role = "child",
			.metric = "minflt" },
		.answer = N_(
			"One for each page: 8 MiB are 2,048 pages of 4 KiB. The missing right to "
			"write is what makes the first write fault, so that the kernel can copy "
			"the page before it changes. The second write to it costs nothing."),
	},
	{
		.id = "two-values",
		.question = N_("A child sets a variable to 2000. Why does the parent still see "
			       "1000?"),
		.demo = "shared-private",
		.step = 3,
		.prediction = { .question =
					N_("Both had it in memory mapped with MAP_SHARED before "
					   "fork. What does the parent read there?"),
			.role = "parent",
			.metric = "value:shared",
			.is_absolute = true,
			.choices = { { N_("1000: fork separates the two"), "1000" },
				{ N_("2000"), "2000" } } },
		.right = 1,
		.answer =
			N_("Private memory is copied at the first write, so parent and child part "
			   "there: the parent keeps 1000. MAP_SHARED memory stays one and the same "
			   "for both: there the parent reads 2000. That is why processes that work "
			   "together need shared memory."),
	},
	{
		.id = "sum-of-rss",
		.question = N_("What does the sum of the RSS of all processes tell?"),
		.demo = "proc-thread",
		.step = 3,
		.prediction = { .question = N_("A process with 32 MiB has forked four workers, and "
					       "each has written 8 MiB of its own. What is the sum "
					       "of their anonymous RSS?"),
			.role = "sum",
			.metric = "rss_anon",
			.is_absolute = true,
			.choices = { { N_("64 MiB: 32, and four times 8"), "64M" },
				{ N_("192 MiB"), "192M" } } },
		.right = 1,
		.answer =
			N_("Nothing useful: RSS counts a shared page fully in each process, so the "
			   "32 MiB are counted five times. PSS divides each page by the number of "
			   "those who have it, and only PSS may be added up. What would be free "
			   "after the end of one process is its USS."),
	},
	{
		.id = "after-exec",
		.question = N_("How much memory does a program have just after execve?"),
		.demo = "exec",
		.step = 2,
		.prediction = { .question = N_("Before its first instruction, what is its RSS?"),
			.role = "program",
			.metric = "rss",
			.is_absolute = true,
			.choices = { { N_("none: nothing was touched"), "0" },
				{ N_("a few pages, about 16 KiB"), "16K" },
				{ N_("all of the file, over 1 MiB"), "1400K" },
				{ N_("as much as before"), "size" } } },
		.right = 1,
		.answer = N_(
			"A few pages: the kernel itself has written the arguments onto the new "
			"stack and cleared the end of .data. All other pages of the program come "
			"by faults as it runs. The old memory is not cleared but gone."),
	},
	{
		.id = "free-shrinks",
		.question = N_("Does the heap shrink after free()?"),
		.demo = "malloc-trim",
		.step = 2,
		.prediction = { .question =
					N_("4,096 blocks of 4 KiB are allocated, and all but the "
					   "last one are freed. By how much does [heap] "
					   "shrink?"),
			.metric = "heap",
			.choices = { { N_("by nearly 16 MiB"), "-16M" }, { N_("by half"), "-8M" },
				{ N_("not at all"), "0" } } },
		.right = 2,
		.answer = N_(
			"brk can only move its end, and one block in use at the top pins all "
			"that lies below. The memory is free to malloc, not to the kernel. Once "
			"the top is free it goes back by itself, and malloc_trim gives back whole "
			"free pages in the middle."),
	},
	{
		.id = "same-again",
		.question = N_("Where does a large malloc come from?"),
		.demo = "malloc-grow",
		.step = 10,
		.prediction = { .question = N_("4 MiB came from mmap and were freed. Where does "
					       "nearly the same request come from now?"),
			.metric = "again.kind",
			.choices = { { N_("a mapping of its own again"), "anon" },
				{ N_("the heap"), "heap" } } },
		.right = 1,
		.answer = N_(
			"Blocks over the threshold of 128 KiB get a mapping of their own. "
			"Freeing such a block raises the threshold to its size, up to 32 MiB, for "
			"a program that frees large blocks will ask for them again. So the next "
			"one comes from the heap."),
	},
	{
		.id = "reading",
		.question = N_("True or false: reading fresh memory allocates it."),
		.demo = "zero-page",
		.step = 2,
		.prediction = { .question = N_("100 MiB that nobody has written are read, page by "
					       "page. By how much does RSS grow?"),
			.metric = "rss_anon",
			.choices = { { N_("by 100 MiB"), "size" }, { N_("not at all"), "0" } } },
		.right = 1,
		.answer =
			N_("False. Each page is a fault, but the kernel maps one and the same page "
			   "of zeros everywhere. Memory is taken only by the first write."),
	},
	{
		.id = "disk",
		.question = N_("True or false: a page fault loads a page from disk."),
		.demo = "demand",
		.settings = { "size=32M" },
		.step = 2,
		.prediction = { .question = N_("8 MiB of fresh memory are written for the first "
					       "time. How many faults read the disk (major "
					       "faults)?"),
			.metric = "majflt",
			.choices = { { N_("2,048: one a page"), "size/4/page" },
				{ N_("a few, thanks to read-ahead"), "64" },
				{ N_("none"), "0" } } },
		.right = 2,
		.answer = N_(
			"False, mostly. A fault only says that there is no entry for the page: "
			"fresh memory is filled with zeros, and pages of a file that are in the "
			"cache are simply mapped. Only a file that is not cached, or swap, needs "
			"the disk."),
	},
	{
		.id = "fault-each",
		.question = N_("True or false: each page of a mapped file is a fault of its own."),
		.demo = "file-fault",
		.settings = { "size=32M" },
		.step = 2,
		.prediction = { .question =
					N_("32 MiB of a cached file are read through a mapping: "
					   "8,192 pages of 4 KiB. How many faults?"),
			.metric = "minflt",
			.choices = { { N_("8,192"), "size/page" }, { N_("about 512"), "size/64K" },
				{ N_("1"), "1" } } },
		.right = 1,
		.answer =
			N_("False. At a fault the kernel also maps the cached pages around it, 64 "
			   "KiB at a time. So there is one fault for 16 pages of 4 KiB."),
	},
	{
		.id = "shared-free",
		.question =
			N_("True or false: memory that is shared already costs the next process "
			   "nothing."),
		.demo = "shared-private",
		.step = 4,
		.prediction = { .question =
					N_("The child reads all 64 MiB the parent has written in "
					   "shared memory. How many faults does it take?"),
			.role = "child",
			.metric = "minflt",
			.choices = { { N_("none: the pages are there"), "0" },
				{ N_("1,024: fault-around brings 16 at a time"), "size/64K" },
				{ N_("16,384: one a page"), "size/page" } } },
		.right = 2,
		.answer = N_(
			"False. No page is copied, but each process needs page tables of its "
			"own, and they are filled fault by fault. The kernel is at work not only "
			"when shared memory is made."),
	},
	{
		.id = "thread-malloc",
		.question = N_("What does malloc cost in a process of many threads?"),
		.demo = "threads",
		.step = 2,
		.prediction = { .question =
					N_("Four new threads call malloc for the first time, for "
					   "small blocks. By how much does VSZ grow?"),
			.metric = "vsz",
			.choices = { { N_("not at all: the heap has room"), "0" },
				{ N_("by four times 132 KiB"), "528K" },
				{ N_("by 256 MiB"), "256M" } } },
		.right = 2,
		.answer = N_(
			"Each thread gets an arena of its own, so that they do not wait for each "
			"other, and reserves 64 MiB of addresses for it. Memory comes only as it "
			"is touched: a few pages. A large VSZ alone is no reason to worry."),
	},
	{
		.id = "pipe-bytes",
		.question = N_("Where are the bytes that wait in a pipe?"),
		.demo = "ipc-buffers",
		.step = 2,
		.prediction = { .question =
					N_("A process fills 16 pipes with 1 MiB each, and nobody "
					   "reads. By how much does its RSS grow?"),
			.metric = "rss_anon",
			.choices = { { N_("by 16 MiB"), "pipes*1M" }, { N_("not at all"), "0" } } },
		.right = 1,
		.answer = N_(
			"In buffers of the kernel, in no file and in no process: no figure of a "
			"process shows them. A pipe takes 64 KiB unless it is made larger, then a "
			"write has to wait. A pipe has one direction; for two a socket pair, or "
			"two pipes, are needed."),
	},
	{
		.id = "read-blocks",
		.question =
			N_("True or false: who waits in read() blocks the other side's write()."),
		.demo = "ipc-buffers",
		.step = 5,
		.prediction = { .question =
					N_("A process waits in read() on an empty pipe. Another "
					   "one writes a byte. Does it get through?"),
			.metric = "value:woken",
			.is_absolute = true,
			.choices = { { N_("no: the write waits, too"), "0" },
				{ N_("yes, and the reader wakes"), "1" } } },
		.right = 1,
		.answer = N_(
			"False: a waiting reader is just what a writer wants. What blocks is the "
			"read of an empty pipe, the write into a full one, and the opening of a "
			"named pipe that has no other end yet. None of these takes processor "
			"time."),
	},
	{
		.id = "mutex-size",
		.question = N_("How is a lock made?"),
		.demo = "race",
		.step = 7,
		.prediction = { .question =
					N_("How many bytes of memory does a pthread mutex take?"),
			.metric = "value:lock_bytes",
			.is_absolute = true,
			.choices = { { N_("none: the kernel keeps it"), "0" }, { N_("40"), "40" },
				{ N_("a page"), "page" } } },
		.right = 1,
		.answer =
			N_("A mutex is a few words in the memory of the program: a number that an "
			   "atomic instruction changes. As long as nobody else wants it the kernel "
			   "knows nothing of it. Only who finds it taken asks the kernel to sleep "
			   "(futex) until it is free."),
	},
	{
		.id = "signal-count",
		.question = N_("What are the limits of signals?"),
		.demo = "signal",
		.step = 6,
		.prediction = { .question =
					N_("Five times SIGUSR1 was sent while it was blocked. Now "
					   "it is unblocked. How often does the handler run?"),
			.metric = "value:runs",
			.choices = { { N_("never"), "0" }, { N_("once"), "1" },
				{ N_("five times"), "5" } } },
		.right = 1,
		.answer = N_(
			"Once: of an ordinary signal the kernel keeps one bit, pending or not. "
			"Real-time signals queue, and sigqueue sends a number along. SIGKILL and "
			"SIGSTOP can be neither caught nor blocked."),
	},
	{
		.id = "socket-copies",
		.question = N_("What is shared memory needed for, when there are sockets?"),
		.demo = "rpc",
		.step = 5,
		.prediction = { .question =
					N_("64 KiB are sent to a server on the same machine. How "
					   "much more memory does the server need?"),
			.role = "server",
			.metric = "rss_anon",
			.choices = { { N_("none: the pages are handed over"), "0" },
				{ N_("64 KiB"), "64K" } } },
		.right = 1,
		.answer = N_(
			"A socket copies: from the sender into the kernel, and from there into "
			"the receiver, so that the block is there twice. A pointer cannot be sent "
			"at all, for it means nothing in another address space. Shared memory is "
			"there once, and no system call is needed to use it, but for waiting."),
	},
	{
		.id = "sbrk-returns",
		.question = N_("True or false: sbrk(4096) returns the new end of the heap."),
		.demo = "sbrk-pool",
		.step = 2,
		.prediction = { .question = N_("Is what it returns the end as it was before?"),
			.metric = "value:returned_old",
			.is_absolute = true,
			.choices = { { N_("yes, the old end"), "1" },
				{ N_("no, the new end"), "0" } } },
		.right = 0,
		.answer = N_(
			"False: it returns the old end, which is where the new memory begins. "
			"brk returns 0 or -1. The system call itself always returns the end as it "
			"then is, even when it refused."),
	},
	{
		.id = "stack-shrinks",
		.question = N_("True or false: the stack shrinks when functions return."),
		.demo = "stack-grow",
		.step = 5,
		.prediction = { .question =
					N_("A recursion took 4 MiB of stack and has returned. By "
					   "how much does RSS fall?"),
			.metric = "rss_anon",
			.choices = { { N_("by 4 MiB"), "-4M" }, { N_("not at all"), "0" } } },
		.right = 1,
		.answer = N_("False. Only the stack pointer moves back: the mapping and its pages "
			     "stay. The next deep recursion finds them there and takes no fault at "
			     "all."),
	},
	{
		.id = "dontneed",
		.question = N_("What does MADV_DONTNEED do to memory of one's own?"),
		.demo = "madvise",
		.step = 2,
		.prediction = { .question = N_("A byte was 77 before. What is read after "
					       "MADV_DONTNEED?"),
			.metric = "value:byte",
			.is_absolute = true,
			.choices = { { N_("77: it was only advice"), "77" }, { N_("0"), "0" },
				{ N_("nothing: a segmentation fault"), "-1" } } },
		.right = 1,
		.answer =
			N_("It takes the pages away at once, and with them what was in them. The "
			   "addresses stay valid, and the next touch finds zeros. MADV_FREE is the "
			   "lazy form: the pages go only when the kernel needs them."),
	},
};
