/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli_table.h"
#include "app/prompt.h"
#include "strata/text.h"
#include "strata/translate.h"

/* A parse in progress. */
struct parse {
	struct cli *cli;
	int argc;
	char *const *argv;
	uint64_t seen; /* options given, a bit each */
	char *error;
};

__attribute__((format(printf, 2, 3))) static int refuse(
	struct parse *parse, const char *format, ...)
{
	char raw[CLI_ERROR];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(raw, sizeof(raw), format, arguments);
	va_end(arguments);
	text_sanitise(raw, strlen(raw), parse->error, CLI_ERROR);
	return -EINVAL;
}

/* getopt's form of the table: option i is value 256 + i, or its letter. */
static int option_value(size_t index)
{
	return cli_options[index].letter ? cli_options[index].letter : 256 + (int)index;
}

static size_t option_index(int value)
{
	size_t index = 0;
	while (index < cli_option_count && option_value(index) != value)
		index++;
	return index;
}

static int refuse_option(struct parse *parse, int result)
{
	const char *text = parse->argv[optind - 1];
	size_t index = option_index(optopt);
	if (result == ':')
		return refuse(
			parse, _("%s: it needs %s"), text, translate(cli_options[index].expected));
	if (optopt >= '0' && optopt <= '9')
		return refuse(parse, _("-%c: not an option; process IDs are positive"), optopt);
	if (index < cli_option_count)
		return refuse(parse, _("%s: it takes no argument"), text);
	if (optopt)
		return refuse(parse, _("-%c: no such option; see strata --help"), optopt);
	return refuse(parse, _("%s: no such option, or not clear which; see strata --help"), text);
}

/* The tables in getopt's words. */
struct forms {
	struct option longs[CLI_OPTIONS_MOST + 1];
	char letters[2 * CLI_OPTIONS_MOST + 3];
};

static void write_forms(bool is_up_to_operand, struct forms *forms)
{
	char *letter = forms->letters;
	*forms = (struct forms){ 0 };
	if (is_up_to_operand)
		*letter++ = '+';
	*letter++ = ':';
	for (size_t i = 0; i < cli_option_count; i++) {
		const struct option_info *option = &cli_options[i];
		forms->longs[i] = (struct option){ option->name,
			option->argument ? required_argument : no_argument, NULL, option_value(i) };
		if (option->letter)
			*letter++ = option->letter;
		if (option->letter && option->argument)
			*letter++ = ':';
	}
}

/* Reads options from argv[1] on: up to the first operand, or all, operands moved last. */
static int parse_options(struct parse *parse, bool is_up_to_operand)
{
	struct forms forms;
	write_forms(is_up_to_operand, &forms);
	opterr = 0;
	optind = 0;
	int result;
	while ((result = getopt_long(parse->argc, parse->argv, forms.letters, forms.longs, NULL)) !=
		-1) {
		if (result == '?' || result == ':')
			return refuse_option(parse, result);
		const struct option_info *option = &cli_options[option_index(result)];
		parse->seen |= UINT64_C(1) << (option - cli_options);
		if (!option->apply)
			*(bool *)((char *)parse->cli + option->flag) = true;
		else if (!option->apply(parse->cli, optarg))
			return refuse(parse, _("--%s %s: expected %s"), option->name, optarg,
				translate(option->expected));
	}
	return 0;
}

static bool choose_subcommand(struct cli *cli, const char *word)
{
	for (size_t i = 1; i < cli_subcommand_count; i++)
		if (strcmp(cli_subcommands[i].name, word) == 0) {
			cli->subcommand = &cli_subcommands[i];
			return true;
		}
	return false;
}

static int check_options(struct parse *parse)
{
	const struct subcommand *subcommand = parse->cli->subcommand;
	char name[32];
	for (size_t i = 0; i < cli_option_count; i++)
		if (parse->seen & UINT64_C(1) << i &&
			!(cli_options[i].sets & subcommand->option_set))
			return refuse(parse, _("--%s: not an option of %s; see %s --help"),
				cli_options[i].name, cli_called(subcommand, name),
				cli_called(subcommand, name));
	return 0;
}

/* The target, unless an option gave it, then others, or an address where pages are wanted. */
static int take_words(struct parse *parse, int count, char *const *words)
{
	struct cli *cli = parse->cli;
	if (count > 0 && !cli->target) {
		cli->target = words[0];
		if (!*cli->target)
			return refuse(
				parse, _("an empty word: it takes %s"), cli->subcommand->operands);
		count--;
		words++;
	}
	if (cli->subcommand->most_operands > 1) {
		cli->others = (const char *const *)words;
		cli->other_count = (size_t)count;
		return 0;
	}
	cli->has_address = count > 0;
	if (cli->has_address && !prompt_address(words[0], &cli->address))
		return refuse(parse, _("%s: no address; write it in hex, such as 7ffd_4c21_9000"),
			words[0]);
	return 0;
}

static int take_operands(struct parse *parse, int count, char *const *operands)
{
	struct cli *cli = parse->cli;
	const struct subcommand *subcommand = cli->subcommand;
	char name[32];
	int given = count + (cli->target != NULL);
	if (given < subcommand->least_operands)
		return refuse(parse, _("%s: something is missing; it takes %s"), subcommand->name,
			subcommand->operands);
	if (subcommand->is_launcher) {
		cli->command = (const char *const *)operands;
		return 0;
	}
	if (given > subcommand->most_operands + cli->wants_pages)
		return refuse(parse, _("%s: a word too many; see %s --help"), operands[count - 1],
			cli_called(subcommand, name));
	return take_words(parse, count, operands);
}

static int parse_all(struct parse *parse)
{
	struct cli *cli = parse->cli;
	int result = parse_options(parse, true);
	bool is_closed = optind > 1 && strcmp(parse->argv[optind - 1], "--") == 0;
	if (result == 0 && optind < parse->argc && !is_closed) {
		int skipped = choose_subcommand(cli, parse->argv[optind]) ? optind : optind - 1;
		parse->argv += skipped;
		parse->argc -= skipped;
		/* Other rules hold behind the subcommand. */
		result = parse_options(parse, cli->subcommand->is_launcher);
	}
	if (result < 0 || cli->wants_help || cli->wants_version)
		return result;
	result = check_options(parse);
	return result < 0 ? result
			  : take_operands(parse, parse->argc - optind, parse->argv + optind);
}

int cli_parse(struct cli *cli, int argc, char *const argv[], char error[CLI_ERROR])
{
	*cli = (struct cli){ .subcommand = &cli_subcommands[0], .speed = 1 };
	struct parse parse = { .cli = cli, .argc = argc, .argv = argv, .error = error };
	cli->settings = calloc((size_t)argc + 1, sizeof(*cli->settings));
	if (!cli->settings) {
		refuse(&parse, "%s", strerror(ENOMEM));
		return -ENOMEM;
	}
	int result = parse_all(&parse);
	cli->export.is_ascii = cli->is_ascii;
	if (result < 0)
		cli_finish(cli);
	return result;
}

void cli_finish(struct cli *cli)
{
	free(cli->settings);
	cli->settings = NULL;
}
