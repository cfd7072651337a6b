/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which language the user wants, by LANGUAGE, LC_ALL, LC_MESSAGES and LANG as gettext reads them. That
 * locale need not be installed, nor any but C.UTF-8: the catalogues are read by the program itself. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define LANGUAGE_NAME 32

/* The name that is tried at this place, from 0 on: "ko_KR", then "ko", then the next of LANGUAGE.
 * False at the end, which English is too. */
bool language_name(size_t place, char out[LANGUAGE_NAME]);
/* Takes the first catalogue that there is, installed or in the build this program lies in. Text of
 * another language than English needs a locale of UTF-8: call it after terminal_set_locale(), where
 * that said so. */
void language_choose(void);
