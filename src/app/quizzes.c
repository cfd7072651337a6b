/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/session.h"
#include "demo/quiz.h"
#include "strata/translate.h"

struct beginning {
	size_t first;
	FILE *file; /* NULL: nothing is stored */
};

static void begin(struct viewer *viewer, const void *context)
{
	const struct beginning *beginning = context;
	viewer->quiz.file = beginning->file;
	quiz_start(viewer, beginning->first);
}

static int list(void)
{
	for (size_t i = 0; i < quiz_count(); i++)
		printf("%-14s %s\n", quiz_at(i)->id, translate(quiz_at(i)->question));
	return cli_close_output();
}

static int ask(const struct cli *cli, struct beginning *beginning)
{
	struct settings settings;
	int status = session_settings(cli, &settings);
	if (status)
		return status;
	if (cli->output && !(beginning->file = fopen(cli->output, "ae"))) {
		cli_complain("%s: %s", cli->output, strerror(errno));
		return CLI_FAILED;
	}
	status = session_run(cli, &settings, begin, beginning);
	if (beginning->file && fclose(beginning->file) < 0 && status == CLI_DONE) {
		cli_complain("%s: %s", cli->output, strerror(errno));
		return CLI_FAILED;
	}
	return status;
}

int app_quiz(const struct cli *cli)
{
	struct beginning beginning = { .first = cli->target ? quiz_find(cli->target) : 0 };
	if (beginning.first == quiz_count()) {
		cli_complain(_("%s: no such question; strata quiz --list lists them"), cli->target);
		return CLI_USAGE;
	}
	if (cli->wants_list || !session_has_terminal())
		return list();
	return ask(cli, &beginning);
}
