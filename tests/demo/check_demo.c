/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a demo live and judges it: check_demo WORKER ID [SETTING...]. */
#include <stdio.h>

#include "demo/check.h"

int main(int argc, char **argv)
{
	const struct demo *demo = argc > 2 ? demo_find(argv[2]) : NULL;
	if (!demo) {
		fprintf(stderr, "usage: check_demo WORKER ID [SETTING...]\n");
		return 2;
	}
	const struct check_options options = {
		.demos = &demo,
		.count = 1,
		.worker_path = argv[1],
		.settings = (const char *const *)(argv + 3),
		.format = &check_text,
	};
	return check_demos(&options);
}
