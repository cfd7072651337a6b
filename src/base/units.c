/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strata/units.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#define UNKNOWN_TEXT "–"

/* A number cut down to a unit: whole units and tenths, rounded, but never up to the next unit. */
struct scaled {
	uint64_t whole;
	unsigned tenths;
	unsigned unit; /* power of the base */
};

static struct scaled scale(uint64_t value, unsigned base)
{
	struct scaled scaled = { 0 };
	uint64_t unit = 1;
	while (value / unit >= base) {
		unit *= base;
		scaled.unit++;
	}
	scaled.whole = value / unit;
	scaled.tenths = (unsigned)((value % unit * 10 + unit / 2) / unit);
	if (scaled.tenths == 10) {
		scaled.tenths = scaled.whole + 1 < base ? 0 : 9;
		scaled.whole += scaled.whole + 1 < base;
	}
	return scaled;
}

static char *format_unknown(char out[UNITS_TEXT])
{
	snprintf(out, UNITS_TEXT, UNKNOWN_TEXT);
	return out;
}

char *units_bytes(uint64_t bytes, enum units_form form, char out[UNITS_TEXT])
{
	static const char *const names[][2] = {
		{ "B", " B" },
		{ "K", " KiB" },
		{ "M", " MiB" },
		{ "G", " GiB" },
		{ "T", " TiB" },
		{ "P", " PiB" },
		{ "E", " EiB" },
	};
	if (bytes == UNKNOWN)
		return format_unknown(out);
	struct scaled scaled = scale(bytes, 1024);
	const char *name = names[scaled.unit][form];
	if (bytes == 0 && form == UNITS_NARROW)
		name = "";
	/* Columns keep the decimal from MiB on, so that they line up; sentences drop ".0". */
	bool has_tenths = scaled.tenths > 0 || (form == UNITS_NARROW && scaled.unit > 1);
	if (has_tenths && scaled.whole < 1000)
		snprintf(out, UNITS_TEXT, "%" PRIu64 ".%u%s", scaled.whole, scaled.tenths, name);
	else
		snprintf(out, UNITS_TEXT, "%" PRIu64 "%s", scaled.whole, name);
	return out;
}

char *units_delta(int64_t bytes, enum units_form form, char out[UNITS_TEXT])
{
	char size[UNITS_TEXT];
	uint64_t magnitude = bytes < 0 ? -(uint64_t)bytes : (uint64_t)bytes;
	if (bytes == 0)
		snprintf(out, UNITS_TEXT, "+0");
	else
		snprintf(out, UNITS_TEXT, "%c%s", bytes < 0 ? '-' : '+',
			units_bytes(magnitude, form, size));
	return out;
}

static const char *const thousands[] = { "", "k", "M", "G", "T", "P", "E" };

static char *format_separated(uint64_t count, char out[UNITS_TEXT])
{
	char digits[UNITS_TEXT];
	int length = snprintf(digits, sizeof(digits), "%" PRIu64, count);
	char *to = out;
	for (int i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			*to++ = ',';
		*to++ = digits[i];
	}
	*to = '\0';
	return out;
}

char *units_count(uint64_t count, enum units_form form, char out[UNITS_TEXT])
{
	if (count == UNKNOWN)
		return format_unknown(out);
	if (form == UNITS_WIDE)
		return format_separated(count, out);
	struct scaled scaled = scale(count, 1000);
	if (count < 10000)
		snprintf(out, UNITS_TEXT, "%" PRIu64, count);
	else
		snprintf(out, UNITS_TEXT, "%" PRIu64 ".%u%s", scaled.whole, scaled.tenths,
			thousands[scaled.unit]);
	return out;
}

char *units_rate(double per_second, char out[UNITS_TEXT])
{
	if (isnan(per_second))
		return format_unknown(out);
	double magnitude = per_second < 0 ? -per_second : per_second;
	if (magnitude > 1e18)
		magnitude = 1e18;
	uint64_t rounded = (uint64_t)(magnitude + 0.5);
	struct scaled scaled = scale(rounded, 1000);
	if (magnitude < 9.95) {
		unsigned tenths = (unsigned)(magnitude * 10 + 0.5);
		scaled = (struct scaled){ .whole = tenths / 10, .tenths = tenths % 10 };
	}
	bool is_negative = per_second < 0 && (scaled.whole > 0 || scaled.tenths > 0);
	char sign = is_negative ? '-' : '+';
	if (scaled.unit > 0 || scaled.tenths > 0)
		snprintf(out, UNITS_TEXT, "%c%" PRIu64 ".%u%s/s", sign, scaled.whole, scaled.tenths,
			thousands[scaled.unit]);
	else
		snprintf(out, UNITS_TEXT, "%c%" PRIu64 "/s", sign, scaled.whole);
	return out;
}

char *units_span(uint64_t nanoseconds, char out[UNITS_TEXT])
{
	if (nanoseconds == UNKNOWN)
		return format_unknown(out);
	uint64_t seconds = nanoseconds / 1000000000, minutes = seconds / 60, hours = minutes / 60;
	unsigned second = (unsigned)(seconds % 60), minute = (unsigned)(minutes % 60);
	if (hours >= 24)
		snprintf(out, UNITS_TEXT, "%" PRIu64 "d %02" PRIu64 ":%02u", hours / 24, hours % 24,
			minute);
	else if (hours > 0)
		snprintf(out, UNITS_TEXT, "%" PRIu64 ":%02u:%02u", hours, minute, second);
	else
		snprintf(out, UNITS_TEXT, "%" PRIu64 ":%02u", minutes, second);
	return out;
}

char *units_address(uint64_t address, char out[UNITS_TEXT])
{
	unsigned top = (unsigned)(address >> 48);
	unsigned high = address >> 32 & 0xFFFF, middle = address >> 16 & 0xFFFF,
		 low = address & 0xFFFF;
	if (top)
		snprintf(out, UNITS_TEXT, "%04x_%04x_%04x_%04x", top, high, middle, low);
	else
		snprintf(out, UNITS_TEXT, "%04x_%04x_%04x", high, middle, low);
	return out;
}
