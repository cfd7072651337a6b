/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A region is one mapping of a process (the kernel's VMA): one line of /proc/PID/maps with what
 * /proc/PID/smaps says of it, and what strata concluded: its kind, its module, its parts.
 *
 * Model and invariants
 *  - Regions of a snapshot are sorted by address and do not overlap. start < end.
 *  - Sizes and counters are bytes. A counter the kernel did not give is UNKNOWN, never 0.
 *  - `path` holds the kernel's bytes, lossless (its "\012" for a newline is kept: the kernel does
 *    not escape backslashes, so it cannot be undone without guessing), without the " (deleted)"
 *    mark when `deleted` is set. A file may be called "x (deleted)": the mark is not believed when
 *    the process's own file system has, under that whole name, the mapped file; where that cannot
 *    be looked at, it is. Names are hostile: see text.h before they leave the program.
 *  - A mapping that holds two things (the last page of .data begins .bss) stays whole; `parts`
 *    lists the things inside with exact addresses, sorted, not overlapping, may be empty.
 *  - Everything a region points at lives in the arena of its region table (see snapshot.h).
 * Sources: proc_pid_maps(5), proc_pid_smaps(5), Documentation/filesystems/proc.rst. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "strata/units.h"

enum region_kind {
	REGION_TEXT,         /* machine code of a module */
	REGION_RODATA,       /* constants of a module */
	REGION_ELF_HEADER,   /* ELF and program headers, dynamic symbols: what ld.so reads */
	REGION_RELRO,        /* data made read-only after relocation */
	REGION_DATA,         /* initialised globals */
	REGION_BSS,          /* zero-initialised globals */
	REGION_HEAP,         /* the brk area */
	REGION_ARENA,        /* malloc arena of a thread */
	REGION_ANON,         /* memory from mmap without a file */
	REGION_FILE,         /* private mapping of a file that is not a module */
	REGION_FILE_SHARED,  /* shared mapping of a regular file */
	REGION_SHM,          /* tmpfs memory: memfd, POSIX, System V, shared anonymous */
	REGION_STACK,        /* main thread's stack */
	REGION_THREAD_STACK, /* stack of another thread */
	REGION_GUARD,        /* no access, small: a trip wire */
	REGION_RESERVE,      /* no access, large: address space kept for later */
	REGION_VDSO,
	REGION_VVAR,
	REGION_VSYSCALL,
	REGION_HUGETLB,
	REGION_JIT,    /* anonymous and executable */
	REGION_DEVICE, /* /dev/..., dma-buf */
	REGION_UNKNOWN,
	REGION_KINDS,
};

/* The kind's name as it stands on screen and in exports: "text", "elf-header", ... */
const char *region_kind_name(enum region_kind kind);
/* The kind with this name; REGION_UNKNOWN where there is none. */
enum region_kind region_kind_of(const char *name);

enum permission {
	PERMISSION_READ = 1,
	PERMISSION_WRITE = 2,
	PERMISSION_EXECUTE = 4,
	PERMISSION_SHARED = 8, /* 's'; otherwise private, 'p' */
};

/* Counters of /proc/PID/smaps, in the order of the JSON export, then those only shown. */
enum counter {
	COUNTER_RSS,
	COUNTER_PSS,
	COUNTER_SHARED_CLEAN,
	COUNTER_SHARED_DIRTY,
	COUNTER_PRIVATE_CLEAN,
	COUNTER_PRIVATE_DIRTY,
	COUNTER_REFERENCED,
	COUNTER_ANONYMOUS,
	COUNTER_LAZY_FREE,
	COUNTER_ANON_HUGE,
	COUNTER_SWAP,
	COUNTER_SWAP_PSS,
	COUNTER_LOCKED,
	COUNTER_PAGE_SIZE, /* KernelPageSize */
	COUNTER_PSS_DIRTY,
	COUNTER_KSM,
	COUNTER_SHMEM_HUGE,
	COUNTER_FILE_HUGE,
	COUNTER_SHARED_HUGETLB,
	COUNTER_PRIVATE_HUGETLB,
	COUNTERS,
};

struct counter_info {
	const char *name; /* in exports: "shared_clean" */
	const char *key;  /* in smaps: "Shared_Clean" */
};
extern const struct counter_info counter_table[COUNTERS];

/* A thing inside a region: a section or another object with exact addresses. */
struct region_part {
	uint64_t start, end;
	enum region_kind kind;
	const char *name; /* ".bss", ".got", "tls"; hostile when it comes from an ELF file */
};

struct region {
	uint64_t start, end; /* [start, end) */
	uint64_t offset;     /* in the file */
	uint64_t inode;
	uint32_t device_major, device_minor;
	uint8_t permissions; /* enum permission, or-ed */
	uint8_t kind;        /* enum region_kind */
	bool deleted;        /* the kernel marked the path " (deleted)" */
	bool stale;          /* counters are carried over from an earlier smaps */
	uint32_t path_length;
	uint32_t part_count;
	const char *path;   /* NUL-terminated; "" for none */
	const char *module; /* path of the module it belongs to; "" for none */
	const struct region_part *parts;
	const char *flags; /* VmFlags as the kernel wrote them: "rd ex mr mw me"; NULL unknown */
	uint64_t counters[COUNTERS];
};

static inline uint64_t region_size(const struct region *region)
{
	return region->end - region->start;
}

/* Private_Clean + Private_Dirty: what would be freed with the process. UNKNOWN stays so. */
uint64_t region_uss(const struct region *region);
/* "rw-p" */
void region_permissions_text(uint8_t permissions, char out[5]);
/* Does VmFlags hold this two-letter flag? False when flags are unknown. */
bool region_has_flag(const struct region *region, const char *flag);
/* No file and no name behind it? */
bool region_is_anonymous(const struct region *region);
/* Is it the kernel's own mapping of this name ("[heap]")? A file of that name is not. */
bool region_is_special(const struct region *region, const char *name);
/* The part that holds `address`, or NULL. */
const struct region_part *region_part_at(const struct region *region, uint64_t address);
/* The region that holds `address`, by binary search, or NULL. */
const struct region *region_find(const struct region *regions, size_t count, uint64_t address);
/* What to call it, raw bytes: the path's last component, or the pseudo name; "" for none. */
const char *region_basename(const struct region *region);

/* a + b and a - b where either may be UNKNOWN. */
static inline uint64_t known_sum(uint64_t a, uint64_t b)
{
	return a == UNKNOWN || b == UNKNOWN ? UNKNOWN : a + b;
}
