/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A demo is a small workload with a lesson: what it does step by step, what must be seen, and why.
 *
 * Model: one file a demo, one `const struct demo`, used three ways: the worker executable runs its
 * steps, the viewer teaches from its texts, the check judges its expectations. Workload and texts
 * use libc only. Sizes in expectations are formulae over the parameters and `page`, so they hold at
 * other sizes and page sizes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "strata/translate.h"

struct worker;

#define DEMO_ROLES 8
#define DEMO_STEPS 16 /* most steps of one variant */
#define DEMO_PARAMETERS 6
#define DEMO_CHOICES 4

/* A number or a word the user may set. Sizes take K, M, G. A number called "size" is halved until the
 * demo fits the machine. */
struct demo_parameter {
	const char *name;
	const char *value;   /* default: "100M", "child" */
	const char *choices; /* "child|parent|child-exits-first|read"; NULL for a number */
	const char *help;
	uint64_t least, most; /* bounds of a number */
};

/* One thing that must be seen at the end of a step. Its metric is one of
 *  - a name of metric.h: "minflt", "rss_anon", "heap";
 *  - "KEY.counter", a counter of region.h of the mapping that holds the marker KEY (in the address
 *    space of `role`): "data.private_dirty", the narrowest figure;
 *  - "KEY.kind", "KEY.permissions": what the marker KEY lies in; `value` is a word, "bss", "rw-p";
 *    the kind is "unmapped" where nothing is; "KEY.mapping": the kind of the whole mapping;
 *  - "KEY.size", the size of that mapping;
 *  - "KEY.fault": what an access at the marker KEY gave, a word of fault.h: "SEGV_MAPERR", "none";
 *  - "value:NAME", what the worker reported under that name;
 *  - "alive": 1, or 0 when that process has ended; "state": its letter, a word. */
struct demo_expectation {
	const char *role;      /* "parent", "child"; "sum" adds all roles; NULL the first process */
	const char *metric;    /* see above */
	bool is_absolute;      /* the value itself; otherwise the change since the step before */
	const char *value;     /* formula: "size/4/page", "-size", "132K" */
	const char *tolerance; /* formula, same unit; NULL: the metric's usual one */
	bool varies;       /* from run to run: the tolerance bounds it, the value tells nothing */
	const char *when;  /* holds only if: "who=child", "thp!=always"; NULL always */
	const char *cause; /* what to suspect when it fails; NULL: the gate table's words */
};

/* What the learner says before a step, held against what is measured after it, as an expectation
 * would measure it. Of choices, the right one is that whose value comes nearest. */
struct demo_prediction {
	const char *question;      /* "By how much does RSS grow?" */
	const char *role, *metric; /* as in an expectation */
	bool is_absolute;
	struct demo_choice {
		const char *text;  /* "not at all", "by 25 MiB" */
		const char *value; /* formula, or a word: "0", "size/4", "bss" */
	} choices[DEMO_CHOICES];   /* ended by text NULL; none: a number is typed */
};

/* Texts are marked N_() and stand in English; they are translated where they are shown. */
struct demo_step {
	const char *title;    /* "The child writes a quarter" */
	const char *before;   /* what is about to happen */
	const char *lesson;   /* what it taught */
	const char *textbook; /* what textbooks say where it differs; NULL */
	const char *measured; /* what is seen instead; goes with textbook */
	const char *when;     /* the step exists only if; NULL always */
	const char *view;     /* that shows it best; NULL the demo's */
	const char *look;     /* key of the marker to look at; NULL the first process's latest */
	int signal; /* that the learner may send the first process once it has ended; it may answer with
		     * values; 0: none */
	const struct demo_prediction *prediction;    /* NULL: none */
	const struct demo_expectation *expectations; /* ended by one with metric NULL; or NULL */
};

struct demo {
	const char *id, *title, *group, *summary;
	const char *program;  /* the worker that has what it needs; NULL strata-demo */
	const char *view;     /* the view that shows it best */
	const char *role;     /* of its first process: "parent"; NULL "process" */
	bool shows_addresses; /* it is about VSZ: shown beside RSS */
	const char *needs;    /* condition on the machine: "libc=glibc", "swap>0"; NULL none */
	const char *cap;      /* formula: most memory it uses, copies counted */
	const char *reserve;  /* formula: writable addresses beyond the cap, untouched; NULL none */
	const char *without;  /* what would be seen where `needs` is not met; NULL */
	unsigned minutes;     /* a class needs for it */
	struct demo_parameter parameters[DEMO_PARAMETERS]; /* ended by name NULL */
	const struct demo_step *steps;
	size_t step_count;
	/* Runs the workload, calling worker_step() at the end of each step. */
	void (*work)(struct worker *worker);
};

/* Formulae many demos need: the parameter "size" as worker_size() rounds it to pages; the page tables
 * behind so many bytes, each a page with page/8 entries, one for a page. */
#define DEMO_SIZE "(size/page*page)"
#define DEMO_TABLES(bytes) bytes "/(page*page/8)*page"

/* What demos are about: the words of demo.group, in the order in which they are taught. */
#define DEMO_GROUPS 7
extern const char *const demo_groups[DEMO_GROUPS];

extern const struct demo *const demo_table[];
extern const size_t demo_count;
const struct demo *demo_find(const char *id);

/* What a demo is before anybody sets a parameter: */
bool demo_step_is_usual(const struct demo *demo, const struct demo_step *step);
uint64_t demo_usual_cap(const struct demo *demo);
