/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/source.h"

#include <errno.h>

int source_next(struct source *source, unsigned detail, struct snapshot **ret_snapshot)
{
	return source->ops->next(source, detail, ret_snapshot);
}

int source_seek(struct source *source, uint64_t wall_ns)
{
	return source->ops->seek ? source->ops->seek(source, wall_ns) : -EOPNOTSUPP;
}

void source_close(struct source *source)
{
	if (source)
		source->ops->close(source);
}
