/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/translate.h"

#include <libintl.h>

#define DOMAIN "strata"

const char *translate(const char *text)
{
	return text && *text ? dgettext(DOMAIN, text) : text;
}

const char *translate_many(const char *one, const char *many, unsigned long long count)
{
	return dngettext(DOMAIN, one, many, count);
}
