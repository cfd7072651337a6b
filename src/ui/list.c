/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/list.h"

/* `at` moved by `by`, kept within 0..last. */
static size_t step(size_t at, long by, size_t last)
{
	size_t far = by < 0 ? 0 - (size_t)by : (size_t)by;
	if (by < 0)
		return far < at ? at - far : 0;
	return at < last && far < last - at ? at + far : last;
}

static size_t window(const struct list *list)
{
	return list->height ? list->height : 1;
}

static size_t last_row(const struct list *list)
{
	return list->count ? list->count - 1 : 0;
}

static size_t last_top(const struct list *list)
{
	return list->count > window(list) ? list->count - window(list) : 0;
}

static void settle(struct list *list)
{
	list->selected = step(list->selected, 0, last_row(list));
	list->top = step(list->top, 0, last_top(list));
	if (list->selected < list->top)
		list->top = list->selected;
	if (list->selected - list->top >= window(list))
		list->top = list->selected - window(list) + 1;
}

void list_fit(struct list *list, size_t count, size_t height)
{
	list->count = count;
	list->height = height;
	settle(list);
}

void list_move(struct list *list, long rows)
{
	list->selected = step(list->selected, rows, last_row(list));
	settle(list);
}

void list_page(struct list *list, int pages)
{
	long rows = (long)pages * (long)window(list);
	list->top = step(list->top, rows, last_top(list));
	list_move(list, rows);
}

void list_select(struct list *list, size_t row)
{
	list->selected = row;
	settle(list);
}

void list_scroll(struct list *list, long rows)
{
	list->top = step(list->top, rows, last_top(list));
	if (list->selected < list->top)
		list->selected = list->top;
	if (list->selected - list->top >= window(list))
		list->selected = list->top + window(list) - 1;
	settle(list);
}
