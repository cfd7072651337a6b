/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Formulae and conditions: the small language in which demos say what must be seen, and when.
 *
 * A formula is made of whole numbers (K, M, G, T behind one: 1024, 1024², …), names of a scope whose
 * values are such numbers, a letter in quotes (its code), + - * / and parentheses: "-size/4/page".
 * A division rounds away from zero: a part of a page is a page.
 * A condition is comparisons joined by '&', each `name = word`, `!=`, `<` or `>`:
 * "who=child&swap>0". Two numbers compare as numbers ("100M" is "102400K"), other words as words; a
 * name that is not in the scope makes it false. */
#pragma once

#include "demo/scope.h"

/* One number, nothing around it: "4096", "100M". -EINVAL; -ERANGE when it does not fit. */
int formula_number(const char *text, uint64_t *ret_value);
/* -EINVAL for what is no formula, a name without a number, a division by zero; -ERANGE for overflow. */
int formula_value(const char *formula, const struct scope *scope, int64_t *ret_value);
/* NULL always holds. */
bool condition_holds(const char *condition, const struct scope *scope);
