/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/formula.h"

#include <errno.h>
#include <string.h>

#define DEPTH 16 /* of parentheses and signs */

/* Where the reader of a formula stands; the first error stops it. */
struct formula {
	const char *at;
	const struct scope *scope;
	int error;
	unsigned depth;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || c == '_';
}

static unsigned suffix_shift(char c)
{
	static const char suffixes[] = "KMGT";
	const char *suffix = c ? strchr(suffixes, c) : NULL;
	return suffix ? 10 * (unsigned)(suffix - suffixes + 1) : 0;
}

/* Reads digits and their suffix. */
static int take_number(const char **at, uint64_t *ret_value)
{
	if (!is_digit(**at))
		return -EINVAL;
	uint64_t value = 0;
	for (; is_digit(**at); (*at)++)
		if (__builtin_mul_overflow(value, 10, &value) ||
			__builtin_add_overflow(value, (uint64_t)(**at - '0'), &value))
			return -ERANGE;
	unsigned shift = suffix_shift(**at);
	if (shift && value > UINT64_MAX >> shift)
		return -ERANGE;
	*at += shift != 0;
	*ret_value = value << shift;
	return 0;
}

int formula_number(const char *text, uint64_t *ret_value)
{
	uint64_t value;
	int error = take_number(&text, &value);
	if (error)
		return error;
	if (*text)
		return -EINVAL;
	*ret_value = value;
	return 0;
}

static int64_t fail(struct formula *formula, int error)
{
	if (!formula->error)
		formula->error = error;
	return 0;
}

static int64_t checked(struct formula *formula, int error, uint64_t value)
{
	if (error)
		return fail(formula, error);
	return value > INT64_MAX ? fail(formula, -ERANGE) : (int64_t)value;
}

static int64_t number(struct formula *formula)
{
	uint64_t value = 0;
	int error = take_number(&formula->at, &value);
	return checked(formula, error, value);
}

static int64_t name(struct formula *formula)
{
	const char *start = formula->at;
	while (is_name(*formula->at))
		formula->at++;
	const char *word = scope_find(formula->scope, start, (size_t)(formula->at - start));
	uint64_t value = 0;
	int error = word ? formula_number(word, &value) : -EINVAL;
	return checked(formula, error, value);
}

static int64_t letter(struct formula *formula)
{
	const char *at = formula->at;
	if (!at[1] || at[2] != '\'')
		return fail(formula, -EINVAL);
	formula->at += 3;
	return at[1];
}

static int64_t sum(struct formula *formula);

static int64_t parenthesis(struct formula *formula)
{
	formula->at++;
	int64_t value = sum(formula);
	if (*formula->at != ')')
		return fail(formula, -EINVAL);
	formula->at++;
	return value;
}

static int64_t operand(struct formula *formula);

static int64_t negated(struct formula *formula)
{
	formula->at++;
	return -operand(formula); /* operands are never INT64_MIN: see number, sum */
}

static int64_t operand(struct formula *formula)
{
	if (formula->error || ++formula->depth > DEPTH)
		return fail(formula, -EINVAL);
	char c = *formula->at;
	int64_t value = c == '-'     ? negated(formula)
			: c == '('   ? parenthesis(formula)
			: c == '\''  ? letter(formula)
			: is_name(c) ? name(formula)
				     : number(formula);
	formula->depth--;
	return value;
}

static int64_t divide(struct formula *formula, int64_t a, int64_t b)
{
	if (b == 0)
		return fail(formula, -EINVAL);
	int64_t away = (a < 0) == (b < 0) ? 1 : -1;
	return a / b + (a % b ? away : 0);
}

/* No result is INT64_MIN, so that every result can be negated. */
static int64_t bounded(struct formula *formula, bool is_overflow, int64_t value)
{
	return is_overflow || value == INT64_MIN ? fail(formula, -ERANGE) : value;
}

static int64_t multiply(struct formula *formula, int64_t a, int64_t b)
{
	int64_t result;
	bool is_overflow = __builtin_mul_overflow(a, b, &result);
	return bounded(formula, is_overflow, result);
}

static int64_t product(struct formula *formula)
{
	int64_t value = operand(formula);
	while (!formula->error && (*formula->at == '*' || *formula->at == '/')) {
		bool is_division = *formula->at++ == '/';
		int64_t right = operand(formula);
		value = is_division ? divide(formula, value, right)
				    : multiply(formula, value, right);
	}
	return value;
}

static int64_t sum(struct formula *formula)
{
	int64_t value = product(formula);
	while (!formula->error && (*formula->at == '+' || *formula->at == '-')) {
		bool is_minus = *formula->at++ == '-';
		int64_t right = product(formula), result;
		bool is_overflow =
			__builtin_add_overflow(value, is_minus ? -right : right, &result);
		value = bounded(formula, is_overflow, result);
	}
	return value;
}

int formula_value(const char *text, const struct scope *scope, int64_t *ret_value)
{
	struct formula formula = { .at = text, .scope = scope };
	int64_t value = sum(&formula);
	if (!formula.error && *formula.at)
		formula.error = -EINVAL;
	if (formula.error)
		return formula.error;
	*ret_value = value;
	return 0;
}

/* < 0, 0, > 0 as with strcmp. */
static int compare(const char *a, const char *b)
{
	uint64_t x, y;
	if (formula_number(a, &x) == 0 && formula_number(b, &y) == 0)
		return (x > y) - (x < y);
	return strcmp(a, b);
}

static bool is_ordered(char sign, int order)
{
	switch (sign) {
	case '=':
		return order == 0;
	case '!':
		return order != 0;
	case '<':
		return order < 0;
	default:
		return order > 0;
	}
}

/* One comparison, `length` bytes at `text`. */
static bool comparison_holds(const char *text, size_t length, const struct scope *scope)
{
	size_t name_length = strcspn(text, "=!<>&");
	const char *left = scope_find(scope, text, name_length);
	const char *sign = text + name_length;
	const char *right = sign + (*sign == '!' ? 2 : 1), *end = text + length;
	char word[SCOPE_VALUE];
	if (!left || right > end || (size_t)(end - right) >= sizeof word)
		return false;
	memcpy(word, right, (size_t)(end - right));
	word[end - right] = '\0';
	return is_ordered(*sign, compare(left, word));
}

bool condition_holds(const char *condition, const struct scope *scope)
{
	while (condition && *condition) {
		size_t length = strcspn(condition, "&");
		if (!comparison_holds(condition, length, scope))
			return false;
		condition += length + (condition[length] == '&');
	}
	return true;
}
