/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/demo_batch.h"

#include <string.h>

#include "app/cli.h"
#include "demo/check.h"
#include "demo/playlist.h"
#include "strata/text.h"

#define ID 16 /* columns */
#define TITLE 56

static void print_padded(const char *text, int width)
{
	int blanks = width - text_width(text, strlen(text));
	printf("%s%*s", text, blanks > 0 ? blanks : 0, "");
}

static void print_demo(const struct demo *demo)
{
	char cap[UNITS_TEXT], reason[160];
	printf("  %-*s ", ID, demo->id);
	print_padded(translate(demo->title), TITLE);
	/* TRANSLATORS: minutes of a lesson, and the most memory it takes */
	printf(_(" %2u min %6s"), demo->minutes,
		units_bytes(demo_usual_cap(demo), UNITS_NARROW, cap));
	if (!runner_can_run(demo, reason, sizeof reason))
		printf(_("  not here: %s"), reason);
	else if (demo->needs)
		printf(_("  needs %s"), demo->needs);
	printf("\n");
}

/* With its title before the first. */
static void print_group(const char *group)
{
	bool is_titled = false;
	for (size_t i = 0; i < demo_count; i++) {
		if (strcmp(demo_table[i]->group, group) != 0)
			continue;
		if (!is_titled)
			printf("%s\n", translate(group));
		is_titled = true;
		print_demo(demo_table[i]);
	}
}

static void print_playlist(const struct playlist *playlist)
{
	printf("  %-*s ", ID, playlist->id);
	print_padded(translate(playlist->title), TITLE);
	printf(_(" %2u min"), playlist_minutes(playlist));
	printf("\n  %-*s ", ID, "");
	for (size_t i = 0; i < playlist_length(playlist); i++)
		printf("%s%s", i ? " " : "", playlist->demos[i]);
	printf("\n");
}

int demo_batch_list(void)
{
	for (size_t i = 0; i < DEMO_GROUPS; i++)
		print_group(demo_groups[i]);
	printf("%s\n", _("One after the other"));
	for (size_t i = 0; i < playlist_count; i++)
		print_playlist(&playlist_table[i]);
	return cli_close_output();
}

/* The demos a check is of. */
static size_t choose(const struct cli *cli, const struct demo **ret_demos)
{
	const struct playlist *playlist = cli->target ? playlist_find(cli->target) : NULL;
	size_t count = playlist ? playlist_length(playlist) : 1;
	for (size_t i = 0; i < count; i++)
		ret_demos[i] = playlist ? playlist_demo(playlist, i) : demo_find(cli->target);
	return count;
}

int demo_batch_check(const struct cli *cli)
{
	const struct demo *chosen[PLAYLIST_DEMOS];
	struct check_options options = {
		.demos = demo_table,
		.count = demo_count,
		.settings = (const char *const *)cli->settings,
		.format = cli->export.format == EXPORT_JSON ? &check_json : &check_text,
	};
	if (!cli->is_check_all) {
		options.count = choose(cli, chosen);
		options.demos = chosen;
	}
	int status = check_demos(&options);
	int closed = cli_close_output();
	return status ? status : closed;
}
