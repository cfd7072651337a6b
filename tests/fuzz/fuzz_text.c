/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz.h"

#include "strata/text.h"

static void check_safe(const char *text, size_t length)
{
	for (size_t at = 0; at < length;) {
		size_t bytes;
		char again[4];
		char32_t character = text_decode(text + at, length - at, &bytes);
		PROMISE(bytes && bytes <= length - at);
		PROMISE(text_is_safe(character));
		PROMISE(text_encode(character, again) == bytes);
		PROMISE(memcmp(again, text + at, bytes) == 0);
		at += bytes;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	int columns = data[0] % 100;
	char *raw = fuzz_text(data + 1, size - 1);
	char *safe = malloc(size), *small = malloc(size + 8);
	PROMISE(safe && small);

	size_t length = text_sanitise(raw, size - 1, safe, size);
	PROMISE(length < size && safe[length] == '\0');
	check_safe(safe, length);

	int width;
	size_t fits = text_fit(safe, length, columns, &width);
	PROMISE(fits <= length && width <= columns && width == text_width(safe, fits));

	size_t shortened = text_shorten(safe, "~", columns, small, size + 8);
	PROMISE(strlen(small) == shortened);
	PROMISE(columns < 1 || text_width(small, shortened) <= columns);
	check_safe(small, shortened);

	size_t room = (size_t)data[0] % size + 1;
	char *tight = malloc(room);
	PROMISE(tight);
	length = text_sanitise(raw, size - 1, tight, room);
	PROMISE(length < room);
	check_safe(tight, length);
	free(tight);
	free(small);
	free(safe);
	free(raw);
	return 0;
}
