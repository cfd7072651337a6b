/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Settings of the viewer: built in, then the configuration file, then the command line.
 *
 * The file is $XDG_CONFIG_HOME/strata/config (~/.config without it), lines of `key = value`; it is
 * read once, checked strictly, never written, never looked for in the working directory. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct settings {
	char theme[256];    /* name or path; empty: the built-in one */
	char view[32];      /* the first view */
	uint64_t period_ns; /* every */
	double budget;      /* share of time the slow lane may read, 0..1 */
	bool is_ascii;
	bool has_mouse;
	bool has_side; /* the side panel beside a view */
};

void settings_default(struct settings *settings);

/* "$XDG_CONFIG_HOME/strata/NAME" as a path in `out`; false when there is no home or no room. */
bool config_path(const char *name, char *out, size_t size);
/* Reads a file into `settings`. 0, also when there is none; -EINVAL with one line in `error` that
 * names file, line and what was expected; -EPERM, likewise, for root when it belongs to another. */
int config_load(const char *path, struct settings *settings, char *error, size_t error_size);
/* The same from memory, for tests and fuzzing. `name` stands for the file in errors. */
int config_parse(const char *text, const char *name, struct settings *settings, char *error,
	size_t error_size);

/* "0.5", "2s", "500ms", "1m" as nanoseconds. */
bool config_duration(const char *text, uint64_t *ret_ns);
/* "1", "0.5%" (percent, up to 100) as a share: 0.01, 0.005. */
bool config_share(const char *text, double *ret_share);
