/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searching for pages in RAM: by looks at ever smaller cells, so that the cost follows the number of
 * looks (four for a terabyte) and not the size of what is searched. */
#pragma once

#include "strata/snapshot.h"
#include "view/page_look.h"

/* What the wish seeks: the address of a page, or UINT64_MAX. */
uint64_t page_seek(
	struct page_reader *reader, const struct region_table *table, const struct page_wish *wish);
