/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/cli.h"
#include "app/language.h"
#include "app/terminal.h"
#include "strata/translate.h"

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
	if (terminal_set_locale())
		language_choose();
	if (cli_parse(&cli, argc, argv, error) < 0) {
		cli_complain("%s", error);
		return CLI_USAGE;
	}
	if (cli.is_ascii)
		translate_close();
	int status = run(&cli);
	translate_close();
	cli_finish(&cli);
	return status;
}
