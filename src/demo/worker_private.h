/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the worker share. */
#pragma once

#include <stdbool.h>

#include "demo/protocol.h"
#include "demo/scope.h"
#include "demo/worker.h"

struct worker_child {
	pid_t pid;
	int fd; /* orders go out, "done" comes back */
};

/* One process of a demo. It lives on the stack, so that it costs no page of its own. */
struct worker {
	const struct demo *demo;
	struct scope scope; /* what PARAM said */
	struct protocol_reader reader;
	int fd; /* to the viewer; in a child: to its parent */
	bool is_child;
	size_t step;
	struct worker_child children[DEMO_ROLES];
	size_t child_count;
	struct worker_child guard; /* pid 0: none */
};

/* Takes in what the other side says until it says GO (first process); ends the process on QUIT or
 * when the other side is gone. */
void worker_listen(struct worker *worker);
/* Sends, or ends the process. */
void worker_say(struct worker *worker, struct protocol_line *line);
/* Lets the guard clean up, and waits for it. */
void worker_dismiss(struct worker *worker);
