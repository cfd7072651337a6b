/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz.h"

#include "source/status.h"

/* The first byte says which file it is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	struct snapshot *snapshot = snapshot_create();
	char *text = fuzz_text(data + 1, size - 1);
	PROMISE(snapshot);
	switch (data[0] % 4) {
	case 0:
		status_take_stat(snapshot, text, size - 1);
		break;
	case 1:
		status_take_status(snapshot, text);
		break;
	case 2:
		status_take_limits(snapshot, text);
		break;
	case 3:
		status_take_cmdline(snapshot, text, size - 1);
		for (size_t i = 0; i < snapshot->process.cmdline_count; i++)
			PROMISE(strlen(snapshot->process.cmdline[i]) < size);
		break;
	}
	snapshot_unref(snapshot);
	free(text);
	return 0;
}
