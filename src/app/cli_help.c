/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "app/cli_table.h"
#include "strata/text.h"
#include "strata/translate.h"

char *cli_called(const struct subcommand *subcommand, char out[32])
{
	snprintf(out, 32, "strata%s%s", *subcommand->name ? " " : "", subcommand->name);
	return out;
}

static void print_usage(const struct subcommand *subcommand, FILE *stream)
{
	char name[32], line[80];
	snprintf(line, sizeof(line), "%s %s", cli_called(subcommand, name), subcommand->operands);
	fprintf(stream, "  %-38s %s\n", line, translate(subcommand->summary));
}

static void print_options(unsigned sets, bool is_common, FILE *stream)
{
	for (size_t i = 0; i < cli_option_count; i++) {
		const struct option_info *option = &cli_options[i];
		if (!(option->sets & sets) || (option->sets == FOR_ALL) != is_common)
			continue;
		char line[64], letter[] = { '-', option->letter, ',', '\0' };
		snprintf(line, sizeof(line), "%s --%s%s%s", option->letter ? letter : "   ",
			option->name, option->argument ? " " : "",
			option->argument ? option->argument : "");
		fprintf(stream, "  %-38s %s\n", line, translate(option->help));
	}
}

void cli_help(const struct cli *cli, FILE *stream)
{
	bool is_all = cli->subcommand == &cli_subcommands[0];
	fputs(_("strata shows the memory of a running process, live.\n\n"), stream);
	for (size_t i = 0; i < cli_subcommand_count; i++)
		if (is_all || &cli_subcommands[i] == cli->subcommand)
			print_usage(&cli_subcommands[i], stream);
	fputs(_("\nOptions\n"), stream);
	print_options(is_all ? FOR_ALL : cli->subcommand->option_set, false, stream);
	print_options(FOR_ALL, true, stream);
	fputs(_("\nExit status: 0 done; 1 the target or a file failed; 2 wrong usage.\n"
		"The manual has more: man strata.\n"),
		stream);
}

void cli_version(FILE *stream)
{
	fputs("strata " STRATA_VERSION "\n", stream);
}

void cli_complain(const char *format, ...)
{
	char raw[CLI_ERROR], line[CLI_ERROR];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(raw, sizeof(raw), format, arguments);
	va_end(arguments);
	text_sanitise(raw, strlen(raw), line, sizeof(line));
	fprintf(stderr, "strata: %s\n", line);
}

int cli_close_output(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return CLI_DONE;
	cli_complain(_("standard output: %s"), strerror(errno));
	return CLI_FAILED;
}
