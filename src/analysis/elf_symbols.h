/* SPDX-License-Identifier: GPL-2.0-or-later */
/* elf_symbols reads the table of symbols of an ELF file, a stranger's as in elf.h: sizes are judged
 * before anything is read, and what does not lie in the file is left out. */
#pragma once

#include "strata/symbols.h"

/* Adds what has bytes in [start, end), addresses of the file, to `symbols`. */
void elf_symbols_read(int fd, uint64_t start, uint64_t end, struct symbols *symbols);
