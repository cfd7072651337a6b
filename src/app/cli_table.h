/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables that the command line is made of: one row a subcommand, one row an option. Parsing
 * (cli.c) and help (cli_help.c) read them; the viewer stands first among the subcommands, because it
 * is what an operand that names none means. */
#pragma once

#include "app/cli.h"

/* Which subcommands an option belongs to, or-ed. */
enum option_set {
	FOR_VIEW = 1 << 0,
	FOR_RUN = 1 << 1,
	FOR_DEMO = 1 << 2,
	FOR_SNAPSHOT = 1 << 3,
	FOR_LIST = 1 << 4,
	FOR_RECORD = 1 << 5,
	FOR_REPLAY = 1 << 6,
	FOR_LEAKS = 1 << 7,
	FOR_DIFF = 1 << 8,
	FOR_EXPORT = 1 << 9,
	FOR_QUIZ = 1 << 10,
	FOR_ALL = (1 << 11) - 1,
};

/* An option without an argument sets a flag; one with an argument applies it. */
struct option_info {
	const char *name;
	char letter;
	const char *argument; /* NULL for none */
	const char *help;
	unsigned sets; /* enum option_set, or-ed */
	size_t flag;   /* offset of a bool in struct cli */
	bool (*apply)(struct cli *cli, const char *value);
	const char *expected; /* what its argument must be */
};

extern const struct subcommand cli_subcommands[];
extern const size_t cli_subcommand_count;
extern const struct option_info cli_options[];
extern const size_t cli_option_count;

#define CLI_OPTIONS_MOST 64 /* a bit each in a parse */

/* "strata", "strata list": how complaints and --help call it. Returns `out`. */
char *cli_called(const struct subcommand *subcommand, char out[32]);
