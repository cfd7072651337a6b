/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A list is a cursor and a window over `count` rows: which is selected, which are on screen.
 * Invariant after list_fit(): top <= selected < top + height (where there are rows). */
#pragma once

#include <stddef.h>

struct list {
	size_t count, selected, top;
	size_t height; /* rows on screen, of the last list_fit() */
};

/* New count or height: keeps the selected row on screen. */
void list_fit(struct list *list, size_t count, size_t height);
/* Moves the cursor by rows (may be negative), clamped. */
void list_move(struct list *list, long rows);
void list_page(struct list *list, int pages);
void list_select(struct list *list, size_t row);
/* Scrolls the window (mouse wheel); the cursor follows only to stay on screen. */
void list_scroll(struct list *list, long rows);
