/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/prediction.h"

#include <errno.h>
#include <string.h>

#include "demo/formula.h"

/* The letters that may follow a number, without its unit of bytes: "MiB", "MB" and "M" are alike. */
static bool is_unit(const char *text, char *ret_letter)
{
	static const char letters[] = "KMGT";
	size_t length = strlen(text);
	char letter = length && text[0] >= 'a' && text[0] <= 'z' ? (char)(text[0] - 32) : text[0];
	const char *rest = length ? text + 1 : text;
	bool is_letter = length && strchr(letters, letter);
	*ret_letter = is_letter ? letter : '\0';
	if (!is_letter)
		rest = text;
	return *rest == '\0' || strcmp(rest, "B") == 0 || (is_letter && strcmp(rest, "iB") == 0);
}

int prediction_number(const char *text, int64_t *ret_number)
{
	char digits[32];
	size_t length = 0;
	text += strspn(text, " ");
	bool is_negative = *text == '-';
	text += *text == '-' || *text == '+';
	for (; *text && strchr("0123456789,_", *text); text++)
		if (*text >= '0' && length < sizeof digits - 2 && *text <= '9')
			digits[length++] = *text;
	text += strspn(text, " ");
	uint64_t value = 0;
	if (!is_unit(text, &digits[length]))
		return -EINVAL;
	digits[length + 1] = '\0';
	int error = formula_number(digits, &value);
	if (error)
		return error;
	if (value > INT64_MAX)
		return -ERANGE;
	*ret_number = is_negative ? -(int64_t)value : (int64_t)value;
	return 0;
}

size_t prediction_choices(const struct demo_prediction *prediction)
{
	size_t count = 0;
	while (count < DEMO_CHOICES && prediction->choices[count].text)
		count++;
	return count;
}

static uint64_t distance(int64_t a, int64_t b)
{
	return a < b ? (uint64_t)b - (uint64_t)a : (uint64_t)a - (uint64_t)b;
}

/* How far a choice is from what was measured; a word is right or as far as can be. */
static uint64_t distance_of(
	const struct demo_choice *choice, const struct scope *scope, const struct figure *seen)
{
	int64_t value;
	if (seen->is_word)
		return strcmp(choice->value, seen->word) == 0 ? 0 : UINT64_MAX;
	if (formula_value(choice->value, scope, &value) < 0)
		return UINT64_MAX;
	return distance(value, seen->value);
}

static size_t nearest(const struct demo_prediction *prediction, const struct scope *scope,
	const struct figure *seen)
{
	size_t best = SIZE_MAX;
	uint64_t least = UINT64_MAX;
	for (size_t i = 0; i < prediction_choices(prediction); i++) {
		uint64_t here = distance_of(&prediction->choices[i], scope, seen);
		if (here < least) {
			best = i;
			least = here;
		}
	}
	return best;
}

static bool is_right(const struct run_prediction *said)
{
	if (!said->is_known)
		return false;
	if (prediction_choices(said->prediction) > 0)
		return said->choice == said->right;
	return distance(said->number, said->seen) <= distance(said->seen, 0) / 10;
}

void prediction_judge(
	struct demo_run *run, const struct scope *scope, const struct judge_samples *samples)
{
	struct run_prediction *said = &run->prediction;
	if (said->state == PREDICTION_NONE || said->step != run->step)
		return;
	const struct demo_prediction *asked = said->prediction;
	struct figure seen =
		figure_measure(run, asked->role, asked->metric, asked->is_absolute, samples);
	said->is_known = seen.is_known;
	said->is_bytes = seen.is_bytes;
	said->is_word = seen.is_word;
	said->seen = seen.value;
	memcpy(said->word, seen.word, sizeof said->word);
	said->right = seen.is_known ? nearest(asked, scope, &seen) : SIZE_MAX;
	if (said->state != PREDICTION_GIVEN)
		return;
	said->is_right = is_right(said);
	said->state = PREDICTION_JUDGED;
}
