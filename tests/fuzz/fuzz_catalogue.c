/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz.h"

#include "base/catalogue.h"

/* Texts that the seeds have, and one that they have not. */
static const char *const texts[] = { "", "heap", "%s page", "stack", "zebra" };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct catalogue *catalogue;
	if (catalogue_create(data, size, &catalogue) < 0)
		return 0;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		for (unsigned count = 0; count < 3; count++) {
			const char *found = catalogue_find(catalogue, texts[i], count);
			PROMISE(!found || strlen(found) < size);
		}
	catalogue_destroy(catalogue);
	return 0;
}
