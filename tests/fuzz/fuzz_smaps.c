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
	return sealed(table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check_pieces(parse, data, size);
	return 0;
}
