/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What grew: regions, kinds or modules, over a while that can be chosen. */
#include "strata/translate.h"
#include "ui/layout.h"
#include "view/findings.h"
#include "view/pencil.h"
#include "view/view.h"
#include "view/words.h"

#define SECOND_NS 1000000000ull
#define HEAD 3
#define FOOT 6
#define ROW 1

/* Over what; 0 seconds: all there is. */
static const struct {
	const char *title;
	unsigned seconds;
	bool is_baseline;
} windows[] = {
	{ N_("all"), 0, false },
	{ N_("10 s"), 10, false },
	{ N_("1 min"), 60, false },
	{ N_("5 min"), 300, false },
	{ N_("15 min"), 900, false },
	{ N_("since baseline"), 0, true },
};
#define WINDOWS (sizeof windows / sizeof *windows)

static bool stretch_of(
	const struct scene *scene, const struct view_state *state, uint64_t *since, uint64_t *until)
{
	uint64_t first_ns, last_ns;
	unsigned window = state->time.window % WINDOWS;
	if (!scene->past || !past_span(scene->past, &first_ns, &last_ns))
		return false;
	*until = scene->travel_ns ? scene->travel_ns : last_ns;
	*since = first_ns;
	uint64_t back_ns = windows[window].seconds * SECOND_NS;
	if (back_ns > 0 && *until > first_ns + back_ns)
		*since = *until - back_ns;
	if (windows[window].is_baseline && scene->baseline)
		*since = scene->baseline->clock_ns;
	return *since < *until;
}

static void arrange(const struct scene *scene, struct view_state *state)
{
	uint64_t since_ns, until_ns;
	struct row current = state_current(state);
	state_clear_rows(state);
	if (!stretch_of(scene, state, &since_ns, &until_ns))
		return;
	findings_update(scene, state, (enum growth_scope)state->time.by, since_ns, until_ns);
	size_t count = state->findings ? state->findings->growth_count : 0;
	for (size_t i = 0; i < count; i++) {
		const struct growth *growth = &state->findings->growths[i];
		uint64_t id = growth->track ? growth->track->id : growth->kind;
		state_add_row(state, (struct row){ .tag = ROW, .first = (uint32_t)i, .value = id });
	}
	state_restore(state, current);
}

static void paint_windows(const struct scene *scene, struct canvas *canvas, struct rect line)
{
	struct pencil pencil = pencil_at(canvas, line);
	const struct time_place *place = &scene->state->time;
	pencil_skip(&pencil, 1);
	pencil_write(&pencil, PEN_BOLD(ROLE_TITLE), "%s %s ",
		finding_figure((enum past_figure)place->figure),
		finding_scope((enum growth_scope)place->by));
	for (size_t i = 0; i < WINDOWS; i++) {
		bool is_chosen = i == place->window % WINDOWS;
		if (windows[i].is_baseline && !scene->baseline)
			continue;
		pencil_skip(&pencil, 1);
		pencil_write(&pencil, is_chosen ? PEN_ON(ROLE_BRAND, ROLE_BRAND) : PEN(ROLE_DIM),
			" %s ", translate(windows[i].title));
	}
}

static void paint_titles(struct canvas *canvas, struct rect line)
{
	struct pencil pencil = pencil_at(canvas, line);
	pencil_skip(&pencil, 12);
	pencil_write(&pencil, PEN(ROLE_DIM), "%s", _("what"));
	pencil_skip(&pencil, line.x + finding_numbers(line.width) - pencil.x);
	pencil_write_number(&pencil, PEN(ROLE_DIM), 9, _("change"));
	pencil_write_number(&pencil, PEN(ROLE_DIM), 10, _("rate"));
	pencil_write_number(&pencil, PEN(ROLE_DIM), 6, _("share"));
}

static void paint(const struct scene *scene, struct canvas *canvas, struct rect area)
{
	const struct view_state *state = scene->state;
	uint64_t since_ns, until_ns;
	if (!stretch_of(scene, state, &since_ns, &until_ns) || !state->findings)
		return;
	paint_windows(scene, canvas, layout_top(&area, 1));
	layout_top(&area, 1);
	paint_titles(canvas, layout_top(&area, 1));
	struct rect verdicts = layout_bottom(&area, FOOT);
	layout_top(&verdicts, 1);
	layout_left(&verdicts, 1);
	finding_paint_verdicts(scene, canvas, verdicts);
	for (size_t i = state->list.top; i < state->row_count && area.height > 0; i++) {
		struct rect line = layout_top(&area, 1);
		finding_paint(&state->findings->growths[state->rows[i].first], since_ns, until_ns,
			canvas, line);
		if (i == state->list.selected)
			canvas_ground(canvas, line, ROLE_SELECTED);
	}
}

static bool obey(const struct scene *scene, struct view_state *state, enum command command)
{
	struct time_place *place = &state->time;
	unsigned windows_now = scene->baseline ? WINDOWS : WINDOWS - 1;
	switch (command) {
	case COMMAND_LEFT:
	case COMMAND_RIGHT:
		place->window = (place->window + (command == COMMAND_RIGHT ? 1 : windows_now - 1)) %
				windows_now;
		return true;
	case COMMAND_MARK:
		place->by = (place->by + 1) % GROWTH_SCOPES;
		return true;
	case COMMAND_SORT:
		place->figure = (place->figure + 1) % PAST_FIGURES;
		return true;
	default:
		return false;
	}
}

static struct selection selected(const struct scene *scene)
{
	struct row row = state_current(scene->state);
	const struct findings *findings = scene->state->findings;
	const struct track *track = row.tag == ROW && findings && row.first < findings->growth_count
					    ? findings->growths[row.first].track
					    : NULL;
	if (!track || track->gone_ns)
		return (struct selection){ .name = "" };
	return (struct selection){ .start = track->start, .end = track->end, .name = "" };
}

static const struct view_hint hints[] = {
	{ COMMAND_LEFT, "" },
	{ COMMAND_RIGHT, N_("over what time") },
	{ COMMAND_MARK, N_("kind, module, region") },
	{ COMMAND_SORT, N_("figure") },
	{ COMMAND_ENTER, N_("where") },
	{ COMMAND_BASELINE, N_("baseline") },
	{ COMMAND_NONE, NULL },
};

const struct view view_growth = {
	.name = "growth",
	.title = N_("Growth"),
	.summary = N_("what grew most, how fast, and whether it is a leak"),
	.nothing = N_("Nothing has grown or shrunk in that time. Left and right choose another; m "
		      "goes over regions, kinds and modules, s over what is resident, the "
		      "process's own, and the size."),
	.needs = DETAIL_MAPS | DETAIL_SMAPS,
	.head = HEAD,
	.foot = FOOT,
	.hints = hints,
	.arrange = arrange,
	.paint = paint,
	.obey = obey,
	.selected = selected,
};
