/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The state of a running demo: plain data, changed only by the runner, read by views and the check. */
#pragma once

#include "demo/demo.h"
#include "strata/snapshot.h"

/* Starts as WORKING (the worker comes up), is sampled once as it is before step 1, and is then READY. */
enum run_state {
	RUN_READY,          /* sampled, before step 1: parameters may still change */
	RUN_WORKING,        /* between GO and STEP */
	RUN_WAITING_SAMPLE, /* a step has ended (or none yet), to be sampled and judged */
	RUN_JUDGED,         /* sampled; waiting for the user (or the dwell of auto) */
	RUN_DONE,
	RUN_SKIPPED, /* `reason` says why */
	RUN_FAILED,  /* worker died, hung or lied; `reason` */
};

struct run_process {
	char role[16];
	pid_t pid;
	/* Metrics at the ends of the step before and of this one; UNKNOWN before it existed. */
	uint64_t before[METRICS], after[METRICS], first[METRICS];
	bool is_gone;
};

struct run_marker {
	char key[24], role[16], label[48];
	uint64_t address, length;
};

/* An access that was tried and the signal it gave. The address aimed at is that of a marker, whose
 * key, role and label it takes over; what is there is looked up when the step has ended. */
struct run_fault {
	char key[24], role[16], label[48];
	size_t step;
	uint64_t aim;
	int signal, code; /* 0, 0: the access was allowed */
	uint64_t address; /* as the signal says it; not always where it was aimed */
	bool is_placed;   /* the rest is known */
	bool is_mapped;
	uint8_t kind; /* enum region_kind; where nothing is mapped, of the mapping next above */
	uint8_t permissions; /* of the mapping */
	uint64_t distance;   /* where nothing is mapped: to the mapping above; UNKNOWN for none */
};

/* Something the worker reports: a result, its progress. */
struct run_value {
	char name[24];
	int64_t value, before; /* now; at the end of the step before, */
	bool is_old;           /* where it was there then */
};

#define RUN_WORD 16
#define RUN_LABEL 48

/* One expectation, judged. */
struct run_verdict {
	const struct demo_expectation *expectation;
	size_t step;
	int64_t expected, tolerance, seen;
	char expected_word[RUN_WORD], seen_word[RUN_WORD]; /* in place of the numbers */
	bool is_known, holds;
	bool is_word;   /* the words count, not the numbers */
	bool is_bytes;  /* the numbers are bytes; otherwise counts */
	bool is_change; /* since the step before; otherwise the value itself */
	char label
		[RUN_LABEL]; /* what is judged, for people: "child minflt", "data private_dirty" */
	const char *cause;   /* what to suspect; NULL when it holds */
};

/* What the learner says of a step before it, and what came of it. */
enum prediction_state {
	PREDICTION_NONE,   /* nothing is asked */
	PREDICTION_ASKED,  /* an answer is waited for */
	PREDICTION_GIVEN,  /* it is there: the step may run */
	PREDICTION_PASSED, /* the learner would not say */
	PREDICTION_JUDGED, /* held against what was measured */
};

struct run_prediction {
	const struct demo_prediction *prediction;
	enum prediction_state state;
	size_t step;         /* which it is about */
	size_t choice;       /* said, where there are choices */
	int64_t number;      /* said, where a number is typed */
	size_t right;        /* the choice that comes nearest to what was measured */
	int64_t seen;        /* measured: a number, */
	char word[RUN_WORD]; /* or a word */
	bool is_known, is_bytes, is_word, is_right;
};

#define RUN_MARKERS 32
#define RUN_VALUES 16
#define RUN_VERDICTS 24
#define RUN_FAULTS 16

struct demo_run {
	const struct demo *demo; /* a copy that holds only the steps of this variant */
	enum run_state state;
	char reason[160]; /* why it was skipped or failed */
	char note[160];   /* what the user should know: "size is 50M: …"; empty for nothing */
	size_t step; /* index into demo->steps of the step that last ended; SIZE_MAX before the first */
	const char *values[DEMO_PARAMETERS]; /* of the parameters */
	struct run_process processes[DEMO_ROLES];
	size_t process_count;
	struct run_marker markers[RUN_MARKERS];
	size_t marker_count;
	struct run_value shown[RUN_VALUES];
	size_t shown_count;
	struct run_fault faults[RUN_FAULTS]; /* of the whole run; one for each key */
	size_t fault_count;
	struct run_verdict verdicts[RUN_VERDICTS]; /* of this step */
	size_t verdict_count;
	size_t passed, failed;            /* of the whole run */
	struct run_prediction prediction; /* of this step or, while it is asked, of the next */
	bool is_auto, is_paused;
	double speed; /* 0.25 .. 8 */
	size_t selected_marker;
	uint64_t judged_clock_ns; /* when the last step was judged: the dwell counts from here */
};

/* Has its last step ended? The worker waits and may be looked at until the run is stopped. */
static inline bool run_is_at_end(const struct demo_run *run)
{
	return run->state == RUN_JUDGED && run->step + 1 == run->demo->step_count;
}

/* Is there no step to come? */
static inline bool run_is_over(const struct demo_run *run)
{
	return run_is_at_end(run) || run->state == RUN_DONE || run->state == RUN_SKIPPED ||
	       run->state == RUN_FAILED;
}
