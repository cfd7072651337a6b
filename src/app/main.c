/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/cli.h"

static int run(const struct cli *cli)
{
	if (!cli->wants_help && !cli->wants_version)
		return cli->subcommand->run(cli);
	if (cli->wants_help)
		cli_help(cli, stdout);
	else
		cli_version(stdout);
	return cli_close_output();
}

int main(int argc, char *argv[])
{
	struct cli cli;
	char error[CLI_ERROR];
	if (cli_parse(&cli, argc, argv, error) < 0) {
		cli_complain("%s", error);
		return CLI_USAGE;
	}
	int status = run(&cli);
	cli_finish(&cli);
	return status;
}
