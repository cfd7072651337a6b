/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Roles: what a cell means, not what colour it has. A theme gives each role its look.
 *
 * A cell has two roles: ink (the glyph) and ground (behind it). Roles from ROLE_KIND on follow
 * enum region_kind. */
#pragma once

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
	ROLE_KIND, /* ROLE_KIND + enum region_kind */
	ROLES = ROLE_KIND + REGION_KINDS,
};

static inline enum role role_of_kind(enum region_kind kind)
{
	return (enum role)(ROLE_KIND + kind);
}

/* "text", "selected", "kind.heap": the names themes use. */
const char *role_name(enum role role);
/* ROLES where there is none of this name. */
enum role role_of(const char *name);
