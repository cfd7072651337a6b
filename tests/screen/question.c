/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "question.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "view/who.h"

#define KIB UINT64_C(1024)

static bool answer(struct question *question, const char *fixtures, pid_t first)
{
	char root[PATH_MAX];
	snprintf(root, sizeof root, "%s/shared", fixtures);
	const struct mappers_options options = {
		.proc_root = root,
		.device_major = 0xfe,
		.inode = 131,
		.first = 10,
	};
	if (mappers_init(&question->answer, &options))
		return false;
	question->answer.entries[0].pid = first;
	question->answer.entries[2].comm = "a\033[31mb";
	question->answer.entries[2].counters[COUNTER_ANON_HUGE] = 2048 * KIB;
	question->asked.answer = &question->answer;
	question->asked.tally = question->answer.tally;
	question->asked.tally.denied = 7;
	question->asked.tally.failed = 1;
	question->asked.tally.is_partial = false;
	return true;
}

static void refuse(struct question *question)
{
	struct region heap = { .kind = REGION_HEAP };
	heap.counters[COUNTER_RSS] = 40 * KIB;
	heap.counters[COUNTER_SHARED_DIRTY] = 12 * KIB;
	heap.counters[COUNTER_KSM] = 8 * KIB;
	who_reason(&heap, question->reason, sizeof question->reason);
	question->asked.name = "heap 5602_cd44_c000";
	question->asked.reason = question->reason;
}

bool question_init(struct question *question, const char *how, const char *fixtures, pid_t first)
{
	*question = (struct question){ .asked.name = "/usr/lib/libshare.so.1" };
	question->asked.tally = (struct mappers_tally){ 311, 120, 14, 0, 0, true };
	if (strcmp(how, "refused") == 0)
		refuse(question);
	return strcmp(how, "answered") != 0 || answer(question, fixtures, first);
}

void question_finish(struct question *question)
{
	mappers_finish(&question->answer);
}
