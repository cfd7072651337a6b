/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/worker_private.h"

#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "demo/formula.h"

#define STACK_IN_USE (32 << 10) /* more than the deepest call of any demo but those about stacks */

void worker_say(struct worker *worker, struct protocol_line *line)
{
	if (protocol_send(line, worker->fd, 0) < 0)
		_exit(0);
}

/* false when the line was GO. */
static bool obey(struct worker *worker, char *line)
{
	const char *verb = protocol_word(&line);
	if (!verb)
		return true;
	if (strcmp(verb, "QUIT") == 0)
		_exit(0);
	if (strcmp(verb, "PARAM") == 0) {
		const char *name = protocol_word(&line);
		if (name)
			scope_add(&worker->scope, name, line);
	}
	return strcmp(verb, "GO") != 0;
}

void worker_listen(struct worker *worker)
{
	for (;;) {
		for (char *line; (line = protocol_take_line(&worker->reader));)
			if (!obey(worker, line))
				return;
		if (protocol_receive(&worker->reader, worker->fd, 0) <= 0)
			_exit(0);
	}
}

/* Touches what the first calls will need, so that their faults fall before the first sample. */
static void settle(void)
{
	volatile char stack[STACK_IN_USE];
	for (size_t i = 0; i < sizeof stack; i += 1024)
		stack[i] = 0;
	/* Neighbours would otherwise be huge or not by the machine's setting. */
	prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
}

_Noreturn void worker_run(const struct demo *demo)
{
	struct worker worker = { .demo = demo, .fd = WORKER_FD };
	settle();
	struct protocol_line hello = protocol_begin("HELLO 1");
	protocol_add(&hello, demo->id);
	protocol_add_number(&hello, (int64_t)demo->step_count);
	worker_say(&worker, &hello);
	worker_listen(&worker);
	demo->work(&worker);
	worker_dismiss(&worker);
	struct protocol_line done = protocol_begin("DONE");
	worker_say(&worker, &done);
	_exit(0);
}

uint64_t worker_number(const struct worker *worker, const char *name)
{
	const char *value = scope_get(&worker->scope, name);
	uint64_t number = 0;
	if (value)
		formula_number(value, &number);
	return number;
}

static const struct demo_parameter *parameter_of(const struct demo *demo, const char *name)
{
	for (size_t i = 0; i < DEMO_PARAMETERS && demo->parameters[i].name; i++)
		if (strcmp(demo->parameters[i].name, name) == 0)
			return &demo->parameters[i];
	return NULL;
}

size_t worker_choice(const struct worker *worker, const char *name)
{
	const struct demo_parameter *parameter = parameter_of(worker->demo, name);
	const char *value = scope_get(&worker->scope, name);
	const char *choice = parameter && parameter->choices ? parameter->choices : "";
	for (size_t index = 0; value && *choice; index++) {
		size_t length = strcspn(choice, "|");
		if (strlen(value) == length && memcmp(choice, value, length) == 0)
			return index;
		choice += length + (choice[length] == '|');
	}
	return 0;
}

bool worker_holds(const struct worker *worker, const char *condition)
{
	return condition_holds(condition, &worker->scope);
}

void worker_step(struct worker *worker)
{
	struct protocol_line line = protocol_begin("STEP");
	protocol_add_number(&line, (int64_t)++worker->step);
	worker_say(worker, &line);
	worker_listen(worker);
}

void worker_mark(struct worker *worker, const char *key, const char *role,
	const volatile void *address, size_t length, const char *label)
{
	struct protocol_line line = protocol_begin("MARK");
	protocol_add(&line, key);
	protocol_add(&line, role);
	protocol_add_address(&line, (uintptr_t)address);
	protocol_add_number(&line, (int64_t)length);
	protocol_add(&line, label);
	worker_say(worker, &line);
}

void worker_unmark(struct worker *worker, const char *key)
{
	struct protocol_line line = protocol_begin("UNMARK");
	protocol_add(&line, key);
	worker_say(worker, &line);
}

void worker_value(struct worker *worker, const char *name, int64_t value)
{
	struct protocol_line line = protocol_begin("VALUE");
	protocol_add(&line, name);
	protocol_add_number(&line, value);
	worker_say(worker, &line);
}

_Noreturn void worker_skip(struct worker *worker, const char *reason)
{
	struct protocol_line line = protocol_begin("SKIP");
	protocol_add(&line, reason);
	worker_say(worker, &line);
	_exit(0);
}
