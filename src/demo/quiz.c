/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/quiz.h"

#include <string.h>

#include "demo/quiz_tables.h"

size_t quiz_count(void)
{
	return QUIZ_INTERVIEW + QUIZ_MORE;
}

const struct quiz_question *quiz_at(size_t index)
{
	return index < QUIZ_INTERVIEW ? &quiz_interview[index] : &quiz_more[index - QUIZ_INTERVIEW];
}

size_t quiz_find(const char *id)
{
	size_t index = 0;
	while (index < quiz_count() && strcmp(quiz_at(index)->id, id) != 0)
		index++;
	return index;
}
