/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Colours of xterm's palette: 16 that users may change, a cube of 6×6×6, 24 greys. */
#include <limits.h>

#include "ui/theme.h"

#define CUBE 16
#define GREYS 232
#define PALETTE_256 256
#define BLACK 0
#define WHITE 7

static const int base[CUBE] = {
	0x000000,
	0xcd0000,
	0x00cd00,
	0xcdcd00,
	0x0000ee,
	0xcd00cd,
	0x00cdcd,
	0xe5e5e5,
	0x7f7f7f,
	0xff0000,
	0x00ff00,
	0xffff00,
	0x5c5cff,
	0xff00ff,
	0x00ffff,
	0xffffff,
};

static const int cube_levels[6] = { 0, 0x5f, 0x87, 0xaf, 0xd7, 0xff };

static int rgb_of(int index)
{
	if (index < CUBE)
		return base[index];
	if (index >= GREYS)
		return (8 + 10 * (index - GREYS)) * 0x010101;
	int at = index - CUBE;
	return cube_levels[at / 36] << 16 | cube_levels[at / 6 % 6] << 8 | cube_levels[at % 6];
}

/* Weighted as eyes are: green most, blue least. */
static int distance(int a, int b)
{
	int red = (a >> 16) - (b >> 16);
	int green = (a >> 8 & 0xff) - (b >> 8 & 0xff);
	int blue = (a & 0xff) - (b & 0xff);
	return 3 * red * red + 6 * green * green + blue * blue;
}

static int nearest(int rgb, int first, int end)
{
	int best = first, least = INT_MAX;
	for (int index = first; index < end; index++) {
		int far = distance(rgb, rgb_of(index));
		if (far < least) {
			least = far;
			best = index;
		}
	}
	return best;
}

/* Numbers below 8 would be the terminal's own colours. */
static int direct(int rgb)
{
	return rgb < 8 ? 8 : rgb;
}

bool theme_needs_direct(const struct theme *theme)
{
	for (unsigned role = 0; role < ROLES; role++) {
		const struct look *look = &theme->looks[role];
		if (look->ink >= COLOUR_RGB || look->ground >= COLOUR_RGB)
			return true;
	}
	return false;
}

bool theme_has_page_colours(const struct theme *theme)
{
	const struct look *own = &theme->looks[role_of_page(PAGE_RESIDENT)];
	const struct look *shared = &theme->looks[role_of_page(PAGE_SHARED)];
	return own->ink != shared->ink;
}

int theme_colour(int colour, int palette)
{
	if (colour == COLOUR_DEFAULT ||
		(!(colour & COLOUR_RGB) && colour < palette && palette <= PALETTE_256))
		return colour;
	int rgb = colour & COLOUR_RGB ? colour & 0xffffff : rgb_of(colour);
	if (palette > PALETTE_256)
		return colour < 8 ? colour : direct(rgb);
	/* The first 16 are the user's: nobody knows what they look like. */
	return palette == PALETTE_256 ? nearest(rgb, CUBE, PALETTE_256) : nearest(rgb, 0, palette);
}

/* Neither black nor white: 8 colours have no grey. */
static bool is_grey(int colour)
{
	if (colour == COLOUR_DEFAULT)
		return false;
	int rgb = colour & COLOUR_RGB ? colour & 0xffffff : rgb_of(colour);
	return rgb % 0x010101 == 0 && rgb != 0 && rgb < 0xe4e4e4;
}

/* With 8 or 16 colours: `wanted` is the look as the theme has it, `screen` its ground of all. */
static struct look reduced(struct look wanted, int screen, int palette)
{
	struct look look = { theme_colour(wanted.ink, palette),
		theme_colour(wanted.ground, palette), wanted.attributes };
	/* A row must not lose its ground; where nobody knows that of the screen, it may be black. */
	int lost = screen == COLOUR_DEFAULT ? BLACK : theme_colour(screen, palette);
	if (wanted.ground != screen && wanted.ground != BLACK && look.ground == lost)
		return lost == BLACK ? (struct look){ BLACK, WHITE, look.attributes }
				     : (struct look){ WHITE, BLACK, look.attributes };
	if (palette == 8 && is_grey(wanted.ink)) {
		look.ink = COLOUR_DEFAULT;
		look.attributes |= ATTRIBUTE_DIM;
	}
	if (look.ink != COLOUR_DEFAULT && look.ink == look.ground)
		look.ink = look.ground == BLACK ? WHITE : BLACK;
	return look;
}

struct look theme_look(const struct theme *theme, enum role ink, enum role ground, int palette)
{
	const struct look *text = &theme->looks[ROLE_TEXT];
	const struct look *above = &theme->looks[ink], *below = &theme->looks[ground];
	struct look look = *above;
	if (ground != ROLE_TEXT && ground != ink) {
		/* A reversed ink shows on a reversed row by not being so. */
		look.attributes = (above->attributes | below->attributes) &
				  ~(above->attributes & below->attributes & ATTRIBUTE_REVERSE);
		int lent = role_is_fill(ground) ? below->ink : below->ground;
		look.ground = above->ground == text->ground ? lent : above->ground;
	}
	if (palette == PALETTE_NONE)
		return (struct look){ COLOUR_DEFAULT, COLOUR_DEFAULT, look.attributes };
	if (palette < PALETTE_256)
		return reduced(look, text->ground, palette);
	look.ink = theme_colour(look.ink, palette);
	look.ground = theme_colour(look.ground, palette);
	return look;
}

int theme_rgb(int colour)
{
	return colour < 8 ? base[colour] : colour;
}
