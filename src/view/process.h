/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Process view: what a process uses that is not memory of its own. Sections that fold, each with
 * rows of one kind; row.first is an index into the array of that kind, or says which. */
#pragma once

#include "strata/resources.h"
#include "view/view.h"

enum process_section {
	SECTION_THREADS,
	SECTION_DESCRIPTORS,
	SECTION_LOCKS,
	SECTION_QUEUES,
	SECTION_SIGNALS,
	SECTION_SCHEDULING,
	SECTIONS,
};

enum process_tag {
	PROCESS_SECTION,
	PROCESS_THREAD,
	PROCESS_KIND, /* of descriptors; row.count is how many */
	PROCESS_DESCRIPTOR,
	PROCESS_LOCK,
	PROCESS_QUEUE,
	PROCESS_SIGNALS,
	PROCESS_FACT,
	PROCESS_TAGS,
};

enum process_signals {
	SIGNALS_PENDING,
	SIGNALS_SHARED,
	SIGNALS_BLOCKED,
	SIGNALS_IGNORED,
	SIGNALS_CAUGHT,
	SIGNAL_SETS,
};

enum process_fact {
	FACT_POLICY,
	FACT_SWITCHES,
	FACT_RESTRICTIONS,
	FACTS,
};

#define PROCESS_TEXT 512
#define PROCESS_TEXTS 6

/* Of each row what can be searched; a text may lie in `room`. */
struct process_texts {
	const char *texts[PROCESS_TEXTS];
	size_t count;
	char room[2][PROCESS_TEXT];
};
void process_texts(
	const struct resources *resources, const struct row *row, struct process_texts *ret_texts);

/* Words of the rows. */
const char *process_section_title(enum process_section section);
const char *process_signals_title(enum process_signals which);
const char *process_fact_title(enum process_fact fact);
/* The topic that explains a row of this tag. */
const char *process_topic(const struct resources *resources, const struct row *row);
uint64_t process_signal_set(const struct resources *resources, enum process_signals which);
/* Each returns `out`. */
char *process_signals_text(
	const struct resources *resources, enum process_signals which, char out[PROCESS_TEXT]);
char *process_fact_text(
	const struct snapshot *snapshot, enum process_fact fact, char out[PROCESS_TEXT]);
/* "r", "w", "rw"; "" unknown. */
const char *process_mode(const struct descriptor *descriptor);
const char *process_state(char letter);

/* Tables behind the names of threads and descriptors; rows are these, the context is the scene. */
#define PROCESS_THREAD_COLUMNS 6
#define PROCESS_DESCRIPTOR_COLUMNS 4
extern const struct column process_thread_columns[PROCESS_THREAD_COLUMNS];
extern const struct column process_descriptor_columns[PROCESS_DESCRIPTOR_COLUMNS];
/* The same descriptor a sample ago; NULL where it was not, or is another thing now. */
const struct descriptor *process_find_before(
	const struct scene *scene, const struct descriptor *descriptor);

/* Is it of a kind that holds bytes on their way? */
bool process_has_queue(const struct descriptor *descriptor);

void process_paint_row(
	const struct scene *scene, struct canvas *canvas, struct rect line, const struct row *row);
int process_inspect(const struct scene *scene, struct canvas *canvas, struct rect area);
