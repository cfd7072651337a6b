/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz.h"

#include <errno.h>

#include "ui/theme.h"

static void check_colour(int colour)
{
	bool is_rgb = (colour & ~0xffffff) == COLOUR_RGB;
	PROMISE(colour == COLOUR_DEFAULT || is_rgb || (colour >= 0 && colour <= 255));
	for (int palette = 8; palette <= 256; palette = palette == 8 ? 16 : palette * 16) {
		int near = theme_colour(colour, palette);
		PROMISE(near == COLOUR_DEFAULT || (near >= 0 && near < palette));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct theme theme, before;
	char error[160] = "";
	char *text = fuzz_text(data, size);
	theme_default(&theme);
	before = theme;
	int result = theme_parse(text, "fuzzed.ini", &theme, error, sizeof(error));
	PROMISE(result == 0 || result == -EINVAL);
	if (result)
		PROMISE(strncmp(error, "fuzzed.ini:", 11) == 0 && !strchr(error, '\n'));
	PROMISE(result == 0 || memcmp(&theme, &before, sizeof(theme)) == 0);
	for (size_t role = 0; role < ROLES; role++) {
		check_colour(theme.looks[role].ink);
		check_colour(theme.looks[role].ground);
	}
	free(text);
	return 0;
}
