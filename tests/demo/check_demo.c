/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a demo live and judges it: check_demo WORKER ID [SETTING...]. What a step wants to be looked at
 * must be marked when it has ended. */
#include <stdio.h>
#include <string.h>

#include "demo/check.h"

static bool is_missing;

static bool has_marker(const struct demo_run *run, const char *key)
{
	for (size_t i = 0; i < run->marker_count; i++)
		if (strcmp(run->markers[i].key, key) == 0)
			return true;
	return false;
}

static void judged(void *state, const struct demo_run *run)
{
	const char *look = run->demo->steps[run->step].look;
	check_text.judged(state, run);
	if (!look || has_marker(run, look))
		return;
	printf("FAIL %s %zu: no marker %s to look at\n", run->demo->id, run->step + 1, look);
	is_missing = true;
}

int main(int argc, char **argv)
{
	struct check_format format = check_text;
	const struct demo *demo = argc > 2 ? demo_find(argv[2]) : NULL;
	if (!demo) {
		fprintf(stderr, "usage: check_demo WORKER ID [SETTING...]\n");
		return 2;
	}
	format.judged = judged;
	const struct check_options options = {
		.demos = &demo,
		.count = 1,
		.worker_path = argv[1],
		.settings = (const char *const *)(argv + 3),
		.format = &format,
	};
	enum check_status status = check_demos(&options);
	return is_missing && status == CHECK_PASSED ? CHECK_FAILED : status;
}
