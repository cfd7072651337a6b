/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "strata/translate.h"
#include "view/process.h"

static const struct {
	const char *title, *topic;
} sections[] = {
	[SECTION_THREADS] = { N_("threads"), "threads" },
	[SECTION_DESCRIPTORS] = { N_("descriptors"), "descriptors" },
	[SECTION_LOCKS] = { N_("file locks"), "file-locks" },
	[SECTION_QUEUES] = { N_("System V queues"), "message-queues" },
	[SECTION_SIGNALS] = { N_("signals"), "signals" },
	[SECTION_SCHEDULING] = { N_("scheduling"), "scheduling" },
};
static_assert(sizeof sections / sizeof *sections == SECTIONS, "each section has its words");

static const struct {
	const char *title, *topic;
} sets[] = {
	[SIGNALS_PENDING] = { N_("pending, thread"), "pending" },
	[SIGNALS_SHARED] = { N_("pending, process"), "pending" },
	[SIGNALS_BLOCKED] = { N_("blocked"), "blocked" },
	[SIGNALS_IGNORED] = { N_("ignored"), "ignored" },
	[SIGNALS_CAUGHT] = { N_("caught"), "caught" },
};
static_assert(sizeof sets / sizeof *sets == SIGNAL_SETS, "each set has its words");

static const struct {
	const char *title, *topic;
} facts[] = {
	[FACT_POLICY] = { N_("policy"), "scheduling" },
	[FACT_SWITCHES] = { N_("context switches"), "context-switches" },
	[FACT_RESTRICTIONS] = { N_("restrictions"), "restrictions" },
};
static_assert(sizeof facts / sizeof *facts == FACTS, "each fact has its words");

/* /proc/PID/stat, field 3 */
static const struct {
	char letter;
	const char *words;
} states[] = {
	{ 'R', N_("running") },
	{ 'S', N_("sleeping") },
	{ 'D', N_("disk sleep") },
	{ 'T', N_("stopped") },
	{ 't', N_("traced") },
	{ 'Z', N_("zombie") },
	{ 'I', N_("idle") },
	{ 'P', N_("parked") },
	{ 'X', N_("dead") },
};

const char *process_section_title(enum process_section section)
{
	return translate(sections[section].title);
}

const char *process_signals_title(enum process_signals which)
{
	return translate(sets[which].title);
}

const char *process_fact_title(enum process_fact fact)
{
	return translate(facts[fact].title);
}

const char *process_state(char letter)
{
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (states[i].letter == letter)
			return translate(states[i].words);
	return "?";
}

static const char *topic_of_kind(enum descriptor_kind kind)
{
	switch (kind) {
	case DESCRIPTOR_PIPE:
	case DESCRIPTOR_FIFO:
	case DESCRIPTOR_SOCKET:
	case DESCRIPTOR_QUEUE:
	case DESCRIPTOR_EVENT:
		return "queued-bytes";
	default:
		return "descriptors";
	}
}

const char *process_topic(const struct resources *resources, const struct row *row)
{
	switch ((enum process_tag)row->tag) {
	case PROCESS_SECTION:
		return sections[row->first].topic;
	case PROCESS_THREAD:
		return "wait-channel";
	case PROCESS_KIND:
		return topic_of_kind(row->first);
	case PROCESS_DESCRIPTOR:
		return topic_of_kind(resources->descriptors[row->first].kind);
	case PROCESS_LOCK:
		return "file-locks";
	case PROCESS_QUEUE:
		return "message-queues";
	case PROCESS_SIGNALS:
		return sets[row->first].topic;
	case PROCESS_FACT:
		return facts[row->first].topic;
	case PROCESS_TAGS:
		break;
	}
	return "";
}

uint64_t process_signal_set(const struct resources *resources, enum process_signals which)
{
	const struct signal_sets *signals = &resources->signals;
	switch (which) {
	case SIGNALS_PENDING:
		return signals->pending;
	case SIGNALS_SHARED:
		return signals->shared_pending;
	case SIGNALS_BLOCKED:
		return signals->blocked;
	case SIGNALS_IGNORED:
		return signals->ignored;
	default:
		return signals->caught;
	}
}

char *process_signals_text(
	const struct resources *resources, enum process_signals which, char out[PROCESS_TEXT])
{
	uint64_t set = process_signal_set(resources, which);
	if (!resources->signals.are_known)
		snprintf(out, PROCESS_TEXT, "–");
	else if (set == 0)
		snprintf(out, PROCESS_TEXT, "%s", _("none"));
	else if (set == UINT64_MAX)
		snprintf(out, PROCESS_TEXT, "%s", _("all"));
	else
		signal_set_text(set, out, PROCESS_TEXT);
	return out;
}

static void write_policy(const struct scheduling *scheduling, char out[PROCESS_TEXT])
{
	bool is_real_time = scheduling->priority != UNKNOWN && scheduling->priority > 0;
	int used =
		snprintf(out, PROCESS_TEXT, "%s", scheduling->policy[0] ? scheduling->policy : "–");
	if (is_real_time)
		used += snprintf(out + used, PROCESS_TEXT - (size_t)used, _(", priority %llu"),
			(unsigned long long)scheduling->priority);
	else
		used += snprintf(
			out + used, PROCESS_TEXT - (size_t)used, _(", nice %d"), scheduling->nice);
	if (scheduling->cpus[0])
		snprintf(out + used, PROCESS_TEXT - (size_t)used, _(", on CPU %s"),
			scheduling->cpus);
}

static void write_switches(const struct snapshot *snapshot, char out[PROCESS_TEXT])
{
	char by_itself[UNITS_TEXT], forced[UNITS_TEXT];
	snprintf(out, PROCESS_TEXT, _("%s to wait, %s forced (first thread)"),
		units_count(snapshot->metrics[METRIC_VOLUNTARY], UNITS_WIDE, by_itself),
		units_count(snapshot->metrics[METRIC_NONVOLUNTARY], UNITS_WIDE, forced));
}

static void write_restrictions(const struct scheduling *scheduling, char out[PROCESS_TEXT])
{
	static const char *const filters[] = { N_("no seccomp"), N_("seccomp strict"),
		N_("seccomp filter") };
	static const char *const privileges[] = { N_("new privileges allowed"),
		N_("no new privileges") };
	snprintf(out, PROCESS_TEXT, "%s, %s",
		scheduling->seccomp < 3 ? translate(filters[scheduling->seccomp]) : "–",
		scheduling->no_new_privileges < 2
			? translate(privileges[scheduling->no_new_privileges])
			: "–");
}

char *process_fact_text(
	const struct snapshot *snapshot, enum process_fact fact, char out[PROCESS_TEXT])
{
	const struct scheduling *scheduling = &snapshot->resources->scheduling;
	if (fact == FACT_POLICY)
		write_policy(scheduling, out);
	else if (fact == FACT_SWITCHES)
		write_switches(snapshot, out);
	else
		write_restrictions(scheduling, out);
	return out;
}

const char *process_mode(const struct descriptor *descriptor)
{
	static const char *const modes[] = {
		[O_RDONLY] = "r", [O_WRONLY] = "w", [O_RDWR] = "rw", [O_ACCMODE] = "-"
	};
	return descriptor->flags == UNKNOWN ? "" : modes[descriptor->flags & O_ACCMODE];
}

static void add_text(struct process_texts *texts, const char *text)
{
	texts->texts[texts->count++] = text;
}

static void add_thread_texts(const struct thread *thread, struct process_texts *texts)
{
	snprintf(texts->room[0], PROCESS_TEXT, "%d", (int)thread->tid);
	add_text(texts, texts->room[0]);
	add_text(texts, thread->name);
	add_text(texts, process_state(thread->state));
	add_text(texts, thread->wait);
	add_text(texts, thread->call);
	add_text(texts, process_section_title(SECTION_THREADS));
}

static void add_descriptor_texts(const struct descriptor *descriptor, struct process_texts *texts)
{
	snprintf(texts->room[0], PROCESS_TEXT, "%d", descriptor->number);
	add_text(texts, texts->room[0]);
	add_text(texts, descriptor_kind_name(descriptor->kind));
	add_text(texts, descriptor->target);
	add_text(texts, process_section_title(SECTION_DESCRIPTORS));
}

static void add_lock_texts(const struct file_lock *lock, struct process_texts *texts)
{
	add_text(texts, lock->type);
	add_text(texts, lock->path);
	add_text(texts, process_section_title(SECTION_LOCKS));
}

void process_texts(
	const struct resources *resources, const struct row *row, struct process_texts *ret_texts)
{
	ret_texts->count = 0;
	switch ((enum process_tag)row->tag) {
	case PROCESS_THREAD:
		add_thread_texts(&resources->threads[row->first], ret_texts);
		break;
	case PROCESS_DESCRIPTOR:
		add_descriptor_texts(&resources->descriptors[row->first], ret_texts);
		break;
	case PROCESS_LOCK:
		add_lock_texts(&resources->locks[row->first], ret_texts);
		break;
	case PROCESS_QUEUE:
		snprintf(ret_texts->room[0], PROCESS_TEXT, "%d", resources->queues[row->first].id);
		add_text(ret_texts, ret_texts->room[0]);
		add_text(ret_texts, process_section_title(SECTION_QUEUES));
		break;
	case PROCESS_SIGNALS:
		add_text(ret_texts, process_signals_title(row->first));
		add_text(
			ret_texts, process_signals_text(resources, row->first, ret_texts->room[0]));
		add_text(ret_texts, process_section_title(SECTION_SIGNALS));
		break;
	case PROCESS_FACT:
		add_text(ret_texts, process_fact_title(row->first));
		add_text(ret_texts, process_section_title(SECTION_SCHEDULING));
		break;
	case PROCESS_KIND:
		add_text(ret_texts, descriptor_kind_name(row->first));
		break;
	case PROCESS_SECTION:
		add_text(ret_texts, process_section_title(row->first));
		break;
	case PROCESS_TAGS:
		break;
	}
}
