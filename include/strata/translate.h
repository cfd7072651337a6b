/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The user's language. English text is the key; gettext has the others.
 *
 * A text in a table is marked N_("..."), which leaves it as it is, and translated where it is shown:
 * translate(row->title). A text on the spot is _("..."). Identifiers, units, names of metrics, kinds,
 * keys of JSON, commands and options are the same in every language and are marked by neither. */
#pragma once

#define N_(text) text
#define _(text) translate(text)

/* One of the two, by the count; a language may have more forms, or one. */
const char *translate_many(const char *one, const char *many, unsigned long long count)
	__attribute__((format_arg(1), format_arg(2)));
/* The text in the user's language, or itself; NULL and "" stay. */
const char *translate(const char *text) __attribute__((format_arg(1)));
