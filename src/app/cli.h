/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line: what was asked for, as data.
 *
 * One table of subcommands and one of options (cli_table.c); parsing (cli.c), --help and complaints
 * (cli_help.c) all read them.
 * Parsing prints nothing and touches nothing but its result. Strings point into argv. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "strata/export.h"

#define CLI_ERROR 512 /* room for any complaint of cli_parse() */

/* Exit statuses of the program. */
enum cli_status {
	CLI_DONE = 0,
	CLI_FAILED = 1, /* the target or a file */
	CLI_USAGE = 2,
};

struct cli;

struct subcommand {
	const char *name;     /* "snapshot"; "" for the viewer, which needs none */
	const char *operands; /* "PID | NAME" */
	const char *summary;  /* one line of --help */
	unsigned option_set;  /* its bit in struct option_info */
	int least_operands, most_operands;
	bool is_launcher;                  /* what follows the first operand belongs to it */
	int (*run)(const struct cli *cli); /* returns the exit status */
};

struct cli {
	const struct subcommand *subcommand;
	const char *target;        /* PID, NAME or demo as typed; NULL for none */
	const char *const *others; /* further targets */
	size_t other_count;
	const char *const *command; /* run: program and arguments, NULL-terminated */

	/* Common; what was not given is 0, NULL or false, and then the configuration file holds. */
	uint64_t period_ns;
	uint64_t lasting_ns; /* --for */
	double budget;       /* share of time, 0..1 */
	const char *theme, *view;
	bool is_ascii, has_no_color, has_no_mouse;

	struct export_options export;
	bool wants_pages, has_address;
	uint64_t address; /* pages of the region that holds it alone */

	const char *exported; /* --format of strata export; NULL */
	int width, height;    /* --size; 0 */
	const char *output;   /* --output */
	bool is_replacing;    /* what is there already */
	bool is_anonymous, until_exit;

	bool is_check, is_check_all, wants_list, is_teaching;
	double speed;          /* of a demo; 1 when not given */
	const char **settings; /* "key=value" of --set; owned, NULL-terminated */
	size_t setting_count;

	bool wants_help, wants_version;
};

/* 0; -EINVAL with one line in `error`; -ENOMEM likewise. Ends with cli_finish() when it was 0. */
int cli_parse(struct cli *cli, int argc, char *const argv[], char error[CLI_ERROR]);
void cli_finish(struct cli *cli);
/* Usage, subcommands and options: all, or those of one subcommand. */
void cli_help(const struct cli *cli, FILE *stream);
void cli_version(FILE *stream);

/* One line on standard error, made safe to show: "strata: what: why; what would help". */
void cli_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Flushes standard output; CLI_DONE, or CLI_FAILED after a complaint when writing failed. */
int cli_close_output(void);
