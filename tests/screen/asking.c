/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "asking.h"

#include <stdio.h>
#include <string.h>

#include "demo/figure.h"
#include "demo/formula.h"
#include "demo/prediction.h"
#include "demo/quiz.h"

bool asking_quiz(struct quiz_sheet *sheet, const char *question, char id[32], size_t *step)
{
	size_t at = quiz_find(question);
	if (at == quiz_count())
		return false;
	*sheet = (struct quiz_sheet){
		.question = quiz_at(at), .number = 6, .count = 20, .judged = 5, .right = 3
	};
	snprintf(id, 32, "%s", sheet->question->demo);
	*step = sheet->question->step;
	return true;
}

/* Before the step that was run: it is only asked. */
static void turn_back(struct demo_run *run)
{
	run->state = run->step == 0 ? RUN_READY : RUN_JUDGED;
	run->step--;
	run->verdict_count = run->shown_count = run->passed = 0;
}

bool asking_pose(struct demo_run *run, struct quiz_sheet *sheet, const char *how)
{
	const struct demo_prediction *asked = sheet->question
						      ? &sheet->question->prediction
						      : run->demo->steps[run->step].prediction;
	if (!*how)
		return true;
	if (!asked)
		return false;
	size_t right = sheet->question ? sheet->question->right : 1;
	bool is_right = strcmp(how, "right") == 0;
	uint64_t seen = 25 << 20;
	formula_number(asked->choices[right].value, &seen); /* where it is no more than that */
	run->prediction = (struct run_prediction){ .prediction = asked,
		.state = PREDICTION_JUDGED,
		.step = run->step,
		.choice = is_right ? right : !right,
		.right = right,
		.seen = (int64_t)seen,
		.is_known = true,
		.is_bytes = true,
		.is_word = figure_is_word(asked->metric),
		.is_right = is_right };
	if (run->prediction.is_word)
		snprintf(run->prediction.word, RUN_WORD, "%s", asked->choices[right].value);
	sheet->is_done = strcmp(how, "asked") != 0;
	sheet->judged += sheet->is_done;
	sheet->right += is_right;
	if (sheet->is_done)
		return true;
	run->prediction.state = PREDICTION_ASKED;
	turn_back(run);
	return true;
}

size_t asking_menu(struct menu_entry entries[MENU_MOST])
{
	static const char *const ids[] = { "malloc-grow", "demand", "swap", "cow-fork" };
	struct menu_entry all[MENU_MOST];
	size_t count = 0, all_count = demo_menu(all);
	for (size_t i = 0; i < all_count; i++)
		for (size_t j = 0; j < sizeof ids / sizeof *ids; j++)
			if (strcmp(all[i].id, ids[j]) == 0)
				entries[count++] = all[i];
	entries[count++] = all[all_count - 1];
	for (size_t i = 0; i < count; i++)
		if (strcmp(entries[i].id, "swap") == 0)
			snprintf(entries[i].reason, MENU_REASON, "%s",
				"needs swap>0, and here swap is 0");
	entries[count - 1].minutes = 40; /* whatever the number of questions */
	return count;
}
