/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page_probe finds out by a page of this very process what pagemap tells here. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct page_probe {
	bool has_soft_dirty; /* the kernel keeps that bit */
	uint64_t zero_frame; /* of the page of zeros; 0 where frames are withheld */
};

/* What cannot be found out is as not there. */
struct page_probe page_probe_run(void);
