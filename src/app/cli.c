/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/cli.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/batch.h"
#include "app/config.h"
#include "app/prompt.h"
#include "app/sampler.h"
#include "strata/text.h"
#include "view/view.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Which subcommands an option belongs to, or-ed. */
enum option_set {
	FOR_VIEW = 1,
	FOR_RUN = 2,
	FOR_DEMO = 4,
	FOR_SNAPSHOT = 8,
	FOR_LIST = 16,
	FOR_ALL = 31,
};

/* The viewer stands first: it is what an operand that names no subcommand means. */
static const struct subcommand subcommands[] = {
	{ "", "[PID | NAME]...", "watch a process, or compare several; without one, choose",
		FOR_VIEW, .most_operands = SAMPLER_TARGETS, .run = app_view },
	{ "run", "[--] COMMAND [ARGUMENT...]",
		"start COMMAND and watch it from its first instruction", FOR_RUN,
		.least_operands = 1, .is_launcher = true, .run = app_run },
	{ "demo", "[ID]", "a lesson with its own small workload; without ID list them", FOR_DEMO,
		.most_operands = 1, .run = app_demo },
	{ "snapshot", "PID | NAME [ADDRESS]", "one sample to standard output", FOR_SNAPSHOT,
		.least_operands = 1, .most_operands = 1, .run = batch_snapshot },
	{ "list", "", "the processes that can be watched", FOR_LIST, .run = batch_list },
};

static bool set_target(struct cli *cli, const char *value)
{
	cli->target = value;
	return *value != '\0';
}

static bool set_every(struct cli *cli, const char *value)
{
	return config_duration(value, &cli->period_ns) && cli->period_ns >= SAMPLER_PERIOD_LEAST &&
	       cli->period_ns <= SAMPLER_PERIOD_MOST;
}

static bool set_theme(struct cli *cli, const char *value)
{
	cli->theme = value;
	return *value != '\0';
}

static bool set_view(struct cli *cli, const char *value)
{
	cli->view = value;
	return view_find(value) != NULL;
}

static bool set_budget(struct cli *cli, const char *value)
{
	return config_share(value, &cli->budget);
}

static bool add_setting(struct cli *cli, const char *value)
{
	const char *equals = strchr(value, '=');
	cli->settings[cli->setting_count++] = value;
	return equals && equals > value;
}

static bool set_speed(struct cli *cli, const char *value)
{
	char *end;
	cli->speed = strtod(value, &end);
	return end != value && *end == '\0' && cli->speed >= 0.1 && cli->speed <= 100;
}

static bool set_format(struct cli *cli, const char *value)
{
	static const char *const names[] = {
		[EXPORT_TEXT] = "text",
		[EXPORT_JSON] = "json",
		[EXPORT_CSV] = "csv",
	};
	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(names[i], value) == 0) {
			cli->export.format = (enum export_format)i;
			return true;
		}
	return false;
}

/* An option without an argument sets a flag; one with an argument applies it. */
static const struct option_info {
	const char *name;
	char letter;
	const char *argument; /* NULL for none */
	const char *help;
	unsigned sets; /* enum option_set, or-ed */
	size_t flag;   /* offset of a bool in struct cli */
	bool (*apply)(struct cli *cli, const char *value);
	const char *expected; /* what its argument must be */
} options[] = {
	{ "pid", 'p', "PID", "the process, as an option", FOR_VIEW | FOR_SNAPSHOT,
		.apply = set_target, .expected = "a process ID" },
	{ "format", 0, "FORMAT", "text, json or csv", FOR_SNAPSHOT | FOR_LIST, .apply = set_format,
		.expected = "text, json or csv" },
	{ "totals", 0, NULL, "totals, kinds and gaps, but no regions", FOR_SNAPSHOT,
		.flag = offsetof(struct cli, export.totals) },
	{ "pages", 0, NULL, "what stands behind each page, or those of the region at ADDRESS",
		FOR_SNAPSHOT, .flag = offsetof(struct cli, wants_pages) },
	{ "check", 0, NULL, "run without a terminal and judge what was seen", FOR_DEMO,
		.flag = offsetof(struct cli, is_check) },
	{ "set", 0, "KEY=VALUE", "change a parameter of the demo; may be repeated", FOR_DEMO,
		.apply = add_setting, .expected = "KEY=VALUE" },
	{ "speed", 0, "N", "how fast the demo goes on by itself: 0.1 to 100", FOR_DEMO,
		.apply = set_speed, .expected = "a number from 0.1 to 100" },
	{ "every", 0, "TIME", "time between samples: 0.1s to 60s", FOR_ALL, .apply = set_every,
		.expected = "a time from 0.1s to 60s" },
	{ "budget", 0, "PERCENT", "share of time that slow reads may take", FOR_ALL,
		.apply = set_budget, .expected = "a share of time in percent, such as 1%" },
	{ "view", 0, "NAME", "the view to begin with, such as map or regions", FOR_ALL,
		.apply = set_view, .expected = "the name of a view, such as map or regions" },
	{ "theme", 0, "NAME", "colours: the name of a theme, or a file", FOR_ALL,
		.apply = set_theme, .expected = "the name of a theme, or a file" },
	{ "no-color", 0, NULL, "no colours", FOR_ALL, .flag = offsetof(struct cli, has_no_color) },
	{ "ascii", 0, NULL, "plain ASCII alone", FOR_ALL, .flag = offsetof(struct cli, is_ascii) },
	{ "no-mouse", 0, NULL, "leave the mouse to the terminal", FOR_ALL,
		.flag = offsetof(struct cli, has_no_mouse) },
	{ "help", 'h', NULL, "this text; after a subcommand its own", FOR_ALL,
		.flag = offsetof(struct cli, wants_help) },
	{ "version", 0, NULL, "the version", FOR_ALL, .flag = offsetof(struct cli, wants_version) },
};

/* A parse in progress. */
struct parse {
	struct cli *cli;
	int argc;
	char *const *argv;
	unsigned seen; /* options given, a bit each */
	char *error;
};
static_assert(COUNT(options) <= 32, "a bit of struct parse for each option");

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
	return options[index].letter ? options[index].letter : 256 + (int)index;
}

static size_t option_index(int value)
{
	size_t index = 0;
	while (index < COUNT(options) && option_value(index) != value)
		index++;
	return index;
}

static int refuse_option(struct parse *parse, int result)
{
	const char *text = parse->argv[optind - 1];
	size_t index = option_index(optopt);
	if (result == ':')
		return refuse(parse, "%s: it needs %s", text, options[index].expected);
	if (optopt >= '0' && optopt <= '9')
		return refuse(parse, "-%c: not an option; process IDs are positive", optopt);
	if (index < COUNT(options))
		return refuse(parse, "%s: it takes no argument", text);
	if (optopt)
		return refuse(parse, "-%c: no such option; see strata --help", optopt);
	return refuse(parse, "%s: no such option, or not clear which; see strata --help", text);
}

/* Reads options from `optind` on: up to the first operand ('+'), or all, operands moved last. */
static int parse_options(struct parse *parse, const char *letters)
{
	struct option longs[COUNT(options) + 1] = { 0 };
	for (size_t i = 0; i < COUNT(options); i++)
		longs[i] = (struct option){ options[i].name,
			options[i].argument ? required_argument : no_argument, NULL,
			option_value(i) };
	opterr = 0;
	int result;
	while ((result = getopt_long(parse->argc, parse->argv, letters, longs, NULL)) != -1) {
		if (result == '?' || result == ':')
			return refuse_option(parse, result);
		const struct option_info *option = &options[option_index(result)];
		parse->seen |= 1u << (option - options);
		if (!option->apply)
			*(bool *)((char *)parse->cli + option->flag) = true;
		else if (!option->apply(parse->cli, optarg))
			return refuse(parse, "--%s %s: expected %s", option->name, optarg,
				option->expected);
	}
	return 0;
}

static bool choose_subcommand(struct cli *cli, const char *word)
{
	for (size_t i = 1; i < COUNT(subcommands); i++)
		if (strcmp(subcommands[i].name, word) == 0) {
			cli->subcommand = &subcommands[i];
			return true;
		}
	return false;
}

/* "strata", "strata list": how complaints and --help call it. */
static char *called(const struct subcommand *subcommand, char out[32])
{
	snprintf(out, 32, "strata%s%s", *subcommand->name ? " " : "", subcommand->name);
	return out;
}

static int check_options(struct parse *parse)
{
	const struct subcommand *subcommand = parse->cli->subcommand;
	char name[32];
	for (size_t i = 0; i < COUNT(options); i++)
		if (parse->seen & 1u << i && !(options[i].sets & subcommand->option_set))
			return refuse(parse, "--%s: not an option of %s; see %s --help",
				options[i].name, called(subcommand, name),
				called(subcommand, name));
	return 0;
}

/* The target, unless an option gave it, then others, or an address where pages are wanted. */
static int take_words(struct parse *parse, int count, char *const *words)
{
	struct cli *cli = parse->cli;
	if (count > 0 && !cli->target) {
		if (!set_target(cli, words[0]))
			return refuse(
				parse, "an empty word: it takes %s", cli->subcommand->operands);
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
		return refuse(
			parse, "%s: no address; write it in hex, such as 7ffd_4c21_9000", words[0]);
	return 0;
}

static int take_operands(struct parse *parse, int count, char *const *operands)
{
	struct cli *cli = parse->cli;
	const struct subcommand *subcommand = cli->subcommand;
	char name[32];
	int given = count + (cli->target != NULL);
	if (given < subcommand->least_operands)
		return refuse(parse, "%s: something is missing; it takes %s", subcommand->name,
			subcommand->operands);
	if (subcommand->is_launcher) {
		cli->command = (const char *const *)operands;
		return 0;
	}
	if (given > subcommand->most_operands + cli->wants_pages)
		return refuse(parse, "%s: a word too many; see %s --help", operands[count - 1],
			called(subcommand, name));
	return take_words(parse, count, operands);
}

static int parse_all(struct parse *parse)
{
	struct cli *cli = parse->cli;
	optind = 0;
	int result = parse_options(parse, "+:p:h");
	bool is_closed = optind > 1 && strcmp(parse->argv[optind - 1], "--") == 0;
	if (result == 0 && optind < parse->argc && !is_closed) {
		int skipped = choose_subcommand(cli, parse->argv[optind]) ? optind : optind - 1;
		parse->argv += skipped;
		parse->argc -= skipped;
		optind = 0; /* begins anew: other rules hold behind the subcommand */
		result = parse_options(parse, cli->subcommand->is_launcher ? "+:p:h" : ":p:h");
	}
	if (result < 0 || cli->wants_help || cli->wants_version)
		return result;
	result = check_options(parse);
	return result < 0 ? result
			  : take_operands(parse, parse->argc - optind, parse->argv + optind);
}

int cli_parse(struct cli *cli, int argc, char *const argv[], char error[CLI_ERROR])
{
	*cli = (struct cli){ .subcommand = &subcommands[0], .speed = 1 };
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

static void print_usage(const struct subcommand *subcommand, FILE *stream)
{
	char name[32], line[80];
	snprintf(line, sizeof(line), "%s %s", called(subcommand, name), subcommand->operands);
	fprintf(stream, "  %-38s %s\n", line, subcommand->summary);
}

static void print_options(unsigned sets, bool is_common, FILE *stream)
{
	for (size_t i = 0; i < COUNT(options); i++) {
		const struct option_info *option = &options[i];
		if (!(option->sets & sets) || (option->sets == FOR_ALL) != is_common)
			continue;
		char line[64], letter[] = { '-', option->letter, ',', '\0' };
		snprintf(line, sizeof(line), "%s --%s%s%s", option->letter ? letter : "   ",
			option->name, option->argument ? " " : "",
			option->argument ? option->argument : "");
		fprintf(stream, "  %-38s %s\n", line, option->help);
	}
}

void cli_help(const struct cli *cli, FILE *stream)
{
	bool is_all = cli->subcommand == &subcommands[0];
	fputs("strata shows the memory of a running process, live.\n\n", stream);
	for (size_t i = 0; i < COUNT(subcommands); i++)
		if (is_all || &subcommands[i] == cli->subcommand)
			print_usage(&subcommands[i], stream);
	fputs("\nOptions\n", stream);
	print_options(is_all ? FOR_ALL : cli->subcommand->option_set, false, stream);
	print_options(FOR_ALL, true, stream);
	fputs("\nExit status: 0 done; 1 the target or a file failed; 2 wrong usage.\n"
	      "The manual has more: man strata.\n",
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
	cli_complain("standard output: %s", strerror(errno));
	return CLI_FAILED;
}
