/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>

#include "reader.h"

#define FIRST_CAPACITY 256
#define NAMES_MOST 65536 /* kept; then all are forgotten */

struct name {
	uint64_t id; /* 0: free */
	const char *text, *copy;
	size_t length;
	unsigned turn; /* in which `copy` was made */
};

int names_init(struct names *names, sqlite3 *db)
{
	*names = (struct names){ 0 };
	return database_prepare(db, "SELECT text FROM string WHERE id = ?", &names->select);
}

void names_finish(struct names *names)
{
	sqlite3_finalize(names->select);
	free(names->slots);
	arena_finish(&names->arena);
}

void names_begin(struct names *names)
{
	names->turn++;
	if (names->count < NAMES_MOST)
		return;
	free(names->slots);
	arena_finish(&names->arena);
	names->slots = NULL;
	names->count = names->capacity = 0;
}

static struct name *slot_of(struct name *slots, size_t capacity, uint64_t id)
{
	size_t at = (size_t)(id * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (capacity - 1);
	while (slots[at].id && slots[at].id != id)
		at = (at + 1) & (capacity - 1);
	return &slots[at];
}

static int grow(struct names *names)
{
	size_t capacity = names->capacity ? 2 * names->capacity : FIRST_CAPACITY;
	struct name *slots = calloc(capacity, sizeof *slots);
	if (!slots)
		return -ENOMEM;
	for (size_t i = 0; i < names->capacity; i++)
		if (names->slots[i].id)
			*slot_of(slots, capacity, names->slots[i].id) = names->slots[i];
	free(names->slots);
	names->slots = slots;
	names->capacity = capacity;
	return 0;
}

static int load(struct names *names, uint64_t id, struct name *name)
{
	sqlite3_bind_int64(names->select, 1, (sqlite3_int64)id);
	int result = sqlite3_step(names->select);
	int error = result == SQLITE_ROW ? 0 : -EUCLEAN;
	if (!error) {
		struct columns columns = columns_take(names->select);
		const char *text = take_text(&columns, &name->length);
		name->text = arena_copy(&names->arena, text, name->length);
		error = columns.is_damaged ? -EUCLEAN : 0;
		error = name->text ? error : -ENOMEM;
	}
	int reset = database_error(sqlite3_db_handle(names->select), sqlite3_reset(names->select));
	if (!error && !reset) {
		name->id = id;
		names->count++;
	}
	return reset ? reset : error;
}

int names_get(struct names *names, uint64_t id, struct arena *arena, const char **ret_text,
	size_t *ret_length)
{
	*ret_text = "";
	*ret_length = 0;
	if (id == 0)
		return 0;
	int error = 2 * names->count >= names->capacity ? grow(names) : 0;
	if (error)
		return error;
	struct name *name = slot_of(names->slots, names->capacity, id);
	if (!name->id)
		error = load(names, id, name);
	if (error)
		return error;
	if (name->turn != names->turn)
		name->copy = arena_copy(arena, name->text, name->length);
	if (!name->copy)
		return -ENOMEM;
	name->turn = names->turn;
	*ret_text = name->copy;
	*ret_length = name->length;
	return 0;
}
