/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/findings.h"

#include <stdlib.h>
#include <string.h>

#include "strata/translate.h"
#include "ui/chart.h"
#include "ui/layout.h"
#include "view/pencil.h"
#include "view/words.h"

#define SPARKLINE 10
#define KIND 13
#define NAME 26
#define ADDRESS 15
#define WIDE 90  /* from here on a line has names, */
#define ROOMY 66 /* and from here on addresses */
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

void findings_update(const struct scene *scene, struct view_state *state, enum growth_scope scope,
	uint64_t since_ns, uint64_t until_ns)
{
	if (!state->findings)
		state->findings = calloc(1, sizeof *state->findings);
	struct findings *findings = state->findings;
	if (!findings)
		return;
	findings->growth_count = findings->suspect_count = 0;
	if (!scene->past || since_ns >= until_ns)
		return;
	struct limits none;
	limits_clear(&none);
	findings->growth_count =
		growth_rank(scene->past, scope, (enum past_figure)state->time.figure, since_ns,
			until_ns, findings->growths, COUNT(findings->growths));
	findings->suspect_count = leak_find(scene->past, scene->limits ? scene->limits : &none,
		since_ns, until_ns, findings->suspects, COUNT(findings->suspects));
}

/* What to call it, raw: its kind, and its name beside that or "". */
struct finding_name {
	const char *kind, *name;
	enum role ink;
};

static struct finding_name name_of(const struct growth *growth)
{
	struct finding_name name = { region_kind_name(growth->kind), "",
		role_of_kind(growth->kind) };
	if (growth->module)
		return (struct finding_name){ words_basename(growth->module), "", ROLE_TEXT };
	if (!growth->track)
		return name;
	const struct track *track = growth->track;
	name.name = words_basename(track->module[0] ? track->module : track->path);
	if (name.name[0] == '[')
		name.name = "";
	return name;
}

int finding_numbers(int width)
{
	return 1 + SPARKLINE + 1 + KIND + (width > WIDE ? NAME : 0) + (width > ROOMY ? ADDRESS : 0);
}

struct stretch {
	const struct series *series;
	uint64_t since_ns, until_ns;
};

static uint64_t level(const void *context, size_t age)
{
	const struct stretch *stretch = context;
	uint64_t step = (stretch->until_ns - stretch->since_ns) / SPARKLINE;
	return series_at(stretch->series, stretch->until_ns - age * step);
}

/* What else happened to it. */
static const char *fate_of(const struct growth *growth)
{
	if (growth->is_merged)
		return _("merged");
	if (growth->is_split)
		return _("split off");
	if (growth->is_gone)
		return _("gone");
	if (growth->is_new)
		return _("new");
	return growth->track && growth->track->moves ? _("moved") : "";
}

static void paint_numbers(const struct growth *growth, struct pencil *pencil)
{
	char delta[UNITS_TEXT], rate[UNITS_TEXT], bytes[UNITS_TEXT], share[UNITS_TEXT];
	struct pen pen = PEN_BOLD(growth->delta > 0 ? ROLE_GREW : ROLE_SHRANK);
	units_delta((int64_t)growth->rate, UNITS_NARROW, bytes);
	snprintf(rate, sizeof rate, "%.20s/s", bytes);
	snprintf(share, sizeof share, "%.0f %%", growth->share * 100);
	pencil_write_number(pencil, pen, 9, units_delta(growth->delta, UNITS_NARROW, delta));
	pencil_write_number(pencil, PEN(ROLE_TEXT), 10, rate);
	pencil_write_number(pencil, PEN(ROLE_DIM), 6, share);
	pencil_write(pencil, PEN(ROLE_DIM), " %s", fate_of(growth));
}

void finding_paint(const struct growth *growth, uint64_t since_ns, uint64_t until_ns,
	struct canvas *canvas, struct rect line)
{
	struct finding_name name = name_of(growth);
	struct pencil pencil = pencil_at(canvas, line);
	const struct stretch stretch = { growth->series, since_ns, until_ns };
	char address[UNITS_TEXT];
	pencil_skip(&pencil, 1);
	if (growth->series)
		chart_sparkline(
			canvas, pencil.x, line.y, SPARKLINE, PEN(name.ink), level, &stretch, false);
	pencil_skip(&pencil, SPARKLINE + 1);
	int numbers = line.x + finding_numbers(line.width);
	if (growth->module) {
		pencil_name(&pencil, PEN(name.ink), numbers - pencil.x - 1, name.kind);
	} else {
		pencil_write_cell(&pencil, PEN(name.ink), KIND, name.kind);
		if (line.width > WIDE)
			pencil_name(&pencil, PEN(ROLE_TEXT), NAME - 2, name.name);
	}
	if (growth->track && line.width > ROOMY)
		canvas_text(canvas, numbers - ADDRESS, line.y, ADDRESS, PEN(ROLE_DIM),
			units_address(growth->track->start, address));
	pencil_skip(&pencil, numbers - pencil.x);
	paint_numbers(growth, &pencil);
}

static enum role ink_of(enum verdict verdict)
{
	static const enum role inks[VERDICTS] = {
		[VERDICT_LEAK] = ROLE_ERROR,
		[VERDICT_GROWING] = ROLE_WARNING,
		[VERDICT_PLATEAU] = ROLE_GOOD,
		[VERDICT_SAWTOOTH] = ROLE_GOOD,
		[VERDICT_UNSURE] = ROLE_DIM,
	};
	return inks[verdict];
}

int finding_paint_verdicts(const struct scene *scene, struct canvas *canvas, struct rect area)
{
	const struct findings *findings = scene->state->findings;
	int height = area.height;
	if (!findings || findings->suspect_count == 0)
		return canvas_wrap(canvas, area, PEN(ROLE_DIM),
			_("Nothing grew in a way that says anything."));
	for (size_t i = 0; i < findings->suspect_count && area.height > 0; i++) {
		const struct suspect *suspect = &findings->suspects[i];
		char evidence[LEAK_EVIDENCE], words[LEAK_EVIDENCE + 64];
		leak_evidence(suspect, evidence);
		snprintf(words, sizeof words, "%s %.0f %%: %s", verdict_name(suspect->verdict),
			suspect->confidence * 100, evidence);
		layout_top(&area, canvas_wrap(canvas, area, PEN(ink_of(suspect->verdict)), words));
	}
	return height - area.height;
}

const char *finding_figure(enum past_figure figure)
{
	static const char *const names[PAST_FIGURES] = {
		[PAST_SIZE] = N_("size"),
		[PAST_RSS] = N_("resident"),
		[PAST_OWN] = N_("own"),
	};
	return translate(names[figure]);
}

const char *finding_scope(enum growth_scope scope)
{
	static const char *const names[GROWTH_SCOPES] = {
		[GROWTH_REGIONS] = N_("by region"),
		[GROWTH_KINDS] = N_("by kind"),
		[GROWTH_MODULES] = N_("by module"),
	};
	return translate(names[scope]);
}

const char *finding_span(uint64_t nanoseconds, char out[24])
{
	uint64_t seconds = nanoseconds / 1000000000;
	if (seconds < 1)
		snprintf(out, 24, "%.1f s", (double)nanoseconds / 1e9);
	else if (seconds < 120)
		snprintf(out, 24, "%llu s", (unsigned long long)seconds);
	else if (seconds < 7200)
		snprintf(out, 24, "%llu min", (unsigned long long)seconds / 60);
	else
		snprintf(out, 24, "%.1f h", (double)seconds / 3600);
	return out;
}
