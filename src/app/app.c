/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/app.h"

int app_view(const struct cli *cli)
{
	(void)cli;
	return 1;
}

int app_run(const struct cli *cli)
{
	(void)cli;
	return 1;
}

int app_demo(const struct cli *cli)
{
	(void)cli;
	return 1;
}
