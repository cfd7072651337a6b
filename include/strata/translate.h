/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The user's language. English text is the key; a catalogue has the others (po/).
 *
 * A text in a table is marked N_("..."), which leaves it as it is, and translated where it is shown:
 * translate(row->title). A text on the spot is _("..."). Identifiers, units, names of metrics, kinds,
 * keys of JSON, commands and options are the same in every language and are marked by neither.
 *
 * The language is the one thing that the library keeps for the whole process, as gettext does: it is
 * chosen once, before there are threads, and only read from then on. Without one all is English. */
#pragma once

#define N_(text) text
#define _(text) translate(text)

/* From here on texts are those of this catalogue, a .mo file. 0, or -errno and all stays. */
int translate_open(const char *path);
/* English again. Texts that were handed out are gone. */
void translate_close(void);
/* The text in the user's language, or itself; NULL and "" stay. */
const char *translate(const char *text) __attribute__((format_arg(1)));
/* One of the two, by the count; a language may have one form for all. */
const char *translate_many(const char *one, const char *many, unsigned long long count)
	__attribute__((format_arg(1), format_arg(2)));
