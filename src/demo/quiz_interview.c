/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What interviewers ask. */
#include "demo/quiz_tables.h"

const struct quiz_question quiz_interview[QUIZ_INTERVIEW] = {
	{
		.id = "q1",
		.question = N_("Which regions does the memory of a program have, and what lies in "
			       "them?"),
		.demo = "segments",
		.step = 1,
		.prediction = { .question =
					N_("Where does int g_zero = 0, a global variable, lie?"),
			.metric = "g_zero.kind",
			.choices = { { N_("in .data: it has a start value"), "data" },
				{ N_("in .bss"), "bss" }, { N_("in .rodata"), "rodata" },
				{ N_("in the heap"), "heap" } } },
		.right = 1,
		.answer =
			N_("Text holds machine code, read-only data the constants, data the "
			   "globals with a start value, bss those that are zero, a written 0 "
			   "included. The heap grows up from behind them by brk, the stack grows "
			   "down from the top, and between them lies the area of mmap: libraries, "
			   "large blocks, thread stacks. In reality a program is five mappings of "
			   "its file, each with its own permissions."),
	},
	{
		.id = "q2",
		.question = N_("What do threads of a process share, and what has each of its own?"),
		.demo = "threads",
		.step = 4,
		.prediction = { .question = N_("A thread has a local variable, 1000. Another "
					       "thread that has its address writes 777. What does "
					       "the first one read?"),
			.metric = "value:local",
			.is_absolute = true,
			.choices = { { N_("1000: its stack is its own"), "1000" },
				{ N_("777"), "777" },
				{ N_("nothing: the write is a segmentation fault"), "0" } } },
		.right = 1,
		.answer =
			N_("Threads share text, data, heap, mappings and open files. Each has a "
			   "stack, registers, thread-local variables and errno of its own. Of its "
			   "own does not mean protected: all of it lies in one address space, and "
			   "any thread may write there."),
	},
	{
		.id = "q3",
		.question = N_("What is a stack overflow, and how does it come about?"),
		.demo = "stack-overflow",
		.step = 2,
		.prediction = { .question = N_("The stack may grow to 8 MiB and each call takes 4 "
					       "KiB. How many calls deep does a recursion get?"),
			.role = "parent",
			.metric = "value:frames",
			.is_absolute = true },
		.answer = N_(
			"About 2,060 calls: then the stack has reached its limit, the kernel "
			"lets it grow no more, and the next push is a segmentation fault. Causes "
			"are recursion without an end and large local arrays. Bound the "
			"recursion, put large arrays into the heap, or raise the limit."),
	},
	{
		.id = "q4",
		.question = N_("How does memory leak, and how is that told from normal growth?"),
		.demo = "leak",
		.step = 7,
		.prediction = { .question = N_("A program asks for blocks without end, keeps the "
					       "latest 256 and frees the oldest each time. By how "
					       "much does it grow with another 4 MiB asked for?"),
			.metric = "rss_anon",
			.choices = { { N_("by 4 MiB"), "size" },
				{ N_("by half of it: the heap is fragmented"), "size/2" },
				{ N_("not at all"), "0" } } },
		.right = 2,
		.answer =
			N_("A leak is memory that nobody will free: a lost pointer, or one that is "
			   "kept in a list for ever. Its mark is a straight line; a program that "
			   "only recycles comes to a plateau, and freed blocks that are too small "
			   "for the next request are fragmentation, not a leak. Clear ownership, "
			   "automatic release, and tools such as ASan or valgrind find and prevent "
			   "it."),
	},
	{
		.id = "q5",
		.question = N_("How do .data, .bss and .rodata differ?"),
		.demo = "segments",
		.step = 5,
		.prediction = { .question =
					N_("4 MiB of .data that have only been read are written. "
					   "What becomes of RSS?"),
			.metric = "rss",
			.choices = { { N_("it grows by 4 MiB"), "data" },
				{ N_("it stays: pages of the file become private ones"), "0" },
				{ N_("it falls by 4 MiB"), "-data" } } },
		.right = 1,
		.answer = N_(
			".data stands in the file with its values and may be written: its pages "
			"are those of the file until the first write, then private copies. .bss "
			"is only a size in the file, and zeros on demand in memory. .rodata "
			"stands in the file and is mapped without the right to write, so a write "
			"is a segmentation fault."),
	},
	{
		.id = "q6",
		.question = N_("How do static and dynamic allocation differ?"),
		.demo = "malloc-grow",
		.step = 7,
		.prediction = { .question = N_("By how much does [heap] grow when a program calls "
					       "malloc(400 KiB)?"),
			.metric = "heap",
			.choices = { { N_("by 400 KiB"), "400K" },
				{ N_("by 528 KiB: 128 KiB more than asked for"), "528K" },
				{ N_("not at all"), "0" } } },
		.right = 2,
		.answer =
			N_("Static memory has its size and place from the linker and lasts as long "
			   "as the program. Dynamic memory is asked for while the program runs: "
			   "small blocks come from the heap, blocks over 128 KiB are mappings of "
			   "their own. Either costs RAM only where it is touched."),
	},
	{
		.id = "q7",
		.question = N_("Why are the kernel's memory and the program's kept apart?"),
		.demo = "protect",
		.step = 9,
		.prediction = { .question =
					N_("A program reads an address of the kernel. What does "
					   "the signal say?"),
			.metric = "kernel.fault",
			.choices = { { N_("SEGV_ACCERR: something is there, but not for you"),
					     "SEGV_ACCERR" },
				{ N_("SEGV_MAPERR: nothing is there"), "SEGV_MAPERR" },
				{ N_("nothing: reading is allowed"), "none" } } },
		.right = 1,
		.answer = N_(
			"So that no program can read or damage the kernel or, through it, other "
			"programs. The processor checks each access by its mode, and to a program "
			"the kernel's half looks as if nothing were mapped there. The only way in "
			"is a system call, where the kernel checks what is asked of it."),
	},
};
