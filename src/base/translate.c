/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/translate.h"

#include <libintl.h>

const char *translate(const char *text)
{
	return text && *text ? dgettext("strata", text) : text;
}
