/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/prompt.h"

#include <assert.h>
#include <string.h>

#include "strata/text.h"
#include "strata/translate.h"
#include "view/command.h"

#define KEY_CLEAR_LINE ('u' & 0x1f)
#define KEY_RUB_WORD ('w' & 0x1f)
#define KEY_BACKSPACE_CONTROL 8

static const char *const prompt_labels[] = {
	[PROMPT_NONE] = NULL,
	[PROMPT_FIND] = N_("find: "),
	[PROMPT_FILTER] = N_("filter: "),
	[PROMPT_GO_TO] = N_("go to address: "),
	[PROMPT_PARAMETER] = N_("set "),
	[PROMPT_TOPIC] = N_("search: "),
	[PROMPT_PREDICTION] = N_("you say: "),
	[PROMPT_TIME] = N_("go to time: "),
	[PROMPT_CONFIRM] = "",
	[PROMPT_PIN] = N_("go to pin: "),
	[PROMPT_FILE] = N_("keep in (.svg .csv .jsonl .json .prom): "),
	[PROMPT_REPLACE] = "",
};
static_assert(sizeof prompt_labels / sizeof *prompt_labels == PROMPTS, "a label for each prompt");

void prompt_open(struct prompt *prompt, enum prompt_kind kind, const char *text)
{
	*prompt = (struct prompt){ .kind = kind };
	prompt->length = text_sanitise(text, strlen(text), prompt->text, sizeof prompt->text);
}

void prompt_close(struct prompt *prompt)
{
	*prompt = (struct prompt){ .kind = PROMPT_NONE };
}

static void rub_character(struct prompt *prompt)
{
	while (prompt->length > 0 && (prompt->text[--prompt->length] & 0xc0) == 0x80)
		;
	prompt->text[prompt->length] = '\0';
}

static void rub_word(struct prompt *prompt)
{
	while (prompt->length > 0 && prompt->text[prompt->length - 1] == ' ')
		rub_character(prompt);
	while (prompt->length > 0 && prompt->text[prompt->length - 1] != ' ')
		rub_character(prompt);
}

static void type(struct prompt *prompt, char32_t character)
{
	if (!text_is_safe(character) || prompt->length + 4 >= sizeof prompt->text)
		return;
	prompt->length += text_encode(character, &prompt->text[prompt->length]);
	prompt->text[prompt->length] = '\0';
}

enum prompt_answer prompt_key(struct prompt *prompt, int key)
{
	if (prompt_is_question(prompt))
		return key == 'y' ? PROMPT_DONE : PROMPT_CANCELLED;
	switch (key) {
	case KEY_CODE_ENTER:
		return PROMPT_DONE;
	case KEY_CODE_ESCAPE:
		return PROMPT_CANCELLED;
	case KEY_CODE_BACKSPACE:
	case KEY_BACKSPACE_CONTROL:
		if (prompt->length == 0)
			return PROMPT_CANCELLED;
		rub_character(prompt);
		return PROMPT_TYPING;
	case KEY_CLEAR_LINE:
		prompt->text[prompt->length = 0] = '\0';
		return PROMPT_TYPING;
	case KEY_RUB_WORD:
		rub_word(prompt);
		return PROMPT_TYPING;
	default:
		if (key >= ' ' && key < KEY_CODE_UP)
			type(prompt, (char32_t)key);
		return prompt->kind == PROMPT_PIN ? PROMPT_DONE : PROMPT_TYPING;
	}
}

bool prompt_is_question(const struct prompt *prompt)
{
	return prompt->kind == PROMPT_CONFIRM || prompt->kind == PROMPT_REPLACE;
}

const char *prompt_label(const struct prompt *prompt)
{
	return translate(prompt_labels[prompt->kind]);
}

static int hex_digit(char character)
{
	if (character >= '0' && character <= '9')
		return character - '0';
	char lower = (char)(character | 0x20);
	return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool prompt_address(const char *text, uint64_t *ret_address)
{
	text += strspn(text, " ");
	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
		text += 2;
	size_t length = strcspn(text, " ");
	if (text[length + strspn(&text[length], " ")] != '\0')
		return false;
	uint64_t address = 0;
	unsigned digits = 0;
	for (size_t i = 0; i < length; i++) {
		int digit = hex_digit(text[i]);
		if (digit < 0 && text[i] != '_')
			return false;
		if (digit < 0)
			continue;
		if (address >> 60)
			return false;
		address = address << 4 | (unsigned)digit;
		digits++;
	}
	if (digits == 0)
		return false;
	*ret_address = address;
	return true;
}
