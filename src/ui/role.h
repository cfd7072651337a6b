/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Roles: what a cell means, not what colour it has. A theme gives each role its look.
 *
 * A cell has two roles: ink (the glyph) and ground (behind it). Roles from ROLE_KIND on follow
 * enum region_kind, those from ROLE_PAGE on enum page_state. A role of a graph, a page or a kind as a
 * ground is as bright as its ink, so that blocks show two of them in a cell. */
#pragma once

#include <assert.h>
#include <stdbool.h>

#include "strata/pages.h"
#include "strata/region.h"

enum role {
	ROLE_TEXT, /* ordinary words; as ground: the terminal's background */
	ROLE_TITLE,
	ROLE_DIM,   /* what is constant, labels, empty parts of bars */
	ROLE_VALUE, /* numbers that matter */
	ROLE_KEY,   /* a key in the help line */
	ROLE_BORDER,
	ROLE_BAR,      /* ground of tab line and status line */
	ROLE_BRAND,    /* the program's name, the open tab */
	ROLE_SELECTED, /* ground of the selected row */
	ROLE_CHANGED,  /* just now */
	ROLE_GREW,     /* since the baseline */
	ROLE_SHRANK,
	ROLE_GOOD, /* live, an expectation that holds */
	ROLE_WARNING,
	ROLE_ERROR,
	ROLE_MATCH, /* found text */
	ROLE_GRAPH_1,
	ROLE_GRAPH_2,
	ROLE_GRAPH_3,
	ROLE_GRAPH_4,
	ROLE_PAGE, /* ROLE_PAGE + enum page_state */
	ROLE_PAGE_ABSENT = ROLE_PAGE,
	ROLE_PAGE_RESIDENT,
	ROLE_PAGE_SHARED,
	ROLE_PAGE_FILE,
	ROLE_PAGE_COW,
	ROLE_PAGE_ZERO,
	ROLE_PAGE_SWAPPED,
	ROLE_PAGE_GUARD,
	ROLE_PAGE_HUGE, /* and beyond the states */
	ROLE_PAGE_CHANGED,
	ROLE_PAGE_CURSOR,
	ROLE_KIND, /* ROLE_KIND + enum region_kind */
	ROLES = ROLE_KIND + REGION_KINDS,
};

static inline enum role role_of_kind(enum region_kind kind)
{
	return (enum role)(ROLE_KIND + kind);
}

static_assert(ROLE_PAGE_HUGE - ROLE_PAGE == PAGE_STATES, "a role a state, in their order");

static inline enum role role_of_page(enum page_state state)
{
	return (enum role)(ROLE_PAGE + state);
}

/* Does it lend its ink to the ground? */
static inline bool role_is_fill(enum role role)
{
	return role >= ROLE_GRAPH_1;
}

/* "text", "selected", "kind.heap": the names themes use. */
const char *role_name(enum role role);
/* ROLES where there is none of this name. */
enum role role_of(const char *name);
