/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers for people. Bytes and counts in, short text out; binary units (1 KiB = 1024).
 *
 * Two forms of size: narrow for columns ("132K", "25.6M", "1.2G"), wide for sentences ("132 KiB",
 * "25.6 MiB"). Up to 9999 KiB-style values keep at most one decimal; nothing is rounded up to a
 * unit it has not reached. Unknown (UNKNOWN) is "–" ("-" never stands for 0). */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define UNKNOWN UINT64_MAX /* a number the kernel did not give */
#define UNITS_TEXT 32      /* room for any result of this module, NUL included */

enum units_form {
	UNITS_NARROW, /* 132K */
	UNITS_WIDE,   /* 132 KiB */
};

/* A size in bytes. Each function returns `out`. */
char *units_bytes(uint64_t bytes, enum units_form form, char out[UNITS_TEXT]);
/* A change in bytes, with its sign: "+132K", "-4 KiB", "+0". */
char *units_delta(int64_t bytes, enum units_form form, char out[UNITS_TEXT]);
/* A count, decimal: "25600" in full below 10000 (narrow) or with thousands separators (wide:
 * "25,600"); narrow above that "25.6k", "1.2M" (powers of 1000). */
char *units_count(uint64_t count, enum units_form form, char out[UNITS_TEXT]);
/* A rate per second with sign, decimal units: "+6.4k/s", "+0/s". */
char *units_rate(double per_second, char out[UNITS_TEXT]);
/* A span of time: "0:41", "3:12:44", "2d 03:12". */
char *units_span(uint64_t nanoseconds, char out[UNITS_TEXT]);
/* An address as twelve hex digits in groups, "7ffd_4c21_9000" (sixteen where it needs them). */
char *units_address(uint64_t address, char out[UNITS_TEXT]);
