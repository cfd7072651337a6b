/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "ui/theme.h"

static void a_colour_finds_its_nearest(void **state)
{
	(void)state;
	assert_int_equal(theme_colour(COLOUR_DEFAULT, 8), COLOUR_DEFAULT);
	assert_int_equal(theme_colour(214, 256), 214);
	assert_int_equal(theme_colour(COLOUR_RGB | 0xffaf00, 256), 214);
	assert_int_equal(theme_colour(COLOUR_RGB | 0x808080, 256), 244);
	assert_int_equal(theme_colour(COLOUR_RGB, 256), 16);
	assert_int_equal(theme_colour(196, 16), 9);
	assert_int_equal(theme_colour(196, 8), 1);
	assert_int_equal(theme_colour(231, 16), 15);
	assert_int_equal(theme_colour(231, 8), 7);
	assert_int_equal(theme_colour(244, 16), 8);
	assert_int_equal(theme_colour(5, 8), 5);
}

static void a_direct_terminal_gets_the_colour_itself(void **state)
{
	(void)state;
	assert_int_equal(theme_colour(COLOUR_RGB | 0x123456, PALETTE_DIRECT), 0x123456);
	assert_int_equal(theme_colour(214, PALETTE_DIRECT), 0xffaf00);
	assert_int_equal(theme_colour(3, PALETTE_DIRECT), 3);
	assert_int_equal(theme_colour(COLOUR_RGB | 3, PALETTE_DIRECT), 8);
	assert_int_equal(theme_colour(16, PALETTE_DIRECT), 8);
}

static void an_ink_with_its_own_ground_keeps_it(void **state)
{
	(void)state;
	struct theme theme;
	assert_int_equal(theme_parse("[theme]\nname = test\n[roles]\nmatch = 16 on 221\n"
				     "selected = on 238 bold\ndim = 244\n",
				 "test.ini", &theme, NULL, 0),
		0);
	struct look look = theme_look(&theme, ROLE_MATCH, ROLE_SELECTED, 256);
	assert_int_equal(look.ground, 221);
	look = theme_look(&theme, ROLE_MATCH, ROLE_TEXT, 256);
	assert_int_equal(look.ground, 221);
	look = theme_look(&theme, ROLE_DIM, ROLE_SELECTED, 256);
	assert_int_equal(look.ink, 244);
	assert_int_equal(look.ground, 238);
	assert_int_equal(look.attributes, ATTRIBUTE_BOLD);
	look = theme_look(&theme, ROLE_DIM, ROLE_TEXT, 256);
	assert_int_equal(look.ground, COLOUR_DEFAULT);
	assert_int_equal(look.attributes, 0);
}

static void reverse_on_reverse_stands_out(void **state)
{
	(void)state;
	struct theme theme;
	theme_mono(&theme);
	struct look look = theme_look(&theme, ROLE_VALUE, ROLE_SELECTED, PALETTE_NONE);
	assert_int_equal(look.attributes, ATTRIBUTE_BOLD | ATTRIBUTE_REVERSE);
	look = theme_look(&theme, ROLE_MATCH, ROLE_SELECTED, PALETTE_NONE);
	assert_int_equal(look.attributes, 0);
	look = theme_look(&theme, ROLE_BRAND, ROLE_BRAND, PALETTE_NONE);
	assert_int_equal(look.attributes, ATTRIBUTE_BOLD | ATTRIBUTE_REVERSE);
}

static struct theme shipped(const char *name)
{
	struct theme theme;
	char path[256], error[256];
	snprintf(path, sizeof path, FIXTURES "/../../themes/%s.ini", name);
	if (theme_load(path, &theme, error, sizeof error) < 0)
		fail_msg("%s", error);
	assert_string_equal(theme.name, name);
	return theme;
}

static const char *const names[] = { "colour-blind", "dark", "high-contrast", "light", "mono" };
#define NAMES (sizeof names / sizeof *names)

/* On the ground of others: rows, lines. */
static const enum role grounds[] = { ROLE_TEXT, ROLE_SELECTED, ROLE_BAR };
#define GROUNDS (sizeof grounds / sizeof *grounds)

static void assert_visible(const struct theme *theme, enum role ink, enum role ground, int palette)
{
	struct look look = theme_look(theme, ink, ground, palette);
	if (look.ink != COLOUR_DEFAULT && look.ink == look.ground)
		fail_msg("%s: %s on %s cannot be seen in %d colours", theme->name, role_name(ink),
			role_name(ground), palette);
}

static void every_ink_shows_on_every_ground_in_every_theme(void **state)
{
	(void)state;
	static const int palettes[] = { 8, 16, 256, PALETTE_DIRECT };
	for (size_t n = 0; n < NAMES; n++) {
		struct theme theme = shipped(names[n]);
		for (unsigned ink = 0; ink < ROLES; ink++)
			for (size_t ground = 0; ground < GROUNDS; ground++)
				for (size_t p = 0; p < 4; p++)
					assert_visible(&theme, (enum role)ink, grounds[ground],
						palettes[p]);
	}
}

static bool is_same(struct look a, struct look b)
{
	return a.ink == b.ink && a.ground == b.ground && a.attributes == b.attributes;
}

static void a_selected_row_looks_selected_with_any_number_of_colours(void **state)
{
	(void)state;
	static const int palettes[] = { PALETTE_NONE, 8, 16, 256, PALETTE_DIRECT };
	for (size_t n = 0; n < NAMES; n++) {
		struct theme theme = shipped(names[n]);
		/* Without colour the look is that of mono, whatever the theme. */
		for (size_t p = strcmp(names[n], "mono") == 0 ? 0 : 1; p < 5; p++)
			assert_false(is_same(theme_look(&theme, ROLE_TEXT, ROLE_TEXT, palettes[p]),
				theme_look(&theme, ROLE_TEXT, ROLE_SELECTED, palettes[p])));
	}
}

static void eight_colours_never_paint_black_on_an_unknown_ground(void **state)
{
	(void)state;
	struct theme theme = shipped("dark");
	for (unsigned ink = 0; ink < ROLES; ink++) {
		struct look look = theme_look(&theme, (enum role)ink, ROLE_TEXT, 8);
		assert_true(look.ink != 0 || look.ground != COLOUR_DEFAULT);
	}
}

static void the_built_in_themes_are_the_files(void **state)
{
	(void)state;
	struct theme theme, dark = shipped("dark"), mono = shipped("mono");
	theme_default(&theme);
	assert_memory_equal(theme.looks, dark.looks, sizeof dark.looks);
	theme_mono(&theme);
	assert_memory_equal(theme.looks, mono.looks, sizeof mono.looks);
}

static void only_colours_beyond_the_palette_need_direct_ones(void **state)
{
	(void)state;
	for (size_t n = 0; n < NAMES; n++) {
		struct theme theme = shipped(names[n]);
		assert_false(theme_needs_direct(&theme));
		theme.looks[ROLE_DIM].ink = COLOUR_RGB | 0x123456;
		assert_true(theme_needs_direct(&theme));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_colour_finds_its_nearest),
		cmocka_unit_test(a_direct_terminal_gets_the_colour_itself),
		cmocka_unit_test(an_ink_with_its_own_ground_keeps_it),
		cmocka_unit_test(reverse_on_reverse_stands_out),
		cmocka_unit_test(every_ink_shows_on_every_ground_in_every_theme),
		cmocka_unit_test(a_selected_row_looks_selected_with_any_number_of_colours),
		cmocka_unit_test(eight_colours_never_paint_black_on_an_unknown_ground),
		cmocka_unit_test(the_built_in_themes_are_the_files),
		cmocka_unit_test(only_colours_beyond_the_palette_need_direct_ones),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
