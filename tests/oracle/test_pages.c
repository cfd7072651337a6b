/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page oracle: a process that knows what stands behind its pages is looked at, by both ways of
 * reading, as runs and as cells of one page, and each page must be named right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "actor.h"
#include "pages_scenes.h"

static uint64_t page;

static char letter_of(unsigned state)
{
	static const char letters[PAGE_STATES] = {
		[PAGE_ABSENT] = '.',
		[PAGE_RESIDENT] = 'R',
		[PAGE_SHARED] = 'S',
		[PAGE_FILE] = 'F',
		[PAGE_COW] = 'C',
		[PAGE_ZERO] = 'Z',
		[PAGE_SWAPPED] = 'W',
		[PAGE_GUARD] = 'G',
	};
	return letters[state];
}

/* "R2.1" as "RR."; returns how many pages. */
static size_t spread(const char *short_form, char letters[SCENE_MOST + 1])
{
	size_t count = 0;
	while (*short_form) {
		char letter = *short_form++, *end;
		unsigned long times = strtoul(short_form, &end, 10);
		short_form = end;
		memset(letters + count, letter, times);
		count += times;
	}
	letters[count] = '\0';
	return count;
}

/* What runs say of the pages from `start` on. */
struct seen {
	uint64_t start, at;
	char letters[SCENE_MOST + 1];
	uint8_t attributes[SCENE_MOST];
};

static int note_run(void *context, const struct page_run *run)
{
	struct seen *seen = context;
	assert_true(run->start < run->end);
	assert_true(run->start >= seen->at);
	seen->at = run->end;
	for (uint64_t at = run->start; at < run->end; at += page) {
		size_t index = (size_t)((at - seen->start) / page);
		seen->letters[index] = letter_of(run->state);
		seen->attributes[index] = run->attributes;
	}
	return 0;
}

static void see_runs(
	const struct actor *actor, struct page_reader *reader, size_t count, struct seen *seen)
{
	*seen = (struct seen){ .start = actor->base };
	memset(seen->letters, '?', count);
	assert_int_equal(page_reader_runs(reader, actor->snapshot->table, actor->base,
				 actor->base + count * page, note_run, seen),
		0);
}

static void see_cells(
	const struct actor *actor, struct page_reader *reader, size_t count, struct seen *seen)
{
	struct page_map *map =
		actor_look(actor, reader, actor->base, actor->base + count * page, page);
	assert_false(map->is_sampled);
	*seen = (struct seen){ .start = actor->base };
	for (size_t i = 0; i < count; i++) {
		const struct page_cell *cell = &map->cells[i];
		seen->letters[i] = cell->is_mapped ? letter_of(cell->dominant) : '?';
		seen->attributes[i] = cell->attributes;
		bool is_present = strchr("RSFCZ", seen->letters[i]);
		assert_int_equal(cell->present, is_present ? 255 : 0);
		assert_int_equal(cell->shared, seen->letters[i] == 'S' ? 255 : 0);
	}
	page_map_unref(map);
}

/* What reading by entries alone cannot tell. */
static void forget_what_entries_hide(char *letters, unsigned *attributes)
{
	for (char *letter = letters; *letter && geteuid() != 0; letter++)
		if (*letter == 'Z')
			*letter = 'S';
	*attributes &= ~(unsigned)PAGE_HUGE;
}

static void compare(const struct seen *seen, const char *expected, unsigned attributes)
{
	assert_string_equal(seen->letters, expected);
	for (size_t i = 0; expected[i]; i++)
		assert_int_equal(
			seen->attributes[i], strchr("RSFCZ", expected[i]) ? attributes : 0);
}

static void pages_are_named_right(void **state)
{
	const struct scene *scene = *state;
	struct actor actor;
	actor_start(&actor, scene->make);
	if (!actor.base) {
		actor_end(&actor);
		print_message("# this system cannot make it\n");
		skip();
	}
	bool has_scan = actor_has_scan(&actor);
	for (unsigned without_scan = !has_scan; without_scan < 2; without_scan++) {
		if (without_scan && scene->needs_scan)
			break;
		struct page_reader *reader = actor_reader(&actor, without_scan);
		char expected[SCENE_MOST + 1];
		unsigned attributes = scene->attributes;
		struct seen seen;
		size_t count = spread(scene->expected, expected);
		if (without_scan && !scene->is_told_by_entries)
			forget_what_entries_hide(expected, &attributes);
		see_runs(&actor, reader, count, &seen);
		compare(&seen, expected, attributes);
		see_cells(&actor, reader, count, &seen);
		compare(&seen, expected, attributes);
		page_reader_destroy(reader);
	}
	actor_end(&actor);
}

int main(void)
{
	struct CMUnitTest tests[SCENES_MOST];
	page = (uint64_t)sysconf(_SC_PAGESIZE);
	assert_true(scene_count <= SCENES_MOST);
	for (size_t i = 0; i < scene_count; i++)
		tests[i] = (struct CMUnitTest){
			.name = scenes[i].title,
			.test_func = pages_are_named_right,
			.initial_state = (void *)(uintptr_t)&scenes[i],
		};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("pages", tests, scene_count, NULL, NULL);
}
