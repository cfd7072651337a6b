/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "topics.h"

const struct topic topics_regions[REGION_KINDS] = {
	[REGION_TEXT] = { TOPIC_REGION, "text", N_("Text: machine code"),
		N_("Machine code, mapped straight from the file and shared by every process that "
		   "runs "
		   "it. It is read-only, so the kernel can drop its pages under pressure and read "
		   "them "
		   "again. Only the functions that ran are resident."),
		N_("starting a program, dlopen; never by running"),
		N_("Writing here is SIGSEGV (SEGV_ACCERR). A file that is truncated in place gives "
		   "SIGBUS. A wild jump ends in SIGSEGV or SIGILL."),
		N_("the executable segment of an ELF file (r-xp)") },
	[REGION_RODATA] = { TOPIC_REGION, "rodata", N_("Read-only data: constants"),
		N_("Constants, string literals and the tables for unwinding the stack. Linkers "
		   "keep "
		   "them "
		   "apart from code so that constants cannot be executed. Clean pages are shared "
		   "between "
		   "processes, as text is."),
		"dlopen", N_("Writing to a string literal is SIGSEGV (SEGV_ACCERR)."),
		N_("a read-only segment of an ELF file (r--p) that holds .rodata") },
	[REGION_ELF_HEADER] = { TOPIC_REGION, "elf-header", N_("ELF header and linker tables"),
		N_("The beginning of an ELF file: header, program headers, the symbols it gives "
		   "and "
		   "needs, and the relocations. The dynamic linker reads it to join program and "
		   "libraries."),
		"dlopen", NULL, N_("the segment at file offset 0 (r--p)") },
	[REGION_RELRO] = { TOPIC_REGION, "relro", N_("Read-only after relocation"),
		N_("Tables of addresses: the GOT, vtables, constant pointers. The dynamic linker "
		   "filled "
		   "them in at start and then locked them with mprotect. They were written, so "
		   "they "
		   "are "
		   "private to this process. Before the linker is done this region does not "
		   "exist."),
		N_("starting a program, dlopen"),
		N_("Overwriting a GOT entry, a classic attack, is SIGSEGV (SEGV_ACCERR) here."),
		N_("a read-only part of a writable ELF segment (PT_GNU_RELRO)") },
	[REGION_DATA] = { TOPIC_REGION, "data", N_("Data: initialised globals"),
		N_("Globals and statics that start with a value. The pages begin as the file's "
		   "page "
		   "cache and become private memory one by one, at the first write "
		   "(copy-on-write). "
		   "The "
		   "last page also holds the beginning of .bss."),
		N_("first writes: RssFile falls, RssAnon rises"),
		N_("An overrun reaches the neighbouring variables, without any signal."),
		N_("the writable segment of an ELF file (rw-p)") },
	[REGION_BSS] = { TOPIC_REGION, "bss", N_("BSS: zeroed globals"),
		N_("Globals and statics without a start value, or with zero. They take no room in "
		   "the "
		   "file and none in RAM until they are written: the kernel gives a zero-filled "
		   "page "
		   "at "
		   "the first write."),
		N_("first writes"),
		N_("An overrun reaches the neighbouring variables, without any signal."),
		N_("the part of a writable ELF segment beyond the file: anonymous memory directly "
		   "after "
		   "data") },
	[REGION_HEAP] = { TOPIC_REGION, "heap", N_("Heap: the brk area"),
		N_("The area that malloc takes small blocks from. It ends at the program break and "
		   "begins at a random distance after .bss. Blocks over 128 KiB (the limit moves, "
		   "up "
		   "to "
		   "32 MiB) are not here: malloc maps them on their own."),
		N_("malloc when neither the free lists nor the top can serve: brk moves in steps "
		   "of "
		   "132 "
		   "KiB or more"),
		N_("A leak is a slope that never ends. Use after free and double free corrupt it, "
		   "an "
		   "overflow hits the header of the next block. free gives memory back to the "
		   "kernel "
		   "only at the top."),
		N_("the name [heap] in maps") },
	[REGION_ARENA] = { TOPIC_REGION, "arena", N_("malloc arena of a thread"),
		N_("A heap of glibc for threads other than the first: 64 MiB of address space of "
		   "which "
		   "132 KiB are usable at first and the rest is reserved. Virtual size is large, "
		   "resident size tiny."),
		N_("malloc in threads: it opens more of the reserved rest"),
		N_("VSZ rises by 64 MiB for each arena: a false alarm. Memory freed by one thread "
		   "stays "
		   "in its arena, so several arenas fragment."),
		N_("starts at a multiple of 64 MiB: rw-p, then ---p up to the next multiple") },
	[REGION_ANON] = { TOPIC_REGION, "anon", N_("Anonymous memory"),
		N_("Memory from mmap without a file: big mallocs, thread-local storage, the heaps "
		   "of "
		   "other runtimes. A page appears when it is first touched: one minor fault for "
		   "each "
		   "4 "
		   "KiB. Neighbours with equal permissions are merged into one row."),
		N_("mmap and big malloc for its size; first touch for what is resident"),
		N_("mmap fails with ENOMEM at the overcommit limit or at 65,530 mappings; when RAM "
		   "is "
		   "exhausted the OOM killer strikes at touch time, not at malloc time."),
		N_("no name and no inode in maps") },
	[REGION_FILE] = { TOPIC_REGION, "file", N_("File, mapped privately"),
		N_("A file seen as memory. Clean pages are the page cache, shared with everybody "
		   "who "
		   "has "
		   "the file open; a write makes a private copy of the page that never reaches the "
		   "file."),
		N_("reading raises RssFile, writing RssAnon"),
		N_("Touching pages beyond the end of the file is SIGBUS."),
		N_("a private mapping of a file that is no module") },
	[REGION_FILE_SHARED] = { TOPIC_REGION, "file-shared", N_("File, mapped shared"),
		N_("Stores go to the page cache, and so to the file and to everyone who maps it, "
		   "at "
		   "once. msync only makes them durable."),
		N_("touching it"),
		N_("SIGBUS beyond the end of the file, and when the disk is full under a sparse "
		   "file. "
		   "Without locking readers may see half a write."),
		N_("a shared mapping (s) of a regular file") },
	[REGION_SHM] = { TOPIC_REGION, "shm", N_("Shared memory"),
		N_("Memory of tmpfs that several processes can use: memfd, POSIX and System V "
		   "shared "
		   "memory, and shared anonymous mappings. It counts in everyone's RSS (RssShmem), "
		   "is "
		   "split in PSS, and stands once in the system's Shmem. It may outlive every "
		   "process."),
		N_("first touch by anyone; in each process its own first touch adds page table "
		   "entries"),
		N_("A forgotten segment is a leak no process owns. SIGBUS when tmpfs is full or "
		   "the "
		   "object was truncated."),
		N_("the names /memfd:, /dev/shm/, /SYSV, /dev/zero in maps") },
	[REGION_STACK] = { TOPIC_REGION, "stack", N_("Stack of the main thread"),
		N_("Call frames of the main thread, with arguments, environment and auxiliary "
		   "vector "
		   "at "
		   "the top. It grows downwards by page faults up to RLIMIT_STACK and never "
		   "shrinks. "
		   "The "
		   "kernel keeps a gap of 256 pages below it free."),
		N_("depth of calls, large locals, alloca"),
		N_("An overflow is SIGSEGV (SEGV_MAPERR) just below. Overwriting a return address "
		   "is "
		   "the "
		   "classic attack; a canary turns it into abort."),
		N_("the name [stack] in maps") },
	[REGION_THREAD_STACK] = { TOPIC_REGION, "thread-stack", N_("Stack of a thread"),
		N_("An ordinary mapping made by pthread_create, 8 MiB by default. Its size is "
		   "fixed: "
		   "all "
		   "of it counts in VSZ, about 12 KiB are resident when the thread is idle. "
		   "Thread-local variables stand at its top. glibc keeps up to 40 MiB of stacks of "
		   "ended threads for reuse."),
		N_("depth of calls"),
		N_("An overflow is SIGSEGV (SEGV_ACCERR) in the guard below. Other threads can "
		   "read "
		   "and "
		   "write it: it is private by habit only."),
		N_("rw-p directly above a guard; VmFlags nh on kernels since 6.7") },
	[REGION_GUARD] = { TOPIC_REGION, "guard", "Guard",
		N_("No access at all: a trip wire below a stack or beside a buffer, so that an "
		   "overflow "
		   "stops instead of corrupting what comes next."),
		NULL, N_("Any access is SIGSEGV (SEGV_ACCERR)."), N_("---p, at most 1 MiB") },
	[REGION_RESERVE] = { TOPIC_REGION, "reserve", N_("Reserved address space"),
		N_("Address space kept for later without access: the rest of an arena, a garbage "
		   "collector's heap, a sanitizer's shadow. It costs no RAM and no commit, only "
		   "VSZ."),
		N_("mmap with PROT_NONE"),
		N_("Any access is SIGSEGV (SEGV_ACCERR). It makes VSZ look absurd."),
		N_("---p, larger than 1 MiB") },
	[REGION_VDSO] = { TOPIC_REGION, "vdso", "vDSO",
		N_("A tiny shared library that the kernel supplies: clock_gettime, getcpu and "
		   "others "
		   "without a system call. The same physical pages are mapped into every process."),
		NULL, NULL, N_("the name [vdso] in maps") },
	[REGION_VVAR] = { TOPIC_REGION, "vvar", N_("Variables of the vDSO"),
		N_("Variables of the kernel that the vDSO reads, such as the time base. Never "
		   "counted "
		   "as "
		   "resident."),
		NULL, N_("It cannot be read from outside, not even through /proc/PID/mem."),
		N_("the names [vvar] and [vvar_vclock] in maps") },
	[REGION_VSYSCALL] = { TOPIC_REGION, "vsyscall", N_("vsyscall page"),
		N_("An entry for old programs at a fixed address, today emulated by the kernel. It "
		   "can "
		   "be executed and not read."),
		NULL, N_("Reading it is SIGSEGV."), N_("the name [vsyscall] in maps") },
	[REGION_HUGETLB] = { TOPIC_REGION, "hugetlb", N_("Huge pages from the reserve"),
		N_("Memory in pages of 2 MiB or 1 GiB that the administrator set aside: one fault "
		   "and "
		   "one TLB entry instead of 512. It does not count in RSS but in HugetlbPages."),
		N_("touch, 2 MiB at a time"),
		N_("mmap fails with ENOMEM, or the touch with SIGBUS, when the reserve is used "
		   "up."),
		N_("VmFlags ht, or the name /anon_hugepage in maps") },
	[REGION_JIT] = { TOPIC_REGION, "jit", N_("Code made while running"),
		N_("Executable memory without an ELF file: a just-in-time compiler wrote this "
		   "code. "
		   "Where "
		   "it is writable and executable at once (rwx), an attacker who can write here "
		   "can "
		   "run "
		   "what was written."),
		N_("hot functions being compiled"), N_("W^X is broken while it is rwx."),
		N_("anonymous or memfd, and executable") },
	[REGION_DEVICE] = { TOPIC_REGION, "device", N_("Device or kernel object"),
		N_("Memory of a device or of the kernel seen through a file: a graphics buffer, a "
		   "perf ring, an io_uring, a packet socket."),
		NULL, N_("Often not in RSS (VmFlags pf). Reading it may have side effects."),
		N_("the names /dev/, anon_inode:, /dmabuf: in maps; VmFlags io") },
	[REGION_UNKNOWN] = { TOPIC_REGION, "unknown", "Unknown",
		N_("A mapping that fits no rule strata has. The path and the permissions are all "
		   "that "
		   "is "
		   "known."),
		NULL, NULL, NULL },
};

const struct topic topics_places[TOPIC_PLACES] = {
	{ TOPIC_REGION, "module", N_("Program or library"),
		N_("The executable or a shared library: one ELF file mapped in about five pieces, "
		   "headers, text, rodata, relro and data, with its .bss behind them."),
		"dlopen", N_("A library replaced on disk stays mapped until the process restarts."),
		N_("mappings of one ELF file") },
	{ TOPIC_REGION, "tls", N_("Thread-local storage"),
		N_("Variables declared _Thread_local, errno among them: one copy for each thread, "
		   "found "
		   "through a register. It is no mapping of its own: the main thread's stands in "
		   "anonymous memory, another thread's at the top of its stack. The start values "
		   "are "
		   ".tdata in the module's file."),
		N_("starting threads, dlopen of libraries that have it"),
		N_("A pointer to it dangles when the thread has ended."),
		N_("the sections .tdata and .tbss") },
	{ TOPIC_REGION, "unmapped", N_("Unmapped addresses"),
		N_("Nothing: no translation exists for these addresses. They cost nothing. Gaps "
		   "are "
		   "drawn "
		   "with their size, not to scale."),
		NULL,
		N_("Any access is SIGSEGV (SEGV_MAPERR). The page at NULL is kept unmapped so that "
		   "following a null pointer stops the program."),
		N_("what no line of maps covers") },
	{ TOPIC_REGION, "kernel", N_("The edge of user space"),
		N_("User space ends here, at 7fff_ffff_f000 on x86-64. The kernel's half is never "
		   "in "
		   "maps and cannot be touched from user mode, so that no program can read or "
		   "damage "
		   "the "
		   "kernel or, through it, another program."),
		NULL,
		N_("An access is SIGSEGV; for an address that is not canonical the signal does not "
		   "tell "
		   "which."),
		NULL },
};
