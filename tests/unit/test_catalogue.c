/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <cmocka.h>

#include <string.h>

#include "base/catalogue.h"

#define MAGIC 0x950412deu

struct text {
	const char *original, *translation;
	size_t original_length, translation_length;
};

/* A catalogue of sorted texts as msgfmt writes it; `swap` for the other byte order. */
struct image {
	uint8_t bytes[1024];
	size_t size;
	bool swap;
};

static void put_word(struct image *image, size_t at, uint32_t word)
{
	if (image->swap)
		word = __builtin_bswap32(word);
	memcpy(image->bytes + at, &word, sizeof word);
}

static void put_string(struct image *image, size_t entry, const char *text, size_t length)
{
	put_word(image, entry, (uint32_t)length);
	put_word(image, entry + 4, (uint32_t)image->size);
	memcpy(image->bytes + image->size, text, length);
	image->size += length + 1;
}

static struct image image_of(const struct text *texts, size_t count, bool swap)
{
	struct image image = { .size = 28 + 16 * count, .swap = swap };
	const uint32_t header[] = { MAGIC, 0, (uint32_t)count, 28, 28 + 8 * (uint32_t)count };
	for (size_t i = 0; i < 5; i++)
		put_word(&image, 4 * i, header[i]);
	for (size_t i = 0; i < count; i++) {
		put_string(&image, 28 + 8 * i, texts[i].original, texts[i].original_length);
		put_string(&image, 28 + 8 * (count + i), texts[i].translation,
			texts[i].translation_length);
	}
	return image;
}

#define TEXT(original, translation)                                                                \
	{                                                                                          \
		original, translation, sizeof(original) - 1, sizeof(translation) - 1               \
	}

static const struct text one_form[] = {
	TEXT("", "Plural-Forms: nplurals=1; plural=0;\n"),
	TEXT("%s page\0%s pages", "%s쪽"),
	TEXT("heap", "힙"),
	TEXT("stack", "스택"),
};

static const struct text two_forms[] = {
	TEXT("", "Plural-Forms: nplurals=2; plural=(n != 1);\n"),
	TEXT("%s page\0%s pages", "%s Seite\0%s Seiten"),
	TEXT("heap", "Halde"),
};

static struct catalogue *catalogue_of(const struct text *texts, size_t count, bool swap)
{
	struct catalogue *catalogue;
	struct image image = image_of(texts, count, swap);
	assert_int_equal(catalogue_create(image.bytes, image.size, &catalogue), 0);
	return catalogue;
}

static void a_text_is_found_or_not_there(void **state)
{
	(void)state;
	for (int swap = 0; swap < 2; swap++) {
		struct catalogue *catalogue = catalogue_of(one_form, 4, swap);
		assert_string_equal(catalogue_find(catalogue, "heap", 1), "힙");
		assert_string_equal(catalogue_find(catalogue, "stack", 1), "스택");
		assert_null(catalogue_find(catalogue, "hea", 1));
		assert_null(catalogue_find(catalogue, "zone", 1));
		catalogue_destroy(catalogue);
	}
}

static void one_form_serves_every_count(void **state)
{
	(void)state;
	struct catalogue *catalogue = catalogue_of(one_form, 4, false);
	for (unsigned count = 0; count < 3; count++)
		assert_string_equal(catalogue_find(catalogue, "%s page", count), "%s쪽");
	catalogue_destroy(catalogue);
}

static void of_two_forms_the_first_is_for_one(void **state)
{
	(void)state;
	struct catalogue *catalogue = catalogue_of(two_forms, 3, false);
	assert_string_equal(catalogue_find(catalogue, "%s page", 0), "%s Seiten");
	assert_string_equal(catalogue_find(catalogue, "%s page", 1), "%s Seite");
	assert_string_equal(catalogue_find(catalogue, "%s page", 2), "%s Seiten");
	assert_string_equal(catalogue_find(catalogue, "heap", 2), "Halde");
	catalogue_destroy(catalogue);
}

/* Every length a file can be cut to, and every byte gone wrong. */
static void what_is_cut_or_wrong_is_never_read_beyond_its_end(void **state)
{
	(void)state;
	struct catalogue *catalogue = NULL;
	const struct image image = image_of(one_form, 4, false);
	for (size_t size = 0; size < image.size; size++)
		if (catalogue_create(image.bytes, size, &catalogue) == 0) {
			catalogue_find(catalogue, "stack", 1);
			catalogue_destroy(catalogue);
		}
	for (size_t at = 0; at < image.size; at++) {
		struct image wrong = image;
		wrong.bytes[at] ^= 0xff;
		if (catalogue_create(wrong.bytes, wrong.size, &catalogue) == 0) {
			catalogue_find(catalogue, "heap", 1);
			catalogue_find(catalogue, "%s page", 2);
			catalogue_destroy(catalogue);
		}
	}
}

static void what_is_no_catalogue_is_refused(void **state)
{
	(void)state;
	static const char source[] = "msgid \"heap\"\nmsgstr \"힙\"\n";
	struct catalogue *catalogue = NULL;
	assert_int_equal(catalogue_create("", 0, &catalogue), -EINVAL);
	assert_int_equal(catalogue_create(source, sizeof source, &catalogue), -EINVAL);
	assert_int_equal(catalogue_open("/nonexistent", &catalogue), -ENOENT);
	assert_int_equal(catalogue_open("/dev/null", &catalogue), -EINVAL);
	assert_int_equal(catalogue_open("/", &catalogue), -EINVAL);
	assert_null(catalogue);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_found_or_not_there),
		cmocka_unit_test(one_form_serves_every_count),
		cmocka_unit_test(of_two_forms_the_first_is_for_one),
		cmocka_unit_test(what_is_cut_or_wrong_is_never_read_beyond_its_end),
		cmocka_unit_test(what_is_no_catalogue_is_refused),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
