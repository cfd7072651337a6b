/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/runner_intake.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "demo/protocol.h"
#include "demo/runner_family.h"
#include "strata/text.h"
#include "strata/translate.h"

#define LINES_PER_STEP 10000

bool intake_is_over(const struct demo_run *run)
{
	return run->state == RUN_DONE || run->state == RUN_SKIPPED || run->state == RUN_FAILED;
}

void intake_fail(struct demo_run *run, const char *reason)
{
	if (intake_is_over(run))
		return;
	run->state = RUN_FAILED;
	snprintf(run->reason, sizeof run->reason, "%s", reason);
}

/* Copies a word, made safe; false when it is missing or too long. */
static bool take_text(const char *word, char *out, size_t size)
{
	if (!word || !*word || strlen(word) >= size)
		return false;
	text_sanitise(word, strlen(word), out, size);
	return true;
}

/* The verbs. Each returns what is wrong, or NULL. */

static const char *take_hello(struct intake *intake, char *rest)
{
	const char *version = protocol_word(&rest);
	const char *id = protocol_word(&rest);
	int64_t steps;
	if (intake->is_greeted)
		return _("the worker said hello twice");
	if (!version || strcmp(version, "1") != 0 || !id ||
		strcmp(id, intake->run->demo->id) != 0 ||
		!protocol_number(protocol_word(&rest), &steps) ||
		steps != (int64_t)intake->announced_steps)
		return _("the worker is of another version than this program");
	intake->is_greeted = true;
	intake->run->state = RUN_WAITING_SAMPLE;
	return NULL;
}

/* Also one that ended since it was last sampled. */
static bool has_gone(const struct intake *intake, size_t index)
{
	return intake->run->processes[index].is_gone ||
	       (intake->pidfds[index] >= 0 && family_has_ended(intake->pidfds[index], 0));
}

/* A slot for the role: a new one, or that of a process that has gone. */
static struct run_process *slot_of(const struct intake *intake, const char *role)
{
	struct demo_run *run = intake->run;
	for (size_t i = 0; i < run->process_count; i++)
		if (strcmp(run->processes[i].role, role) == 0 && has_gone(intake, i))
			return &run->processes[i];
	return run->process_count < DEMO_ROLES ? &run->processes[run->process_count++] : NULL;
}

static void settle_process(
	struct intake *intake, struct run_process *process, const char *role, pid_t pid, int pidfd)
{
	size_t index = (size_t)(process - intake->run->processes);
	if (intake->pidfds[index] >= 0)
		close(intake->pidfds[index]);
	intake->pidfds[index] = pidfd;
	*process = (struct run_process){ .pid = pid };
	snprintf(process->role, sizeof process->role, "%s", role);
	for (unsigned metric = 0; metric < METRICS; metric++)
		process->before[metric] = process->after[metric] = process->first[metric] = UNKNOWN;
}

static const char *take_pid(struct intake *intake, char *rest)
{
	char role[sizeof intake->run->processes[0].role];
	int64_t pid;
	if (!take_text(protocol_word(&rest), role, sizeof role) ||
		!protocol_number(protocol_word(&rest), &pid) || pid <= 0 || pid > INT32_MAX)
		return _("the worker announced a process wrongly");
	int pidfd = family_open((pid_t)pid, intake->worker);
	if (pidfd < 0)
		return _("the worker announced a process that is not its child");
	struct run_process *process = slot_of(intake, role);
	if (!process) {
		close(pidfd);
		return _("the worker announced too many processes");
	}
	settle_process(intake, process, role, (pid_t)pid, pidfd);
	return NULL;
}

static struct run_marker *marker_of(struct demo_run *run, const char *key)
{
	for (size_t i = 0; i < run->marker_count; i++)
		if (strcmp(run->markers[i].key, key) == 0)
			return &run->markers[i];
	return NULL;
}

static const char *take_mark(struct intake *intake, char *rest)
{
	struct demo_run *run = intake->run;
	struct run_marker marker;
	int64_t length;
	if (!take_text(protocol_word(&rest), marker.key, sizeof marker.key) ||
		!take_text(protocol_word(&rest), marker.role, sizeof marker.role) ||
		!protocol_address(protocol_word(&rest), &marker.address) ||
		!protocol_number(protocol_word(&rest), &length) || length < 0 ||
		!take_text(rest, marker.label, sizeof marker.label))
		return _("the worker set a marker wrongly");
	struct run_marker *slot = marker_of(run, marker.key);
	if (!slot && run->marker_count == RUN_MARKERS)
		return _("the worker set too many markers");
	marker.length = (uint64_t)length;
	*(slot ? slot : &run->markers[run->marker_count++]) = marker;
	return NULL;
}

static const char *take_unmark(struct intake *intake, char *rest)
{
	struct demo_run *run = intake->run;
	const char *key = protocol_word(&rest);
	struct run_marker *marker = key ? marker_of(run, key) : NULL;
	if (!marker)
		return _("the worker took a marker away that was not there");
	size_t after = (size_t)(&run->markers[run->marker_count] - marker) - 1;
	memmove(marker, marker + 1, after * sizeof *marker);
	run->marker_count--;
	if (run->selected_marker >= run->marker_count)
		run->selected_marker = 0;
	return NULL;
}

static struct run_value *value_of(struct demo_run *run, const char *name)
{
	for (size_t i = 0; i < run->shown_count; i++)
		if (strcmp(run->shown[i].name, name) == 0)
			return &run->shown[i];
	if (run->shown_count == RUN_VALUES)
		return NULL;
	struct run_value *value = &run->shown[run->shown_count++];
	*value = (struct run_value){ 0 };
	snprintf(value->name, sizeof value->name, "%s", name);
	return value;
}

static const char *take_value(struct intake *intake, char *rest)
{
	char name[sizeof intake->run->shown[0].name];
	int64_t number;
	if (!take_text(protocol_word(&rest), name, sizeof name) ||
		!protocol_number(protocol_word(&rest), &number))
		return _("the worker reported a value wrongly");
	struct run_value *value = value_of(intake->run, name);
	if (!value)
		return _("the worker reported too many values");
	value->value = number;
	return NULL;
}

static struct run_fault *fault_slot(struct demo_run *run, const char *key)
{
	for (size_t i = 0; i < run->fault_count; i++)
		if (strcmp(run->faults[i].key, key) == 0)
			return &run->faults[i];
	return run->fault_count < RUN_FAULTS ? &run->faults[run->fault_count++] : NULL;
}

static const char *take_fault(struct intake *intake, char *rest)
{
	struct demo_run *run = intake->run;
	int64_t number, code;
	struct run_fault fault = { .step = run->step + 1 };
	if (!protocol_number(protocol_word(&rest), &number) || number < 0 || number > NSIG ||
		!protocol_number(protocol_word(&rest), &code) || code != (int)code ||
		!protocol_address(protocol_word(&rest), &fault.address))
		return _("the worker reported a fault wrongly");
	const struct run_marker *marker = marker_of(run, rest);
	if (!marker)
		return _("the worker reported a fault where no marker is");
	memcpy(fault.key, marker->key, sizeof fault.key);
	memcpy(fault.role, marker->role, sizeof fault.role);
	memcpy(fault.label, marker->label, sizeof fault.label);
	fault.aim = marker->address;
	fault.signal = (int)number;
	fault.code = (int)code;
	struct run_fault *slot = fault_slot(run, fault.key);
	if (!slot)
		return _("the worker reported too many faults");
	*slot = fault;
	return NULL;
}

static const char *take_step(struct intake *intake, char *rest)
{
	struct demo_run *run = intake->run;
	int64_t step;
	if (!protocol_number(protocol_word(&rest), &step) || step < 1 ||
		(size_t)step != run->step + 2 || (size_t)step > run->demo->step_count)
		return _("the worker is at another step than it should be");
	run->step = (size_t)step - 1;
	run->state = RUN_WAITING_SAMPLE;
	return NULL;
}

static const char *take_skip(struct intake *intake, char *rest)
{
	struct demo_run *run = intake->run;
	text_sanitise(rest, strlen(rest), run->reason, sizeof run->reason);
	run->state = RUN_SKIPPED;
	return NULL;
}

static const char *take_done(struct intake *intake, char *rest)
{
	(void)rest;
	if (intake->run->step + 1 != intake->run->demo->step_count)
		return _("the worker ended before its last step");
	intake->run->state = RUN_DONE;
	return NULL;
}

static const struct {
	const char *verb;
	const char *(*take)(struct intake *intake, char *rest);
} verbs[] = {
	{ "HELLO", take_hello },
	{ "PID", take_pid },
	{ "MARK", take_mark },
	{ "UNMARK", take_unmark },
	{ "VALUE", take_value },
	{ "FAULT", take_fault },
	{ "STEP", take_step },
	{ "SKIP", take_skip },
	{ "DONE", take_done },
};

/* Of the step that has ended; 0 none. */
static int signal_of(const struct demo_run *run)
{
	bool has_ended = run->state == RUN_WAITING_SAMPLE || run->state == RUN_JUDGED;
	return has_ended && run->step < run->demo->step_count ? run->demo->steps[run->step].signal
							      : 0;
}

/* While a step is done; afterwards only in answer to a signal. */
static bool may_speak(const struct demo_run *run, const char *verb)
{
	return run->state == RUN_WORKING || (signal_of(run) && verb && strcmp(verb, "VALUE") == 0);
}

static const char *take_line(struct intake *intake, char *line)
{
	const char *verb = protocol_word(&line);
	if (!may_speak(intake->run, verb))
		return _("the worker spoke out of turn");
	if (++intake->lines > LINES_PER_STEP)
		return _("the worker talks too much");
	if (!intake->is_greeted && (!verb || strcmp(verb, "HELLO") != 0))
		return _("the worker did not say hello");
	for (size_t i = 0; verb && i < sizeof verbs / sizeof verbs[0]; i++)
		if (strcmp(verbs[i].verb, verb) == 0)
			return verbs[i].take(intake, line);
	return _("the worker said something unheard of");
}

void intake_line(struct intake *intake, char *line)
{
	if (intake_is_over(intake->run))
		return;
	const char *problem = take_line(intake, line);
	if (problem)
		intake_fail(intake->run, problem);
}

void intake_begin(struct intake *intake)
{
	struct demo_run *run = intake->run;
	intake->lines = 0;
	for (size_t i = 0; i < run->shown_count; i++) {
		run->shown[i].before = run->shown[i].value;
		run->shown[i].is_old = true;
	}
}

int intake_signal(struct intake *intake)
{
	int signal = intake->run->state == RUN_JUDGED ? signal_of(intake->run) : 0;
	return signal ? family_signal(intake->pidfds[0], signal) : -EPERM;
}

void intake_init(struct intake *intake, struct demo_run *run, size_t announced_steps, pid_t worker)
{
	*intake = (struct intake){
		.run = run,
		.announced_steps = announced_steps,
		.worker = worker,
	};
	for (size_t i = 0; i < DEMO_ROLES; i++)
		intake->pidfds[i] = -1;
	const char *role = run->demo->role ? run->demo->role : N_("process");
	struct run_process *first = slot_of(intake, role);
	settle_process(intake, first, role, worker, family_open(worker, worker));
}

void intake_finish(struct intake *intake)
{
	for (size_t i = 0; i < DEMO_ROLES; i++) {
		if (intake->pidfds[i] < 0)
			continue;
		family_kill(intake->pidfds[i]);
		close(intake->pidfds[i]);
		intake->pidfds[i] = -1;
	}
}
