/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/panel.h"

#include <math.h>
#include <string.h>

#include "demo/run.h"
#include "strata/text.h"
#include "strata/translate.h"
#include "ui/chart.h"
#include "view/pencil.h"
#include "view/words.h"

#define SPARKLINE 16               /* columns, at most */
#define PIECES 6                   /* of the marks at the right */
#define STALE UINT64_C(2000000000) /* counters older than this are said to be old */

struct piece {
	struct pen pen;
	char text[WORDS_TEXT];
};

static void write_piece(struct piece *piece, struct pen pen, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void write_piece(struct piece *piece, struct pen pen, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	piece->pen = pen;
	vsnprintf(piece->text, sizeof piece->text, format, arguments);
	va_end(arguments);
}

/* "▶ recorded 2026-11-21 12:30:05  2×  12:00:00 to 13:00:00" */
static size_t replay_pieces(const struct scene *scene, struct canvas *canvas, struct piece *pieces)
{
	const struct replay_scene *replay = scene->replay;
	char time[WORDS_TEXT], end[WORDS_TEXT];
	size_t count = 0;
	enum glyph glyph = replay->is_playing ? GLYPH_LIVE : GLYPH_PAUSED;
	write_piece(&pieces[count++], PEN_BOLD(ROLE_MATCH), _("%s recorded %s"),
		canvas_glyph_text(canvas, glyph), words_moment(replay->cursor_ns, time));
	if (scene->ended_wall_ns)
		write_piece(&pieces[count++], PEN_BOLD(ROLE_ERROR), _("%s exited %s"),
			canvas_glyph_text(canvas, GLYPH_NO),
			words_time(scene->ended_wall_ns, time));
	if (replay->is_playing)
		write_piece(&pieces[count++], PEN(ROLE_DIM), "%g×", replay->speed);
	else
		write_piece(&pieces[count++], PEN(ROLE_DIM), "%s", _("paused"));
	write_piece(&pieces[count++], PEN(ROLE_DIM), _("%s to %s"),
		words_time(replay->first_ns, time), words_time(replay->last_ns, end));
	return count;
}

static size_t life_pieces(const struct scene *scene, struct canvas *canvas, struct piece *pieces)
{
	char time[WORDS_TEXT];
	if (scene->replay)
		return replay_pieces(scene, canvas, pieces);
	if (scene->travel_ns) {
		write_piece(&pieces[0], PEN_BOLD(ROLE_WARNING), "%s %s",
			canvas_glyph_text(canvas, GLYPH_PAUSED),
			words_time(scene->now->wall_ns, time));
		write_piece(&pieces[1], PEN(ROLE_WARNING), _("%s ago"),
			words_age(scene->now_ns - scene->travel_ns, time));
		write_piece(&pieces[2], PEN(ROLE_DIM), "%s", _("esc: back to now"));
		return 3;
	}
	if (scene->ended_wall_ns || scene->now->life == LIFE_EXITED) {
		uint64_t end_ns = scene->ended_wall_ns ? scene->ended_wall_ns : scene->now->wall_ns;
		write_piece(&pieces[0], PEN_BOLD(ROLE_ERROR),
			scene->is_zombie ? _("%s a zombie since %s") : _("%s exited %s"),
			canvas_glyph_text(canvas, GLYPH_NO), words_time(end_ns, time));
		write_piece(&pieces[1], PEN(ROLE_DIM), _("last picture"));
		return 2;
	}
	if (scene->period_ns == 0) {
		write_piece(&pieces[0], PEN(ROLE_DIM), _("at %s"),
			words_time(scene->now->wall_ns, time));
		return 1;
	}
	if (scene->is_paused) {
		write_piece(&pieces[0], PEN_BOLD(ROLE_WARNING), _("%s paused %s"),
			canvas_glyph_text(canvas, GLYPH_PAUSED),
			words_time(scene->now->wall_ns, time));
		return 1;
	}
	write_piece(&pieces[0], PEN_BOLD(ROLE_GOOD), _("%s live"),
		canvas_glyph_text(canvas, GLYPH_LIVE));
	write_piece(&pieces[1], PEN(ROLE_DIM), _("every %.1f s"), (double)scene->period_ns / 1e9);
	double percent = 100 * (scene->now->duty + (scene->pages ? scene->pages->duty : 0));
	write_piece(&pieces[2], PEN(ROLE_DIM), _("looking costs %.*f %%"), percent < 1 ? 2 : 1,
		percent);
	return 3;
}

/* What the process does, and second, where it is not cut off, that it is being recorded. */
static size_t mark_pieces(const struct scene *scene, struct canvas *canvas, struct piece *pieces)
{
	size_t count = life_pieces(scene, canvas, pieces);
	if (!scene->is_recording)
		return count;
	memmove(&pieces[2], &pieces[1], (count - 1) * sizeof *pieces);
	write_piece(&pieces[1], PEN_BOLD(ROLE_ERROR), _("%s recording"),
		canvas_glyph_text(canvas, GLYPH_RECORDING));
	return count + 1;
}

/* Right-aligned; the last pieces go first when there is no room. Returns where they begin. */
static int paint_marks(const struct scene *scene, struct canvas *canvas, struct rect line)
{
	struct piece pieces[PIECES];
	size_t count = mark_pieces(scene, canvas, pieces);
	int width = 0, widths[PIECES];
	for (size_t i = 0; i < count; i++) {
		widths[i] = text_width(pieces[i].text, strlen(pieces[i].text)) + 2;
		width += widths[i];
	}
	while (count > 1 && width > line.width / 2)
		width -= widths[--count];
	struct pencil pencil = pencil_at(canvas, line);
	pencil.x = line.x + line.width - width + 1;
	int start = pencil.x;
	for (size_t i = 0; i < count; i++) {
		pencil_write(&pencil, pieces[i].pen, "%s", pieces[i].text);
		pencil_skip(&pencil, 2);
	}
	return start;
}

/* "parent", where the process is one of a demo's. */
static const char *role_of_process(const struct scene *scene)
{
	for (size_t i = 0; scene->demo && i < scene->demo->process_count; i++)
		if (scene->demo->processes[i].pid == scene->now->process.pid)
			return scene->demo->processes[i].role;
	return "";
}

static void paint_uptime(const struct scene *scene, struct pencil *pencil)
{
	char span[UNITS_TEXT];
	const struct snapshot *now = scene->now;
	if (now->process.start_wall_ns && now->wall_ns > now->process.start_wall_ns)
		pencil_write_whole(pencil, PEN(ROLE_DIM), _(" · up %s"),
			units_span(now->wall_ns - now->process.start_wall_ns, span));
}

static enum role state_ink(const struct snapshot *now)
{
	return now->life != LIFE_ALIVE || now->process.state == 'D' ? ROLE_WARNING : ROLE_DIM;
}

static void paint_identity(const struct scene *scene, struct pencil *pencil)
{
	const struct process *process = &scene->now->process;
	char count[UNITS_TEXT];
	uint64_t threads = scene->now->metrics[METRIC_THREADS];
	const char *role = role_of_process(scene);
	pencil_name(pencil, PEN_BOLD(ROLE_TITLE), 32, process->comm);
	pencil_write(pencil, PEN(ROLE_TEXT), " %d", process->pid);
	if (role[0])
		pencil_write(pencil, PEN_BOLD(ROLE_GREW), " %s", translate(role));
	if (process->user[0]) {
		pencil_write(pencil, PEN(ROLE_DIM), " · ");
		pencil_name(pencil, PEN(ROLE_DIM), 16, process->user);
	}
	pencil_write(pencil, PEN(ROLE_DIM), " · ");
	pencil_write(
		pencil, PEN(state_ink(scene->now)), "%s", translate(snapshot_state(scene->now)));
	if (process->is_kernel_thread)
		pencil_write_whole(pencil, PEN(ROLE_DIM), _(" · kernel thread"));
	else if (threads != UNKNOWN)
		pencil_write_whole(pencil, PEN(ROLE_DIM),
			translate_many(" · %s thread", " · %s threads", threads),
			units_count(threads, UNITS_WIDE, count));
	paint_uptime(scene, pencil);
}

static void paint_choosing(const struct scene *scene, struct pencil *pencil)
{
	char shown[UNITS_TEXT], all[UNITS_TEXT];
	const char *filter = scene->state->filter;
	pencil_write(pencil, PEN_BOLD(ROLE_TITLE), _("choose a process "));
	pencil_write(pencil, PEN(ROLE_DIM), _("· %s of %s · "),
		units_count(scene->state->row_count, UNITS_WIDE, shown),
		units_count(scene->processes->count, UNITS_WIDE, all));
	if (filter[0])
		pencil_write(pencil, PEN_BOLD(ROLE_MATCH), "%s", filter);
	else
		pencil_write(pencil, PEN(ROLE_DIM), _("type to filter"));
	if (scene->processes->is_partial)
		pencil_write_whole(pencil, PEN(ROLE_WARNING), "%s",
			_(" · those of others are hidden (hidepid)"));
}

static void paint_first(const struct scene *scene, struct canvas *canvas, struct rect line)
{
	struct pencil pencil = pencil_at(canvas, line);
	pencil_write(&pencil, PEN_ON(ROLE_BRAND, ROLE_BRAND), " strata ");
	pencil_skip(&pencil, 1);
	if (scene->processes) {
		paint_choosing(scene, &pencil);
		return;
	}
	if (!scene->now) {
		if (scene->replay)
			paint_marks(scene, canvas, line);
		return;
	}
	pencil.end = paint_marks(scene, canvas, line) - 1;
	paint_identity(scene, &pencil);
}

struct sparkline {
	const struct history *history;
	enum metric metric;
};

static uint64_t series_level(const void *context, size_t age)
{
	const struct sparkline *series = context;
	return history_value(series->history, series->metric, age);
}

/* How much a counter rose from the sample before. */
static uint64_t series_rise(const void *context, size_t age)
{
	const struct sparkline *series = context;
	uint64_t now = history_value(series->history, series->metric, age);
	uint64_t then = history_value(series->history, series->metric, age + 1);
	return now == UNKNOWN || then == UNKNOWN || then > now ? UNKNOWN : now - then;
}

/* A flat line of nothing is no news. */
static bool has_risen(const struct sparkline *series, int columns)
{
	uint64_t rise = 0;
	for (int i = 0; i < columns && rise == 0; i++) {
		uint64_t here = series->history ? series_rise(series, (size_t)i) : 0;
		rise = here == UNKNOWN ? 0 : here;
	}
	return rise > 0;
}

static void paint_sparkline(const struct scene *scene, struct pencil *pencil, enum metric metric,
	int columns, enum role ink)
{
	struct sparkline series = { scene->history, metric };
	if (metric_table[metric].is_cumulative && !has_risen(&series, columns))
		return;
	int samples = scene->history ? (int)history_count(scene->history) : 0;
	columns = columns < samples ? columns : samples;
	if (columns < 1 || pencil_room(pencil) < columns)
		return;
	chart_sparkline(pencil->canvas, pencil->x, pencil->y, columns, PEN(ink),
		metric_table[metric].is_cumulative ? series_rise : series_level, &series,
		metric_table[metric].is_cumulative);
	pencil_skip(pencil, columns + 1);
}

static bool has_changed(const struct scene *scene, enum metric metric)
{
	return scene->is_flashing && scene->before &&
	       scene->before->metrics[metric] != scene->now->metrics[metric];
}

static void paint_since_baseline(
	const struct scene *scene, struct pencil *pencil, enum metric metric)
{
	char delta[UNITS_TEXT];
	uint64_t now = scene->now->metrics[metric];
	uint64_t then = scene->baseline ? scene->baseline->metrics[metric] : UNKNOWN;
	if (now == UNKNOWN || then == UNKNOWN || now == then)
		return;
	enum role ink = now > then ? ROLE_GREW : ROLE_SHRANK;
	pencil_glyph(pencil, PEN(ink), now > then ? GLYPH_UP : GLYPH_DOWN);
	pencil_write(
		pencil, PEN(ink), "%s ", units_delta((int64_t)(now - then), UNITS_NARROW, delta));
}

static void paint_value(const struct scene *scene, struct pencil *pencil, enum metric metric)
{
	char value[UNITS_TEXT];
	uint64_t number = scene->now->metrics[metric];
	if (metric_table[metric].is_bytes)
		units_bytes(number, UNITS_NARROW, value);
	else
		units_count(number, UNITS_NARROW, value);
	pencil_write(pencil, PEN(ROLE_DIM), "%s ", metric_table[metric].title);
	pencil_write(pencil, PEN_BOLD(has_changed(scene, metric) ? ROLE_CHANGED : ROLE_VALUE),
		"%s ", value);
}

/* Why the counters of smaps are unknown. */
static const char *smaps_words(const struct snapshot *now)
{
	int error = snapshot_gap(now, "smaps");
	if (error)
		return words_error(error);
	bool will_come = now->life == LIFE_ALIVE && !now->process.is_kernel_thread;
	return will_come && !now->counters_clock_ns ? _("not read yet") : "";
}

static void paint_sizes(const struct scene *scene, struct canvas *canvas, struct rect line)
{
	static const struct {
		enum metric metric;
		enum role ink;
	} sizes[] = {
		{ METRIC_VSZ, ROLE_DIM },
		{ METRIC_RSS, ROLE_GRAPH_1 },
		{ METRIC_PSS, ROLE_GRAPH_2 },
		{ METRIC_USS, ROLE_GRAPH_3 },
	};
	const int count = sizeof sizes / sizeof *sizes;
	struct pencil pencil = pencil_at(canvas, line);
	pencil_skip(&pencil, 1);
	int sparkline = line.width / count - 14;
	sparkline = sparkline < SPARKLINE ? sparkline : SPARKLINE;
	for (int i = 0; i < count; i++) {
		enum metric metric = sizes[i].metric;
		int start = pencil.x;
		paint_value(scene, &pencil, metric);
		if (scene->now->metrics[metric] == UNKNOWN) {
			if (metric == METRIC_PSS)
				pencil_write(
					&pencil, PEN(ROLE_WARNING), "%s", smaps_words(scene->now));
			pencil_skip(&pencil, 2);
			continue;
		}
		paint_since_baseline(scene, &pencil, metric);
		int left = sparkline - (pencil.x - start - 12 > 0 ? pencil.x - start - 12 : 0);
		paint_sparkline(scene, &pencil, metric, left, sizes[i].ink);
		pencil_skip(&pencil, 1);
	}
}

static void paint_faults(
	const struct scene *scene, struct pencil *pencil, enum metric metric, enum role ink)
{
	char rate[UNITS_TEXT];
	double per_second = scene->history ? history_rate(scene->history, metric) : NAN;
	paint_value(scene, pencil, metric);
	if (!isnan(per_second))
		pencil_write(pencil, PEN(per_second >= 0.05 ? ink : ROLE_DIM), "%s ",
			units_rate(per_second, rate));
	paint_sparkline(scene, pencil, metric, pencil->end > 100 ? 8 : 0, ink);
	pencil_skip(pencil, 1);
}

static bool is_old(const struct scene *scene, uint64_t read_ns, char age[WORDS_TEXT])
{
	if (!read_ns || scene->now->life != LIFE_ALIVE || scene->now_ns <= read_ns + STALE)
		return false;
	words_age(scene->now_ns - read_ns, age);
	return true;
}

static void paint_slow_ages(const struct scene *scene, struct pencil *pencil)
{
	char age[WORDS_TEXT];
	if (is_old(scene, scene->now->counters_clock_ns, age))
		pencil_write(pencil, PEN(ROLE_DIM), _("smaps %s old"), age);
	pencil_skip(pencil, 2);
	if (is_old(scene, snapshot_resources_clock(scene->now), age))
		pencil_write(pencil, PEN(ROLE_DIM), _("threads and descriptors %s old"), age);
}

static void paint_moving(const struct scene *scene, struct canvas *canvas, struct rect line)
{
	static const enum metric resident[] = { METRIC_RSS_ANON, METRIC_RSS_FILE,
		METRIC_RSS_SHMEM };
	struct pencil pencil = pencil_at(canvas, line);
	pencil_skip(&pencil, 1);
	paint_faults(scene, &pencil, METRIC_MINFLT, ROLE_CHANGED);
	paint_faults(scene, &pencil, METRIC_MAJFLT, ROLE_ERROR);
	paint_value(scene, &pencil, METRIC_SWAP);
	pencil_skip(&pencil, 1);
	for (size_t i = 0; i < 3 && line.width >= 100; i++)
		paint_value(scene, &pencil, resident[i]);
	pencil_skip(&pencil, 1);
	paint_slow_ages(scene, &pencil);
}

void panel_header(const struct scene *scene, struct canvas *canvas, struct rect area)
{
	struct rect line = { area.x, area.y, area.width, 1 };
	paint_first(scene, canvas, line);
	if (!scene->now || scene->processes)
		return;
	line.y++;
	if (area.height > 1)
		paint_sizes(scene, canvas, line);
	line.y++;
	if (area.height > 2)
		paint_moving(scene, canvas, line);
}
