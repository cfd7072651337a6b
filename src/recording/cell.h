/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cells of a text table: so many terminal columns wide, wider when the text is. */
#pragma once

#include <stdint.h>

#include "sink.h"

void cell_left(struct sink *sink, const char *text, int columns);
void cell_right(struct sink *sink, const char *text, int columns);
void cell_size(struct sink *sink, uint64_t bytes, int columns);
void cell_count(struct sink *sink, uint64_t count, int columns);
/* Raw bytes, made safe, and `mark` behind them; cut in the middle to fit `columns` unless those are
 * 0 or fewer. For the end of a row: no padding. */
void cell_name(struct sink *sink, const char *raw, size_t length, const char *mark, int columns);
