/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "regions.h"

#include "source/smaps.h"

static struct region_table *parse(const char *text, size_t size, size_t step)
{
	struct smaps_parser parser;
	struct region_table *table = region_table_create();
	PROMISE(table);
	smaps_init(&parser, table);
	feed_in_pieces(smaps_feed, &parser, text, size, step);
	region_table_seal(table);
	check_table(table);
	return table;
}

/* The first byte says how large the pieces are. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	const char *text = (const char *)data + 1;
	struct region_table *whole = parse(text, size - 1, size);
	struct region_table *pieces = parse(text, size - 1, data[0] + 1u);
	check_same(whole, pieces);
	region_table_unref(whole);
	region_table_unref(pieces);
	return 0;
}
