/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text that came from a stranger, and text that must fit in columns.
 *
 * Model: names and paths from a process are bytes of any value and any length. Inside strata they
 * stay as the kernel gave them (lossless). On the way out they pass text_sanitise() exactly once:
 * what comes out is valid UTF-8 with no control character (C0, DEL, C1), no bidirectional control,
 * no zero-width or invisible formatting character and no noncharacter; each such character, and
 * each byte that is not part of valid UTF-8, became one '?'. Combining marks stay.
 * Widths are terminal columns (wcwidth: 0, 1 or 2 per character). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

/* The next character of `text` (`length` > 0 bytes left): its code point, and its length in
 * `ret_bytes`. A byte that begins no valid UTF-8 gives U+FFFD and 1 byte. */
char32_t text_decode(const char *text, size_t length, size_t *ret_bytes);
/* Writes `character` as UTF-8 into `out` (at least 4 bytes, no NUL added); returns its length. */
size_t text_encode(char32_t character, char out[4]);

/* May this character be shown on a terminal? */
bool text_is_safe(char32_t character);
/* Columns of one character: 0 (combining), 1 or 2; -1 when it must not be shown. Does not ask the
 * locale, so it is the same in tests and on every machine. */
int text_character_width(char32_t character);
/* Columns of `length` bytes of sanitised text. */
int text_width(const char *text, size_t length);
/* How many bytes of sanitised `text` fit into `columns`; never splits a character nor parts a mark
 * from its base. `ret_width` (may be NULL) is the width they take. */
size_t text_fit(const char *text, size_t length, int columns, int *ret_width);

/* Makes `raw` safe to show (see the model above), NUL-terminated, cut at a character to fit `size`.
 * Returns the bytes written without the NUL. Output never has more bytes than `length`. */
size_t text_sanitise(const char *raw, size_t length, char *out, size_t size);

/* Cuts the middle of sanitised `text` so that it fits `columns`, with `mark` ("…" or "~") where
 * the cut is: the ends of a path say most. Result in `out` (NUL-terminated); returns its bytes. */
size_t text_shorten(const char *text, const char *mark, int columns, char *out, size_t size);
