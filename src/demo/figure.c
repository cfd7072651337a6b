/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/figure.h"

#include <stdio.h>
#include <string.h>

#include "demo/fault.h"
#include "strata/translate.h"

#define VALUE "value:"
#define STATE "state"
#define FAULT "fault"
#define SIZE "size"

static const char everybody[] = N_("sum"); /* the role of all processes together */

/* What is looked at: a figure of a process, or of all. */
struct subject {
	const struct demo_run *run;
	const char *metric;
	size_t process; /* index; process_count for all, SIZE_MAX for one that is not there */
};

static struct figure known(int64_t value, bool is_bytes)
{
	return (struct figure){ .value = value, .is_known = true, .is_bytes = is_bytes };
}

static struct figure figure_of(uint64_t value, bool is_bytes)
{
	return value > INT64_MAX ? (struct figure){ .is_bytes = is_bytes }
				 : known((int64_t)value, is_bytes);
}

static bool is_value(const char *metric)
{
	return strncmp(metric, VALUE, strlen(VALUE)) == 0;
}

static struct figure reported(const struct demo_run *run, const char *name, bool is_now)
{
	for (size_t i = 0; i < run->shown_count; i++)
		if (strcmp(run->shown[i].name, name) == 0)
			return known(is_now ? run->shown[i].value : run->shown[i].before, false);
	return (struct figure){ 0 };
}

static const struct run_marker *marker_of(
	const struct demo_run *run, const char *key, size_t length)
{
	for (size_t i = 0; i < run->marker_count; i++)
		if (strlen(run->markers[i].key) == length &&
			memcmp(run->markers[i].key, key, length) == 0)
			return &run->markers[i];
	return NULL;
}

static enum counter counter_of(const char *name)
{
	unsigned counter = 0;
	while (counter < COUNTERS && strcmp(counter_table[counter].name, name) != 0)
		counter++;
	return (enum counter)counter;
}

static struct figure spelt(const char *word)
{
	struct figure figure = { .is_known = true, .is_word = true };
	snprintf(figure.word, sizeof figure.word, "%s", word);
	return figure;
}

static struct figure kind_at(const struct region *region, uint64_t address)
{
	if (!region)
		return spelt("unmapped");
	const struct region_part *part = region_part_at(region, address);
	unsigned kind = part ? part->kind : region->kind;
	return spelt(region_kind_name((enum region_kind)kind));
}

static struct figure mapping_at(const struct region *region, uint64_t address)
{
	(void)address;
	return spelt(region ? region_kind_name((enum region_kind)region->kind) : "unmapped");
}

static struct figure permissions_at(const struct region *region, uint64_t address)
{
	(void)address;
	char text[5];
	if (!region)
		return (struct figure){ .is_word = true };
	region_permissions_text(region->permissions, text);
	return spelt(text);
}

/* What may be said of a place in words; of one where nothing is mapped, `region` is NULL. */
static const struct place_word {
	const char *name;
	struct figure (*say)(const struct region *region, uint64_t address);
} place_words[] = {
	{ "kind", kind_at },
	{ "mapping", mapping_at },
	{ "permissions", permissions_at },
};

static const struct place_word *place_word_of(const char *metric)
{
	const char *dot = strchr(metric, '.');
	for (size_t i = 0; dot && i < sizeof place_words / sizeof place_words[0]; i++)
		if (strcmp(place_words[i].name, dot + 1) == 0)
			return &place_words[i];
	return NULL;
}

static bool ends_in(const char *metric, const char *name)
{
	const char *dot = strchr(metric, '.');
	return dot && strcmp(dot + 1, name) == 0;
}

bool figure_is_word(const char *metric)
{
	return !is_value(metric) &&
	       (place_word_of(metric) || ends_in(metric, FAULT) || strcmp(metric, STATE) == 0);
}

/* "KEY.fault": reported by the worker, so known whatever has become of the process. */
static struct figure of_fault(const struct demo_run *run, const char *metric)
{
	size_t length = strcspn(metric, ".");
	for (size_t i = 0; i < run->fault_count; i++) {
		const struct run_fault *fault = &run->faults[i];
		if (strlen(fault->key) == length && memcmp(fault->key, metric, length) == 0)
			return spelt(fault_name(fault->signal, fault->code));
	}
	return (struct figure){ .is_word = true };
}

/* "KEY.kind", "KEY.size", "KEY.counter" */
static struct figure of_region(
	const struct demo_run *run, const char *metric, const struct snapshot *snapshot)
{
	size_t key_length = strcspn(metric, ".");
	const struct run_marker *marker = marker_of(run, metric, key_length);
	const struct region *region = marker ? region_find(snapshot->table->regions,
						       snapshot->table->count, marker->address)
					     : NULL;
	const struct place_word *word = place_word_of(metric);
	enum counter counter = counter_of(metric + key_length + 1);
	if (word)
		return marker ? word->say(region, marker->address)
			      : (struct figure){ .is_word = true };
	if (region && ends_in(metric, SIZE))
		return figure_of(region_size(region), true);
	return counter == COUNTERS || !region ? (struct figure){ .is_bytes = true }
					      : figure_of(region->counters[counter], true);
}

static bool is_alive(const struct snapshot *snapshot)
{
	return snapshot && snapshot->life == LIFE_ALIVE;
}

static struct figure of_process(
	const struct demo_run *run, const char *metric, const struct snapshot *snapshot)
{
	if (strcmp(metric, "alive") == 0)
		return known(is_alive(snapshot), false);
	if (snapshot && strcmp(metric, STATE) == 0)
		return spelt((const char[]){ snapshot->process.state, '\0' });
	if (!snapshot || snapshot->life != LIFE_ALIVE)
		return (struct figure){ 0 };
	if (strchr(metric, '.'))
		return of_region(run, metric, snapshot);
	enum metric which = metric_of(metric);
	return which == METRICS ? (struct figure){ 0 }
				: figure_of(snapshot->metrics[which], metric_table[which].is_bytes);
}

/* Over all processes that were alive. */
static struct figure of_all(const struct demo_run *run, const char *metric,
	const struct snapshot *const snapshots[DEMO_ROLES])
{
	struct figure sum = known(0, false);
	for (size_t i = 0; i < run->process_count; i++) {
		if (!is_alive(snapshots[i]))
			continue;
		struct figure figure = of_process(run, metric, snapshots[i]);
		sum.is_known = sum.is_known && figure.is_known;
		sum.is_bytes = figure.is_bytes;
		sum.value += figure.value;
	}
	return sum;
}

static struct figure look(const struct subject *subject,
	const struct snapshot *const snapshots[DEMO_ROLES], bool is_now)
{
	const char *metric = subject->metric;
	if (is_value(metric))
		return reported(subject->run, metric + strlen(VALUE), is_now);
	if (ends_in(metric, FAULT))
		return of_fault(subject->run, metric);
	if (subject->process == subject->run->process_count)
		return of_all(subject->run, metric, snapshots);
	return subject->process == SIZE_MAX
		       ? (struct figure){ 0 }
		       : of_process(subject->run, metric, snapshots[subject->process]);
}

size_t figure_process(const struct demo_run *run, const char *role)
{
	if (!role)
		return 0;
	if (strcmp(role, everybody) == 0)
		return run->process_count;
	for (size_t i = 0; i < run->process_count; i++)
		if (strcmp(run->processes[i].role, role) == 0)
			return i;
	return SIZE_MAX;
}

struct figure figure_measure(const struct demo_run *run, const char *role, const char *metric,
	bool is_absolute, const struct judge_samples *samples)
{
	struct subject subject = { run, metric, figure_process(run, role) };
	struct figure now = look(&subject, samples->after, true);
	now.is_word = figure_is_word(metric);
	if (is_absolute || now.is_word)
		return now;
	struct figure before = look(&subject, samples->before, false);
	now.is_known = now.is_known && before.is_known;
	now.value -= before.value;
	return now;
}

static void name_metric(const char *metric, char *out, size_t size)
{
	const char *dot = strchr(metric, '.');
	if (is_value(metric))
		snprintf(out, size, "%s", metric + strlen(VALUE));
	else if (dot && counter_of(dot + 1) < COUNTERS)
		snprintf(out, size, "%.*s %s", (int)(dot - metric), metric,
			counter_table[counter_of(dot + 1)].key);
	else if (dot)
		snprintf(out, size, "%.*s %s", (int)(dot - metric), metric, dot + 1);
	else
		snprintf(out, size, "%s",
			metric_of(metric) < METRICS ? metric_table[metric_of(metric)].title
						    : metric);
}

void figure_label(
	const struct demo_run *run, const char *role, const char *metric, char *out, size_t size)
{
	char title[RUN_LABEL];
	name_metric(metric, title, sizeof title);
	if (run->process_count == 1 || is_value(metric))
		role = "";
	else if (!role)
		role = run->processes[0].role;
	snprintf(out, size, "%s%s%s", translate(role), role[0] ? " " : "", title);
}
