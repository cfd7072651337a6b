/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <cmocka.h>

#include "strata/text.h"

static void assert_sanitised(const char *raw, size_t length, const char *expected)
{
	char out[256];
	assert_int_equal(text_sanitise(raw, length, out, sizeof(out)), strlen(expected));
	assert_string_equal(out, expected);
}

#define ASSERT_SANITISED(raw, expected) assert_sanitised(raw, sizeof(raw) - 1, expected)

static void decoding_and_encoding_are_inverse(void **state)
{
	(void)state;
	for (char32_t character = 1; character <= 0x10FFFF; character++) {
		char bytes[4];
		size_t length = text_encode(character, bytes), decoded;
		char32_t back = text_decode(bytes, length, &decoded);
		if (character >= 0xD800 && character <= 0xDFFF) {
			assert_int_equal(back, 0xFFFD);
			continue;
		}
		assert_int_equal(back, character);
		assert_int_equal(decoded, length);
	}
}

static void invalid_utf8_is_refused_byte_by_byte(void **state)
{
	(void)state;
	ASSERT_SANITISED("a\xFF\xFE"
			 "b",
		"a??b");
	ASSERT_SANITISED("\xC0\xAF", "??");               /* overlong slash */
	ASSERT_SANITISED("\xE0\x80\xAF", "???");          /* overlong slash */
	ASSERT_SANITISED("\xED\xA0\x80", "???");          /* surrogate */
	ASSERT_SANITISED("\xF4\x90\x80\x80", "????");     /* beyond U+10FFFF */
	ASSERT_SANITISED("\xEA\xB0", "??");               /* cut off */
	ASSERT_SANITISED("\xEA\xB0\x80", "\xEA\xB0\x80"); /* 가 */
	ASSERT_SANITISED("\xEF\xBF\xBD", "\xEF\xBF\xBD"); /* a real U+FFFD */
}

static void controls_and_escape_sequences_become_question_marks(void **state)
{
	(void)state;
	ASSERT_SANITISED("\x1B[31mred\x1B]0;title\x07", "?[31mred?]0;title?");
	ASSERT_SANITISED("a\rb\tc\bd\ne\x7F"
			 "f",
		"a?b?c?d?e?f");
	ASSERT_SANITISED("nul\0inside", "nul?inside");
	ASSERT_SANITISED("\xC2\x9B"
			 "31m",
		"?31m"); /* C1 CSI */
}

static void invisible_and_direction_characters_become_question_marks(void **state)
{
	(void)state;
	static const char32_t hostile[] = { 0x202E, 0x202A, 0x2066, 0x2069, 0x200E, 0x200B, 0x200D,
		0x2060, 0xFEFF, 0x00AD, 0x061C, 0x180E, 0xFE0F, 0xE0041, 0xE0101, 0x2028, 0x2029,
		0x3164, 0x034F, 0xFFF9, 0xFFFE, 0x1FFFF, 0xFDD0 };
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		char raw[4];
		assert_sanitised(raw, text_encode(hostile[i], raw), "?");
		assert_false(text_is_safe(hostile[i]));
		assert_int_equal(text_character_width(hostile[i]), -1);
	}
}

static void names_of_any_script_stay(void **state)
{
	(void)state;
	ASSERT_SANITISED("/srv/민수/café/файл/e\u0301😀", "/srv/민수/café/файл/e\u0301😀");
}

static void a_small_buffer_cuts_at_a_character(void **state)
{
	(void)state;
	char out[6] = "xxxxx";
	assert_int_equal(text_sanitise("가나다", 9, out, sizeof(out)), 3);
	assert_string_equal(out, "가");
	assert_int_equal(text_sanitise("abc", 3, out, 1), 0);
	assert_string_equal(out, "");
	assert_int_equal(text_sanitise("abc", 3, NULL, 0), 0);
}

static void widths_of_everyday_blocks(void **state)
{
	(void)state;
	assert_int_equal(text_character_width(U'a'), 1);
	assert_int_equal(text_character_width(U'한'), 2);
	assert_int_equal(text_character_width(U'漢'), 2);
	assert_int_equal(text_character_width(U'😀'), 2);
	assert_int_equal(text_character_width(U'─'), 1);
	assert_int_equal(text_character_width(U'█'), 1);
	assert_int_equal(text_character_width(U'⣿'), 1);
	assert_int_equal(text_character_width(U'①'), 1);
	assert_int_equal(text_character_width(0x0301), 0);
	assert_int_equal(text_width("한글 e\u0301 😀", strlen("한글 e\u0301 😀")), 9);
}

static void widths_agree_with_the_c_library(void **state)
{
	(void)state;
	static const struct {
		char32_t first, last;
	} blocks[] = {
		{ 0x0020, 0x05FF },   /* Latin, marks, Greek, Cyrillic, Hebrew */
		{ 0x0904, 0x0939 },   /* Devanagari letters */
		{ 0x0E01, 0x0E3A },   /* Thai */
		{ 0x1100, 0x11FF },   /* Hangul jamo */
		{ 0x1E00, 0x2027 },   /* Latin, Greek, punctuation */
		{ 0x2190, 0x23FF },   /* arrows, mathematics, technical */
		{ 0x2500, 0x262F },   /* boxes, blocks, signs; the trigrams behind them became */
		{ 0x2638, 0x2689 },   /* wide in Unicode 16, as did the digrams here and the */
		{ 0x2690, 0x28FF },   /* hexagrams below; dingbats, braille */
		{ 0x2E80, 0x2FD5 },   /* radicals */
		{ 0x3041, 0x3247 },   /* kana, compatibility jamo */
		{ 0x3250, 0x33FF },   /* enclosed */
		{ 0x3400, 0x4DBF },   /* CJK */
		{ 0x4E00, 0x9FFC },   /* CJK */
		{ 0xAC00, 0xD7A3 },   /* Hangul */
		{ 0xFF01, 0xFFDC },   /* full- and halfwidth forms */
		{ 0x1F300, 0x1F6C5 }, /* emoji */
		{ 0x1F900, 0x1F9FF }, /* emoji */
	};
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		skip();
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		for (char32_t at = blocks[i].first; at <= blocks[i].last; at++) {
			int expected = wcwidth((wchar_t)at);
			if (expected < 0 || !text_is_safe(at))
				continue;
			if (text_character_width(at) != expected)
				fail_msg("U+%04X is %d columns here, %d in the C library",
					(unsigned)at, text_character_width(at), expected);
		}
	}
}

static void fitting_never_splits_a_wide_character_nor_loses_a_mark(void **state)
{
	(void)state;
	int width;
	assert_int_equal(text_fit("한글", 6, 3, &width), 3);
	assert_int_equal(width, 2);
	assert_int_equal(text_fit("ae\u0301b", 5, 2, &width), 4);
	assert_int_equal(width, 2);
	assert_int_equal(text_fit("abc", 3, 0, NULL), 0);
	assert_int_equal(text_fit("abc", 3, 80, NULL), 3);
}

static void shortening_keeps_both_ends(void **state)
{
	(void)state;
	char out[64];
	text_shorten("/usr/lib/x86_64-linux-gnu/libc.so.6", "…", 16, out, sizeof(out));
	assert_string_equal(out, "/usr/…/libc.so.6");
	text_shorten("/usr/lib/libc.so.6", "~", 10, out, sizeof(out));
	assert_string_equal(out, "/us~c.so.6");
	text_shorten("short", "…", 5, out, sizeof(out));
	assert_string_equal(out, "short");
	text_shorten("한글한글한글", "…", 6, out, sizeof(out));
	assert_true(text_width(out, strlen(out)) <= 6);
	text_shorten("long text", "...", 2, out, sizeof(out));
	assert_string_equal(out, "lo");
	text_shorten("long text", "…", 0, out, sizeof(out));
	assert_string_equal(out, "");
}

static void shortening_never_exceeds_columns_or_buffer(void **state)
{
	(void)state;
	static const char text[] = "/정말/긴/경로e\u0301/with/한글/and/marks/ñ😀/end";
	for (int columns = 0; columns < 50; columns++) {
		for (size_t size = 1; size < 70; size++) {
			char out[70];
			size_t length = text_shorten(text, "…", columns, out, size);
			assert_int_equal(length, strlen(out));
			assert_true(length < size);
			assert_true(text_width(out, length) <= columns);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decoding_and_encoding_are_inverse),
		cmocka_unit_test(invalid_utf8_is_refused_byte_by_byte),
		cmocka_unit_test(controls_and_escape_sequences_become_question_marks),
		cmocka_unit_test(invisible_and_direction_characters_become_question_marks),
		cmocka_unit_test(names_of_any_script_stay),
		cmocka_unit_test(a_small_buffer_cuts_at_a_character),
		cmocka_unit_test(widths_of_everyday_blocks),
		cmocka_unit_test(widths_agree_with_the_c_library),
		cmocka_unit_test(fitting_never_splits_a_wide_character_nor_loses_a_mark),
		cmocka_unit_test(shortening_keeps_both_ends),
		cmocka_unit_test(shortening_never_exceeds_columns_or_buffer),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
