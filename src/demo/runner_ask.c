/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the learner is asked, and says. */
#include <errno.h>

#include "demo/prediction.h"
#include "demo/runner_private.h"

void runner_pose(struct runner *runner, const struct demo_prediction *prediction, size_t step)
{
	runner->run.prediction = (struct run_prediction){
		.prediction = prediction,
		.state = PREDICTION_ASKED,
		.step = step,
		.right = SIZE_MAX,
	};
}

bool runner_ask(struct runner *runner)
{
	const struct demo_run *run = &runner->run;
	const struct run_prediction *last = &run->prediction;
	size_t next = runner_next_step(run);
	bool was_asked = last->state != PREDICTION_NONE && last->step >= next;
	if (!runner_is_waiting(run) || next >= run->demo->step_count || was_asked ||
		!run->demo->steps[next].prediction)
		return false;
	runner_pose(runner, run->demo->steps[next].prediction, next);
	return true;
}

int runner_choose(struct runner *runner, size_t choice)
{
	struct run_prediction *said = &runner->run.prediction;
	if (said->state != PREDICTION_ASKED || choice >= prediction_choices(said->prediction))
		return -EINVAL;
	said->choice = choice;
	said->state = PREDICTION_GIVEN;
	return 0;
}

int runner_say(struct runner *runner, const char *number)
{
	struct run_prediction *said = &runner->run.prediction;
	if (said->state != PREDICTION_ASKED || prediction_choices(said->prediction) > 0)
		return -EINVAL;
	int error = prediction_number(number, &said->number);
	if (error == 0)
		said->state = PREDICTION_GIVEN;
	return error;
}

void runner_pass(struct runner *runner)
{
	if (runner->run.prediction.state == PREDICTION_ASKED)
		runner->run.prediction.state = PREDICTION_PASSED;
}

void runner_go_to(struct runner *runner, size_t step)
{
	runner->target = step;
}
