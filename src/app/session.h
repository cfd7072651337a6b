/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A session is a viewer with its terminal, from the command line to the exit status. */
#pragma once

#include "app/cli.h"
#include "app/config.h"
#include "app/viewer.h"

/* The settings that hold: built in, file, command line. An exit status; 0 to go on. */
int session_settings(const struct cli *cli, struct settings *settings);
/* Is there a terminal to paint on and to be asked by? */
bool session_has_terminal(void);
/* Opens the terminal, lets `begin` say what is watched, runs the viewer until its end, and gives the
 * terminal back. An exit status. */
int session_run(const struct cli *cli, const struct settings *settings,
	void (*begin)(struct viewer *viewer, const void *context), const void *context);
