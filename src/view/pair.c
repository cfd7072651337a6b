/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/pair.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "strata/translate.h"
#include "view/page_paint.h"

/* The Compare view listens here; its place on the screen stands in pair_layout.c, how it looks in
 * pair_paint.c and pair_totals.c. */

size_t pair_partner(const struct scene *scene)
{
	size_t count = scene->companion_count;
	return count ? scene->state->horizontal % count : SIZE_MAX;
}

static const char *role_or(const char *role, const char *otherwise)
{
	return role && *role ? role : otherwise;
}

/* What nobody has named is parent and child, where it is. */
static void name_by_parentage(struct pair_side *a, struct pair_side *b)
{
	if (a->role[0] || b->role[0] || b->now->process.ppid != a->now->process.pid)
		return;
	a->role = N_("parent");
	b->role = N_("child");
}

static uint64_t end_of(const struct snapshot *now, uint64_t ended_wall_ns)
{
	bool has_exited = now->life == LIFE_EXITED;
	return ended_wall_ns ? ended_wall_ns : has_exited ? now->wall_ns : 0;
}

bool pair_has_ended(const struct pair *pair)
{
	return !pair->is_one_process &&
	       (pair->sides[0].ended_wall_ns || pair->sides[1].ended_wall_ns);
}

bool pair_of(const struct scene *scene, struct pair *ret_pair)
{
	size_t partner = pair_partner(scene);
	if (!scene->now || (partner == SIZE_MAX && !scene->baseline))
		return false;
	struct pair_side shown = { scene->now, role_or(scene->shown_role, ""), scene->pages,
		scene->pages_before, end_of(scene->now, scene->ended_wall_ns) };
	if (partner != SIZE_MAX) {
		const struct companion *other = &scene->companions[partner];
		struct pair_side second = { other->now, role_or(other->role, ""), other->pages,
			other->pages_before, end_of(other->now, other->ended_wall_ns) };
		name_by_parentage(&shown, &second);
		name_by_parentage(&second, &shown);
		*ret_pair = (struct pair){ .sides = { shown, second } };
		return true;
	}
	shown.role = N_("now");
	*ret_pair = (struct pair){
		.sides = { { scene->baseline, N_("baseline"), scene->pages_baseline, NULL, 0 },
			shown },
		.is_one_process = true,
	};
	return true;
}

const char *pair_name(const struct pair *pair, size_t side)
{
	return translate(role_or(pair->sides[side].role, side == 0 ? N_("left") : N_("right")));
}

const char *pair_words(const struct pair *pair, enum match match, char out[PAIR_WORDS])
{
	static const char *const two[MATCHES] = { N_("in RAM on neither side"), N_("one frame"),
		N_("copied") };
	static const char *const one[MATCHES] = { N_("not in RAM"), N_("kept"), N_("copied since"),
		N_("given back"), N_("new") };
	if (pair->is_one_process)
		return translate(one[match]);
	if (two[match])
		return translate(two[match]);
	snprintf(out, PAIR_WORDS, _("only in %s"), pair_name(pair, match == MATCH_SECOND));
	return out;
}

static const struct region *region_at(const struct snapshot *snapshot, uint32_t index)
{
	return index < snapshot->table->count ? &snapshot->table->regions[index] : NULL;
}

struct aligned pair_piece(const struct pair *pair, const struct row *row)
{
	return (struct aligned){
		.start = row->value,
		.end = row->value + row->size,
		.sides = { region_at(pair->sides[0].now, row->first),
			region_at(pair->sides[1].now, row->count) },
		.is_same_thing = row->tag,
	};
}

static uint32_t index_of(const struct pair *pair, size_t side, const struct region *region)
{
	const struct region *first = pair->sides[side].now->table->regions;
	return region ? (uint32_t)(region - first) : UINT32_MAX;
}

static uint64_t rss_of(const struct region *region)
{
	uint64_t rss = region ? region->counters[COUNTER_RSS] : 0;
	return rss == UNKNOWN ? 0 : rss;
}

/* What has grown or shrunk on one side stays one row. */
static bool goes_on(const struct aligned *piece, const struct aligned *next)
{
	bool is_first = piece->sides[0] && piece->sides[0] == next->sides[0];
	bool is_second = piece->sides[1] && piece->sides[1] == next->sides[1];
	bool is_alone = !piece->sides[0] || !piece->sides[1] || !next->sides[0] || !next->sides[1];
	return piece->end == next->start && is_alone && (is_first || is_second);
}

static void join(struct aligned *piece, const struct aligned *next)
{
	for (size_t i = 0; i < 2; i++)
		if (!piece->sides[i])
			piece->sides[i] = next->sides[i];
	piece->is_same_thing |= next->is_same_thing;
	piece->end = next->end;
}

static void add_row(struct view_state *state, const struct pair *pair, const struct aligned *piece)
{
	const struct region *either = piece->sides[0] ? piece->sides[0] : piece->sides[1];
	struct row row = { .tag = piece->is_same_thing,
		.value = piece->start,
		.size = piece->end - piece->start,
		.first = index_of(pair, 0, piece->sides[0]),
		.count = index_of(pair, 1, piece->sides[1]),
		.rss = rss_of(piece->sides[0]) + rss_of(piece->sides[1]),
		.kind = either->kind };
	state_add_row(state, row);
}

static int compare_rows(const void *a, const void *b)
{
	const struct row *first = a, *second = b;
	if (first->rss != second->rss)
		return first->rss > second->rss ? -1 : 1;
	if (first->size != second->size)
		return first->size > second->size ? -1 : 1;
	return first->value < second->value ? -1 : 1;
}

/* The cursor stays with its row, but at the top it stays there: with what is most. */
static void arrange(const struct scene *scene, struct view_state *state)
{
	struct pair pair;
	struct row before = state_current(state);
	bool is_at_top = state->list.selected == 0;
	state_clear_rows(state);
	if (!pair_of(scene, &pair))
		return;
	struct alignment alignment = { .tables = { pair.sides[0].now->table,
					       pair.sides[1].now->table } };
	struct aligned piece, next = { 0 };
	for (bool has_next = compare_next(&alignment, &piece); has_next;) {
		while ((has_next = compare_next(&alignment, &next)) && goes_on(&piece, &next))
			join(&piece, &next);
		add_row(state, &pair, &piece);
		piece = next;
	}
	qsort(state->rows, state->row_count, sizeof *state->rows, compare_rows);
	if (!is_at_top)
		state_restore(state, before);
}

static struct selection selected(const struct scene *scene)
{
	struct selection selection = { .name = "" };
	struct row row = state_current(scene->state);
	struct pair pair;
	if (scene->state->row_count == 0 || !pair_of(scene, &pair))
		return selection;
	struct aligned piece = pair_piece(&pair, &row);
	size_t side = pair.is_one_process ? 1 : 0;
	selection.region = piece.sides[side];
	if (!selection.region)
		return selection;
	selection.first = index_of(&pair, side, selection.region);
	selection.count = 1;
	selection.start = selection.region->start;
	selection.end = selection.region->end;
	return selection;
}

/* Left and right: the companions in turn. */
static bool obey(const struct scene *scene, struct view_state *state, enum command command)
{
	size_t count = scene->companion_count;
	if (count == 0 || (command != COMMAND_LEFT && command != COMMAND_RIGHT))
		return false;
	size_t step = command == COMMAND_RIGHT ? 1 : count - 1;
	state->horizontal = (state->horizontal % count + step) % count;
	return true;
}

static void look(const struct scene *scene, struct rect area, struct page_wish *wish)
{
	struct pair pair;
	struct row row = state_current(scene->state);
	if (scene->state->row_count == 0 || !pair_of(scene, &pair))
		return;
	struct pair_layout layout = pair_layout(scene, area);
	struct page_window window =
		pair_window(&row, layout.cells[0], page_paint_rows(scene->is_plain));
	if (window.count == 0)
		return;
	wish->windows[wish->count++] = window;
	if (!pair.is_one_process && row.size <= PAGE_FRAMES_MOST) {
		wish->frames_start = row.value;
		wish->frames_end = row.value + row.size;
	}
}

static size_t row_at(const struct scene *scene, struct rect area, int y)
{
	struct pair_layout layout = pair_layout(scene, area);
	if (y < layout.list.y || y >= layout.list.y + layout.list.height)
		return SIZE_MAX;
	return pair_top(scene->state, layout.list.height) + (size_t)(y - layout.list.y);
}

static bool reveal(const struct scene *scene, struct view_state *state, uint64_t address)
{
	(void)scene;
	for (size_t i = 0; i < state->row_count; i++)
		if (address - state->rows[i].value < state->rows[i].size) {
			list_select(&state->list, i);
			return true;
		}
	return false;
}

const struct view view_compare = {
	.name = "compare",
	.title = N_("Compare"),
	.summary = N_(
		"two processes side by side, or one before and after: shared, copied, only here"),
	.nothing =
		N_("There is nothing to compare with. c takes a child of this process, or another "
		   "one, beside it; b sets a baseline to compare this process with itself."),
	.needs = DETAIL_MAPS | DETAIL_SMAPS | DETAIL_PAGES,
	.has_side = true,
	.head = 1,
	.arrange = arrange,
	.paint = pair_paint,
	.obey = obey,
	.selected = selected,
	.reveal = reveal,
	.row_at = row_at,
	.look = look,
	.partner = pair_partner,
};
