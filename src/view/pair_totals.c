/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>
#include <unistd.h>

#include "strata/text.h"
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/pair.h"
#include "view/pencil.h"
#include "view/words.h"

#define MEMBERS 9 /* the one on the screen, and its companions */
#define LABEL 15  /* as before the cells: "baseline 29.2M", "sum RSS 201.8M" and a blank */
#define ROOMY 22  /* lines of the view from which on all sums are shown */
#define INK_FIRST (ROLE_PAGE + PAGE_RESIDENT)
#define INK_SECOND (ROLE_PAGE + PAGE_COW)
#define INK_SHARED (ROLE_PAGE + PAGE_SHARED)

struct member {
	const struct snapshot *now;
	const char *role;
	uint64_t ended_wall_ns;
};

/* A piece of a bar. */
struct segment {
	uint64_t bytes;
	enum glyph glyph;
	enum role ink;
};

/* All that are compared: a family, or one process at two times. */
static size_t members_of(
	const struct scene *scene, const struct pair *pair, struct member members[MEMBERS])
{
	size_t count = 0;
	for (size_t i = 0; i < 2; i++)
		members[count++] = (struct member){ pair->sides[i].now, pair->sides[i].role,
			pair->sides[i].ended_wall_ns };
	size_t partner = pair_partner(scene);
	for (size_t i = 0; i < scene->companion_count && count < MEMBERS; i++)
		if (i != partner)
			members[count++] = (struct member){ scene->companions[i].now,
				scene->companions[i].role, scene->companions[i].ended_wall_ns };
	return count;
}

static bool has_member_bars(const struct pair *pair, size_t count)
{
	return pair->is_one_process || count > 2;
}

int pair_totals_height(const struct scene *scene, const struct pair *pair, int height)
{
	struct member members[MEMBERS];
	size_t count = members_of(scene, pair, members);
	int sums = pair->is_one_process ? 0 : height >= ROOMY ? 3 : 2;
	return sums + (has_member_bars(pair, count) ? (int)count : 0) + 1;
}

static void paint_segments(struct canvas *canvas, struct rect track, uint64_t whole,
	const struct segment *segments, size_t count)
{
	uint64_t sum = 0;
	int x = 0;
	for (size_t i = 0; i < count && whole > 0; i++) {
		sum += segments[i].bytes == UNKNOWN ? 0 : segments[i].bytes;
		int end = (int)((double)sum / (double)whole * track.width + 0.5);
		for (; x < end && x < track.width; x++)
			canvas_glyph(canvas, track.x + x, track.y, segments[i].glyph,
				PEN(segments[i].ink));
	}
}

static struct rect write_label(
	struct canvas *canvas, struct rect line, const char *label, uint64_t bytes)
{
	char text[UNITS_TEXT];
	struct pencil pencil = pencil_at(canvas, layout_left(&line, LABEL));
	pencil_write(&pencil, PEN(ROLE_DIM), "%s ", label);
	pencil_write(&pencil, PEN_BOLD(ROLE_VALUE), "%s", units_bytes(bytes, UNITS_NARROW, text));
	return line;
}

static uint64_t own_of(const struct member *member)
{
	uint64_t own = member->now->metrics[METRIC_USS];
	return own == UNKNOWN || member->ended_wall_ns ? 0 : own;
}

static int columns_of(uint64_t bytes, const struct family_sum *sum, struct rect track)
{
	if (bytes == UNKNOWN || sum->rss == UNKNOWN || sum->rss == 0)
		return 0;
	return (int)((double)bytes / (double)sum->rss * track.width + 0.5);
}

/* Behind the bar of PSS: what RSS has beyond it. */
static void write_again(struct canvas *canvas, struct rect track, const struct family_sum *sum)
{
	char text[UNITS_TEXT];
	layout_left(&track, columns_of(sum->pss, sum, track) + 1);
	struct pencil pencil = pencil_at(canvas, track);
	if (sum->again != UNKNOWN && sum->again > 0)
		pencil_write_whole(&pencil, PEN(ROLE_DIM), _("%s counted again"),
			units_bytes(sum->again, UNITS_NARROW, text));
}

/* Behind the bar of USS: whose the colours are. */
static void write_owners(struct canvas *canvas, struct rect track, const struct family_sum *sum,
	const struct pair *pair)
{
	layout_left(&track, columns_of(sum->uss, sum, track) + 1);
	struct pencil pencil = pencil_at(canvas, track);
	for (size_t i = 0; i < 2; i++) {
		struct pen pen = PEN(i ? INK_SECOND : INK_FIRST);
		pencil_glyph(&pencil, pen, GLYPH_FULL);
		pencil_write(&pencil, PEN(ROLE_DIM), _(" %s's own  "), pair_name(pair, i));
	}
	const char *shared = _(" shared");
	if (pencil_room(&pencil) < 1 + text_width(shared, strlen(shared)))
		return;
	pencil_glyph(&pencil, PEN(INK_SHARED), GLYPH_HATCH);
	pencil_write(&pencil, PEN(ROLE_DIM), "%s", shared);
}

/* Each sum is the one below it and something more. */
static void paint_sums(const struct pair *pair, struct canvas *canvas, struct rect rest,
	const struct member *members, size_t count)
{
	static const char *const labels[] = { "ΣRSS", "ΣPSS", "ΣUSS" };
	static const char *const plain[] = { N_("sum RSS"), N_("sum PSS"), N_("sum USS") };
	const struct snapshot *snapshots[MEMBERS];
	struct segment segments[MEMBERS + 2];
	size_t living = 0;
	for (size_t i = 0; i < count; i++) {
		if (!members[i].ended_wall_ns)
			snapshots[living++] = members[i].now;
		segments[i] = (struct segment){ own_of(&members[i]), GLYPH_FULL,
			i % 2 ? INK_SECOND : INK_FIRST };
	}
	struct family_sum sum = compare_family(snapshots, living);
	const uint64_t values[] = { sum.rss, sum.pss, sum.uss };
	segments[count] = (struct segment){ sum.base, GLYPH_HATCH, INK_SHARED };
	segments[count + 1] = (struct segment){ sum.again, GLYPH_DOT, ROLE_DIM };
	for (size_t i = 0; i < 3 && rest.height > 0; i++) {
		struct rect track = write_label(canvas, layout_top(&rest, 1),
			canvas->ascii ? translate(plain[i]) : labels[i], values[i]);
		paint_segments(canvas, track, sum.rss, segments, count + 2 - i);
		if (i == 1)
			write_again(canvas, track, &sum);
		else if (i == 2)
			write_owners(canvas, track, &sum, pair);
	}
}

static void paint_member(struct canvas *canvas, struct rect line, const struct member *member,
	size_t index, bool has_role, uint64_t whole)
{
	char label[16], text[UNITS_TEXT];
	const uint64_t *metrics = member->now->metrics;
	uint64_t rss = metrics[METRIC_RSS], own = own_of(member);
	if (has_role && member->role[0])
		snprintf(label, sizeof label, "%s", translate(member->role));
	else
		snprintf(label, sizeof label, "%d", (int)member->now->process.pid);
	struct rect name = layout_left(&line, LABEL);
	canvas_name(canvas, name.x, name.y, name.width - 7, PEN(ROLE_TEXT), label);
	if (member->ended_wall_ns) {
		canvas_text(canvas, line.x, line.y, line.width, PEN(ROLE_DIM), _("exited"));
		return;
	}
	canvas_text_right(canvas, name.x, name.y, name.width - 1, PEN_BOLD(ROLE_VALUE),
		units_bytes(rss, UNITS_NARROW, text));
	const struct segment segments[] = {
		{ own, GLYPH_FULL, index % 2 ? INK_SECOND : INK_FIRST },
		{ rss == UNKNOWN || rss < own ? 0 : rss - own, GLYPH_HATCH, INK_SHARED },
	};
	paint_segments(canvas, line, whole, segments, 2);
}

static uint64_t largest_rss(const struct member *members, size_t count)
{
	uint64_t largest = 0;
	for (size_t i = 0; i < count; i++) {
		uint64_t rss = members[i].ended_wall_ns ? 0 : members[i].now->metrics[METRIC_RSS];
		largest = rss != UNKNOWN && rss > largest ? rss : largest;
	}
	return largest;
}

static void say_grounds(
	struct pencil *pencil, const struct pair *pair, const struct match_count *count)
{
	if (pair->is_one_process)
		return;
	struct pen pen = PEN(count->is_proved ? ROLE_GOOD : ROLE_WARNING);
	if (count->is_proved &&
		!pencil_write_whole(pencil, pen, "%s", _(", proved by frame numbers")))
		pencil_write(pencil, pen, "%s", _(", proved"));
	if (count->is_proved)
		return;
	if (!count->is_sampled ||
		!pencil_write_whole(pencil, pen, "%s", _(", inferred from a sample of pages")))
		pencil_write(pencil, pen, "%s", _(", inferred"));
}

/* What the grid means, in words. */
static void write_sentence(struct canvas *canvas, struct rect line, const struct pair *pair,
	const struct match_count *count)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	struct pencil pencil = pencil_at(canvas, line);
	char text[UNITS_TEXT], words[PAIR_WORDS];
	const char *separator = "";
	const char *same = pair->is_one_process ? _("still there") : _("in RAM once for both");
	for (enum match match = MATCH_SAME; match < MATCHES; match++) {
		if (count->pages[match] == 0)
			continue;
		pencil_write(&pencil, PEN(ROLE_TEXT), "%s", separator);
		pencil_write(&pencil, PEN_BOLD(ROLE_VALUE), "%s%s", count->is_estimated ? "≈" : "",
			units_bytes(count->pages[match] * page, UNITS_WIDE, text));
		pencil_write(&pencil, PEN(ROLE_TEXT), " %s",
			match == MATCH_SAME ? same : pair_words(pair, match, words));
		separator = ", ";
	}
	if (*separator)
		say_grounds(&pencil, pair, count);
}

/* Why nothing is compared, and whose the sums are. */
static void write_end(struct canvas *canvas, struct rect line, const struct pair *pair)
{
	struct pencil pencil = pencil_at(canvas, line);
	size_t side = pair->sides[1].ended_wall_ns ? 1 : 0;
	pencil_write(&pencil, PEN(ROLE_WARNING),
		_("%s has exited: above is its last picture, the sums are of the living"),
		pair_name(pair, side));
}

void pair_paint_totals(const struct scene *scene, const struct pair *pair,
	const struct match_count *count, struct canvas *canvas, struct rect area)
{
	struct member members[MEMBERS];
	size_t member_count = members_of(scene, pair, members);
	if (area.height == 0)
		return;
	struct rect sentence = layout_top(&area, 1);
	if (pair_has_ended(pair))
		write_end(canvas, sentence, pair);
	else
		write_sentence(canvas, sentence, pair, count);
	uint64_t whole = largest_rss(members, member_count);
	for (size_t i = 0; has_member_bars(pair, member_count) && i < member_count; i++)
		paint_member(
			canvas, layout_top(&area, 1), &members[i], i, member_count == 2, whole);
	if (!pair->is_one_process)
		paint_sums(pair, canvas, area, members, member_count);
}
