/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes strata-demos(7), for scdoc, from the tables of the demos themselves. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "demo/playlist.h"
#include "demo/quiz.h"
#include "strata/units.h"

/* Text that holds nothing scdoc would take for its own. */
static void write_text(const char *text)
{
	for (; *text; text++) {
		if (strchr("_*\\<>`[|#-", *text))
			putchar('\\');
		putchar(*text);
	}
}

static void write_paragraph(const char *text)
{
	write_text(text);
	fputs("\n\n", stdout);
}

static void write_bounds(const struct demo_parameter *parameter)
{
	char least[UNITS_TEXT], most[UNITS_TEXT];
	if (parameter->choices)
		for (const char *at = parameter->choices; *at; at++)
			fputs(*at == '|' ? ", " : (char[]){ *at, '\0' }, stdout);
	else
		printf("%s to %s", units_bytes(parameter->least, UNITS_NARROW, least),
			units_bytes(parameter->most, UNITS_NARROW, most));
}

static void write_parameters(const struct demo *demo)
{
	const struct demo_parameter *parameter = demo->parameters;
	for (; parameter < demo->parameters + DEMO_PARAMETERS && parameter->name; parameter++) {
		printf("*%s*=_%s_\n\t", parameter->name, parameter->value);
		write_text(parameter->help);
		fputs(" (", stdout);
		write_bounds(parameter);
		fputs(")\n\n", stdout);
	}
}

static void write_step(const struct demo_step *step, unsigned number)
{
	printf("*%u. ", number);
	write_text(step->title);
	fputs("*\n\t", stdout);
	write_text(step->lesson);
	if (step->textbook) {
		fputs("\n\n\tTextbooks say: ", stdout);
		write_text(step->textbook);
		fputs(". Measured: ", stdout);
		write_text(step->measured);
		fputs(".", stdout);
	}
	fputs("\n\n", stdout);
}

static void write_demo(const struct demo *demo)
{
	char cap[UNITS_TEXT];
	unsigned number = 0;
	printf("## %s: ", demo->id);
	write_paragraph(demo->title);
	write_text(demo->summary);
	printf(". %u minutes; at most %s of memory.", demo->minutes,
		units_bytes(demo_usual_cap(demo), UNITS_WIDE, cap));
	if (demo->needs) {
		fputs(" Needs ", stdout);
		write_text(demo->needs);
		putchar('.');
	}
	fputs("\n\n", stdout);
	if (demo->without)
		write_paragraph(demo->without);
	write_parameters(demo);
	for (size_t i = 0; i < demo->step_count; i++)
		if (demo_step_is_usual(demo, &demo->steps[i]))
			write_step(&demo->steps[i], ++number);
}

static void write_group(const char *group)
{
	fputs("# ", stdout);
	for (const char *at = group; *at; at++)
		putchar(toupper((unsigned char)*at));
	fputs("\n\n", stdout);
	for (size_t i = 0; i < demo_count; i++)
		if (strcmp(demo_table[i]->group, group) == 0)
			write_demo(demo_table[i]);
}

static void write_playlist(const struct playlist *playlist)
{
	printf("*%s*\n\t", playlist->id);
	write_text(playlist->title);
	fputs(": ", stdout);
	write_text(playlist->summary);
	fputs(".\n\n\t", stdout);
	for (size_t i = 0; i < playlist_length(playlist); i++)
		printf("%s*%s*", i ? ", " : "", playlist->demos[i]);
	fputs("\n\n", stdout);
}

static void write_question(const struct quiz_question *question)
{
	printf("*%s*\n\t", question->id);
	write_text(question->question);
	printf(" (*%s*, step %u)\n\n", question->demo, question->step);
}

int main(void)
{
	fputs("strata-demos(7)\n\n"
	      "# NAME\n\n"
	      "strata-demos - the lessons of strata\n\n"
	      "# SYNOPSIS\n\n"
	      "*strata demo* _ID_ [*--set* _KEY_=_VALUE_]... [*--check*]\n\n"
	      "# DESCRIPTION\n\n"
	      "Each demo is a small workload in a process of its own. It stops after each step "
	      "until it has been looked at, so that the numbers are exact. What must be seen is "
	      "a formula over the parameters, so it holds at other sizes too. Sizes are halved "
	      "until the demo takes at most a quarter of the available memory. Texts speak of "
	      "the parameters as they are unless set, and of pages of 4 KiB.\n\n",
		stdout);
	for (size_t i = 0; i < DEMO_GROUPS; i++)
		write_group(demo_groups[i]);
	fputs("# ONE AFTER THE OTHER\n\nIn place of an _ID_:\n\n", stdout);
	for (size_t i = 0; i < playlist_count; i++)
		write_playlist(&playlist_table[i]);
	fputs("# QUIZ\n\n*strata quiz* [_ID_] asks these, each decided by a step of a demo:\n\n",
		stdout);
	for (size_t i = 0; i < quiz_count(); i++)
		write_question(quiz_at(i));
	fputs("# SEE ALSO\n\n*strata*(1)\n", stdout);
	return 0;
}
