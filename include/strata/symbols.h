/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Symbols: the names that the ELF file behind a mapping has for a range of addresses.
 *
 * They come from .symtab, or from .dynsym where a file is stripped of that: then only what it gives
 * to others has a name. Files without either, and memory of no module, have none, which is no error.
 * Finding them reads a file: not for the screen's thread. Names are raw: hostile. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "strata/snapshot.h"

#define SYMBOLS_NAMED 4
#define SYMBOL_TEXT 64

struct symbol {
	uint64_t start;         /* address, in the process */
	char name[SYMBOL_TEXT]; /* cut to fit */
};

struct symbols {
	size_t count;                       /* that have bytes in the range */
	struct symbol named[SYMBOLS_NAMED]; /* the lowest of them, in order */
};

/* What has bytes in [start, end). `process_dir` is an O_PATH fd of /proc/PID. */
void symbols_find(const struct region_table *table, int process_dir, uint64_t start, uint64_t end,
	struct symbols *ret_symbols);
