/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen.h"

#include "app/terminal.h"
#include "strata/translate.h"
#include "view/command.h"

#include <curses.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

/* Without these words a terminal shows a frame while it is half drawn; one that does not know them
 * takes no notice. The second pair marks pasted text. */
#define FRAME_BEGINS "\033[?2026h"
#define FRAME_ENDS "\033[?2026l"
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

#define ESCAPE_MS 25 /* a key's bytes come closer together than a hand can type */
#define WHEEL_ROWS 3

#define PASTE_BEGINS (KEY_MAX + 100)
#define PASTE_ENDS (KEY_MAX + 101)

/* A role on a role, as curses wants it. */
struct shade {
	bool is_known;
	attr_t attributes;
	int pair;
};

static struct {
	bool is_open, is_pasting;
	bool is_stale; /* what the terminal shows is not what we believe */
	struct terminal terminal;
	SCREEN *curses;
	WINDOW *keys; /* a pad: reading from it does not refresh anything */
	struct theme theme;
	int palette;
	bool has_default_colours;
	struct shade shades[ROLES][ROLES];
	struct canvas shown;
} screen;

static const struct {
	int code, key;
} key_codes[] = {
	{ KEY_UP, KEY_CODE_UP },
	{ KEY_DOWN, KEY_CODE_DOWN },
	{ KEY_LEFT, KEY_CODE_LEFT },
	{ KEY_RIGHT, KEY_CODE_RIGHT },
	{ KEY_PPAGE, KEY_CODE_PAGE_UP },
	{ KEY_NPAGE, KEY_CODE_PAGE_DOWN },
	{ KEY_HOME, KEY_CODE_HOME },
	{ KEY_END, KEY_CODE_END },
	{ KEY_BTAB, KEY_CODE_BACKTAB },
	{ KEY_DC, KEY_CODE_DELETE },
	{ KEY_ENTER, KEY_CODE_ENTER },
	{ KEY_BACKSPACE, KEY_CODE_BACKSPACE },
};

/* What terminfo does not say, or says otherwise than terminals do. */
static const struct {
	const char *bytes;
	int code;
} key_bytes[] = {
	{ "\033[200~", PASTE_BEGINS },
	{ "\033[201~", PASTE_ENDS },
	{ "\033[A", KEY_UP },
	{ "\033[B", KEY_DOWN },
	{ "\033[C", KEY_RIGHT },
	{ "\033[D", KEY_LEFT },
	{ "\033[H", KEY_HOME },
	{ "\033[F", KEY_END },
};

static const struct {
	unsigned attribute;
	attr_t curses;
} attribute_codes[] = {
	{ ATTRIBUTE_BOLD, A_BOLD },
	{ ATTRIBUTE_DIM, A_DIM },
	{ ATTRIBUTE_UNDERLINE, A_UNDERLINE },
	{ ATTRIBUTE_REVERSE, A_REVERSE },
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

static int open_palette(bool has_colour)
{
	if (!has_colour || !has_colors() || start_color() != OK || COLORS < 8)
		return PALETTE_NONE;
	screen.has_default_colours = use_default_colors() == OK;
	const int many = COLORS >= 256 ? 256 : 16;
	return COLORS >= PALETTE_DIRECT ? PALETTE_DIRECT : COLORS >= 16 ? many : 8;
}

static void open_keys(bool has_mouse)
{
	raw();
	noecho();
	nonl();
	set_escdelay(ESCAPE_MS);
	curs_set(0);
	screen.keys = newpad(1, 1);
	keypad(screen.keys, TRUE);
	nodelay(screen.keys, TRUE);
	for (size_t i = 0; i < COUNT(key_bytes); i++)
		define_key(key_bytes[i].bytes, key_bytes[i].code);
	mouseinterval(0);
	mousemask(has_mouse ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
	terminal_say(PASTE_ON);
}

int screen_open(
	const struct screen_options *options, const struct theme *theme, char error[TERMINAL_ERROR])
{
	int result = terminal_init(&screen.terminal, theme_needs_direct(theme), error);
	if (result < 0)
		return result;
	const char *type = screen.terminal.type;
	screen.curses = newterm(type, stdout, screen.terminal.input);
	if (!screen.curses) {
		snprintf(error, TERMINAL_ERROR, _("no memory for terminal type \"%.64s\""), type);
		terminal_finish(&screen.terminal);
		return -ENOMEM;
	}
	terminal_remember(&screen.terminal, FRAME_ENDS PASTE_OFF);
	terminal_remember(&screen.terminal, options->has_mouse ? MOUSE_OFF : "");
	screen.is_open = true;
	screen.palette = open_palette(options->has_colour);
	open_keys(options->has_mouse);
	screen_set_theme(theme);
	return 0;
}

void screen_close(void)
{
	if (!screen.is_open)
		return;
	screen.is_open = false;
	mousemask(0, NULL);
	terminal_say(PASTE_OFF);
	endwin();
	delwin(screen.keys);
	delscreen(screen.curses);
	canvas_finish(&screen.shown);
	terminal_finish(&screen.terminal);
}

void screen_restore_terminal(void)
{
	if (screen.is_open)
		terminal_restore(&screen.terminal);
	screen.is_open = false;
}

void screen_resume(void)
{
	reset_prog_mode();
	terminal_say(PASTE_ON);
	screen_resize();
	screen_forget();
}

void screen_suspend(void)
{
	terminal_say(PASTE_OFF);
	endwin();
	terminal_stop_process();
	screen_resume();
}

/* --- showing --------------------------------------------------------------------------------- */

void screen_set_theme(const struct theme *theme)
{
	if (screen.palette == PALETTE_NONE)
		theme_mono(&screen.theme);
	else
		screen.theme = *theme;
	memset(screen.shades, 0, sizeof screen.shades);
	if (screen.palette != PALETTE_NONE)
		reset_color_pairs();
	screen_forget();
}

bool screen_is_ascii(void)
{
	return !terminal_is_utf8() || strncmp(screen.terminal.type, "linux", 5) == 0;
}

bool screen_has_page_colours(void)
{
	return screen.palette >= 256 && theme_has_page_colours(&screen.theme);
}

void screen_size(int *ret_width, int *ret_height)
{
	*ret_width = COLS;
	*ret_height = LINES;
}

void screen_resize(void)
{
	int width, height;
	if (terminal_size(&width, &height))
		resizeterm(height, width);
}

void screen_forget(void)
{
	screen.is_stale = true;
}

/* Colour -1, the terminal's own, is white on black where a terminal has no word for it. */
static int pair_of(struct look look)
{
	if (screen.palette == PALETTE_NONE)
		return 0;
	if (!screen.has_default_colours && look.ink == COLOUR_DEFAULT)
		look.ink = COLOR_WHITE;
	if (!screen.has_default_colours && look.ground == COLOUR_DEFAULT)
		look.ground = COLOR_BLACK;
	int pair = alloc_pair(look.ink, look.ground);
	return pair < 0 ? 0 : pair;
}

static const struct shade *shade_of(const struct cell *cell)
{
	struct shade *shade = &screen.shades[cell->ink][cell->ground];
	if (shade->is_known)
		return shade;
	struct look look = theme_look(
		&screen.theme, (enum role)cell->ink, (enum role)cell->ground, screen.palette);
	*shade = (struct shade){ .is_known = true, .pair = pair_of(look) };
	for (size_t i = 0; i < COUNT(attribute_codes); i++)
		if (look.attributes & attribute_codes[i].attribute)
			shade->attributes |= attribute_codes[i].curses;
	return shade;
}

/* Curses asks the locale how wide a glyph is: where it thinks otherwise, the row would shift. */
static bool is_agreed(const struct cell *cell)
{
	return cell->glyph < 0x7f ||
	       (terminal_is_utf8() && wcwidth((wchar_t)cell->glyph) == cell->width);
}

static void show_cell(int x, int y, const struct cell *cell)
{
	const struct shade *shade = shade_of(cell);
	attr_t attributes = shade->attributes | (cell->bold ? A_BOLD : 0);
	bool is_shown = is_agreed(cell);
	wchar_t text[3] = { is_shown ? (wchar_t)cell->glyph : L'?', (wchar_t)cell->mark };
	int pair = shade->pair;
	cchar_t character;
	if (setcchar(&character, text, attributes, 0, &pair) == ERR)
		return;
	mvadd_wch(y, x, &character);
	if (!is_shown && cell->width == 2)
		mvadd_wch(y, x + 1, &character);
}

static void show_row(const struct canvas *canvas, int y)
{
	for (int x = 0; x < canvas->width; x++) {
		const struct cell *cell = canvas_at(canvas, x, y);
		if (cell->width)
			show_cell(x, y, cell);
	}
}

/* false when nothing has to be drawn. */
static bool update(const struct canvas *canvas)
{
	bool has_changed = screen.is_stale;
	size_t row_size = (size_t)canvas->width * sizeof *canvas->cells;
	for (int y = 0; y < canvas->height; y++) {
		size_t at = (size_t)y * (size_t)canvas->width;
		struct cell *shown = &screen.shown.cells[at];
		const struct cell *wanted = &canvas->cells[at];
		if (!screen.is_stale && memcmp(shown, wanted, row_size) == 0)
			continue;
		show_row(canvas, y);
		memcpy(shown, wanted, row_size);
		has_changed = true;
	}
	return has_changed;
}

void screen_show(const struct canvas *canvas)
{
	struct canvas *shown = &screen.shown;
	if (shown->width != canvas->width || shown->height != canvas->height) {
		if (canvas_resize(shown, canvas->width, canvas->height) < 0)
			return;
		screen.is_stale = true;
	}
	if (screen.is_stale) {
		erase();
		clearok(curscr, TRUE);
	}
	if (!update(canvas))
		return;
	screen.is_stale = false;
	terminal_say(FRAME_BEGINS);
	wnoutrefresh(stdscr);
	doupdate();
	terminal_say(FRAME_ENDS);
}

/* --- reading --------------------------------------------------------------------------------- */

int screen_input(void)
{
	return fileno(screen.terminal.input);
}

static bool give(struct screen_event *event, enum screen_event_type type, int key)
{
	*event = (struct screen_event){ .type = type, .key = key };
	return true;
}

static bool take_mouse(struct screen_event *event)
{
	MEVENT mouse;
	if (getmouse(&mouse) != OK)
		return false;
	bool is_click = mouse.bstate & BUTTON1_PRESSED;
	*event = (struct screen_event){ .type = is_click ? SCREEN_CLICK : SCREEN_WHEEL,
		.x = mouse.x,
		.y = mouse.y,
		.rows = mouse.bstate & BUTTON4_PRESSED ? -WHEEL_ROWS : WHEEL_ROWS };
	return is_click || mouse.bstate & (BUTTON4_PRESSED | BUTTON5_PRESSED);
}

static bool take_code(struct screen_event *event, int code)
{
	if (code == PASTE_BEGINS || code == PASTE_ENDS) {
		screen.is_pasting = code == PASTE_BEGINS;
		return false;
	}
	if (screen.is_pasting)
		return false;
	if (code == KEY_MOUSE)
		return take_mouse(event);
	if (code >= KEY_F(1) && code <= KEY_F(12))
		return give(event, SCREEN_KEY, KEY_CODE_F1 + code - KEY_F(1));
	for (size_t i = 0; i < COUNT(key_codes); i++)
		if (key_codes[i].code == code)
			return give(event, SCREEN_KEY, key_codes[i].key);
	return false;
}

/* The escape key, or the beginning of a key nobody told curses about: that one is dropped whole,
 * lest its bytes be taken for commands. */
static bool take_escape(struct screen_event *event)
{
	wint_t next = 0;
	int got = wget_wch(screen.keys, &next);
	if (got == OK && (next == '[' || next == 'O')) {
		wtimeout(screen.keys, ESCAPE_MS);
		while (wget_wch(screen.keys, &next) == OK && next < '@')
			;
		nodelay(screen.keys, TRUE);
		return false;
	}
	if (got == KEY_CODE_YES)
		ungetch((int)next);
	else if (got == OK)
		unget_wch((wchar_t)next);
	return give(event, SCREEN_KEY, KEY_CODE_ESCAPE);
}

static bool take_character(struct screen_event *event, wint_t character)
{
	if (screen.is_pasting)
		return give(event, SCREEN_TEXT, (int)character);
	if (character == KEY_CODE_ESCAPE)
		return take_escape(event);
	if (character == '\n')
		return give(event, SCREEN_KEY, KEY_CODE_ENTER);
	return give(event, SCREEN_KEY, character == '\b' ? KEY_CODE_BACKSPACE : (int)character);
}

bool screen_read(struct screen_event *event)
{
	wint_t code;
	int got;
	while ((got = wget_wch(screen.keys, &code)) != ERR)
		if (got == KEY_CODE_YES ? take_code(event, (int)code) : take_character(event, code))
			return true;
	return terminal_is_gone(&screen.terminal) && give(event, SCREEN_HANG_UP, 0);
}
