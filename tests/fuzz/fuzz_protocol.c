/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz.h"

#include <sys/socket.h>
#include <unistd.h>

#include "demo/protocol.h"
#include "demo/runner_intake.h"
#include "strata/text.h"

static void check_safe(const char *text, size_t size)
{
	PROMISE(memchr(text, '\0', size));
	for (size_t length = strlen(text), at = 0, bytes; at < length; at += bytes)
		PROMISE(text_is_safe(text_decode(text + at, length - at, &bytes)));
}

static void check_run(const struct demo_run *run)
{
	PROMISE(run->process_count <= DEMO_ROLES && run->marker_count <= RUN_MARKERS);
	PROMISE(run->shown_count <= RUN_VALUES);
	check_safe(run->reason, sizeof(run->reason));
	for (size_t i = 0; i < run->marker_count; i++)
		check_safe(run->markers[i].label, sizeof(run->markers[i].label));
	for (size_t i = 0; i < run->shown_count; i++)
		check_safe(run->shown[i].name, sizeof(run->shown[i].name));
}

/* Takes a line in; whenever the worker waits after it, it is told to go on. */
static void take(struct intake *intake, char *line)
{
	intake_line(intake, line);
	if (intake->run->state == RUN_WAITING_SAMPLE)
		intake->run->state = RUN_WORKING;
}

/* What a worker might say, through a real socket. Process 1 is nobody's child here, so no pid is
 * ever accepted. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct protocol_reader reader = { 0 };
	struct intake intake;
	struct demo_run run = {
		.demo = demo_find("demand"),
		.state = RUN_WORKING,
		.step = SIZE_MAX,
	};
	int ends[2];
	PROMISE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
	size = size < 4096 ? size : 4096;
	PROMISE(send(ends[0], data, size, 0) == (ssize_t)size);
	close(ends[0]);
	intake_init(&intake, &run, 5, 1 << 30);
	while (protocol_receive(&reader, ends[1], 0) > 0)
		for (char *line; (line = protocol_take_line(&reader));)
			take(&intake, line);
	check_run(&run);
	intake_finish(&intake);
	close(ends[1]);
	return 0;
}
