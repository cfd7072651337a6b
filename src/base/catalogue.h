/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A catalogue holds the texts of one language, in the .mo format of gettext: two tables of strings,
 * the English ones sorted, and what each is in that language.
 *
 * It is read by hand because the C library opens none where the locale is not installed, and on the
 * machines this program is for there often is only C.UTF-8, in which glibc from 2.39 on ignores
 * LANGUAGE too. A file that is cut or wrong gives no texts, never a read beyond its end. Plural forms:
 * one, or two of which the first is for 1; which, the catalogue says by nplurals. */
#pragma once

#include <stddef.h>

struct catalogue;

/* 0, or -errno: -EINVAL for what is no catalogue. */
int catalogue_open(const char *path, struct catalogue **ret_catalogue);
/* The same from memory, which is copied. */
int catalogue_create(const void *bytes, size_t size, struct catalogue **ret_catalogue);
void catalogue_destroy(struct catalogue *catalogue);
/* The text for so many; NULL where there is none. */
const char *catalogue_find(
	const struct catalogue *catalogue, const char *text, unsigned long long count);
