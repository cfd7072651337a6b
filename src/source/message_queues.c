/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lines.h"
#include "resources.h"

#define QUEUES 64

/* A line of /proc/sysvipc/msg. */
enum word {
	WORD_KEY,
	WORD_ID,
	WORD_PERMISSIONS,
	WORD_BYTES,
	WORD_MESSAGES,
	WORD_SENDER,
	WORD_RECEIVER,
	WORDS,
};

struct search {
	pid_t pid;
	size_t count;
	struct message_queue queues[QUEUES];
};

/* The kernel notes who used a queue last, not who made it. */
static void take_line(void *context, char *line)
{
	struct search *search = context;
	char *words[WORDS + 1];
	if (lines_split(line, words, WORDS + 1) < WORDS || search->count == QUEUES)
		return;
	const struct message_queue queue = {
		.id = (int)strtol(words[WORD_ID], NULL, 10),
		.key = (uint32_t)strtol(words[WORD_KEY], NULL, 10),
		.bytes = strtoull(words[WORD_BYTES], NULL, 10),
		.messages = strtoull(words[WORD_MESSAGES], NULL, 10),
		.sender = (pid_t)strtol(words[WORD_SENDER], NULL, 10),
		.receiver = (pid_t)strtol(words[WORD_RECEIVER], NULL, 10),
	};
	if (queue.sender == search->pid || queue.receiver == search->pid)
		search->queues[search->count++] = queue;
}

int message_queues_take(struct reading *reading)
{
	struct resources *resources = reading->resources;
	struct search search = { .pid = reading->snapshot->process.pid };
	/* Where the kernel was built without them there is no table. */
	if (lines_read(reading->dir, "../sysvipc/msg", take_line, &search) || search.count == 0)
		return 0;
	size_t size = search.count * sizeof *resources->queues;
	resources->queues = arena_take(&reading->snapshot->arena, size);
	if (!resources->queues)
		return -ENOMEM;
	memcpy(resources->queues, search.queues, size);
	resources->queue_count = search.count;
	return 0;
}
