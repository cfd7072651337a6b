/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/runner_plan.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "demo/formula.h"
#include "demo/runner_gates.h"
#include "strata/text.h"
#include "strata/translate.h"
#include "strata/units.h"

struct complaint {
	char *text;
	size_t size;
};

static const struct demo_parameter *parameter_of(
	const struct demo *demo, const char *name, size_t length)
{
	for (size_t i = 0; i < DEMO_PARAMETERS && demo->parameters[i].name; i++)
		if (strlen(demo->parameters[i].name) == length &&
			memcmp(demo->parameters[i].name, name, length) == 0)
			return &demo->parameters[i];
	return NULL;
}

static bool is_choice(const char *choices, const char *value)
{
	size_t length = strlen(value);
	while (*choices) {
		size_t choice = strcspn(choices, "|");
		if (choice == length && memcmp(choices, value, length) == 0)
			return true;
		choices += choice + (choices[choice] == '|');
	}
	return false;
}

__attribute__((format(printf, 3, 4))) static int complain(
	struct complaint complaint, const char *setting, const char *format, ...)
{
	char safe[64], text[256];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	text_sanitise(setting, strlen(setting), safe, sizeof safe);
	snprintf(complaint.text, complaint.size, "%s: %s", safe, text);
	return -EINVAL;
}

static int check_value(const struct demo_parameter *parameter, const char *setting,
	const char *value, struct complaint complaint)
{
	char least[UNITS_TEXT], most[UNITS_TEXT];
	uint64_t number;
	if (parameter->choices)
		return is_choice(parameter->choices, value)
			       ? 0
			       : complain(complaint, setting, _("choose %s"), parameter->choices);
	if (formula_number(value, &number) == 0 && number >= parameter->least &&
		number <= parameter->most)
		return 0;
	return complain(complaint, setting, _("a number (with K, M or G) from %s to %s"),
		units_bytes(parameter->least, UNITS_NARROW, least),
		units_bytes(parameter->most, UNITS_NARROW, most));
}

static int apply_setting(struct plan *plan, const char *setting, struct complaint complaint)
{
	size_t length = strcspn(setting, "=");
	const char *value = setting + length + (setting[length] == '=');
	const struct demo_parameter *parameter = parameter_of(plan->original, setting, length);
	if (!parameter)
		return complain(
			complaint, setting, _("no such parameter of %s"), plan->original->id);
	int error = check_value(parameter, setting, value, complaint);
	if (error)
		return error;
	if (scope_set(&plan->scope, parameter->name, value) < 0)
		return complain(complaint, setting, _("too long"));
	return 0;
}

static void add_parameters(struct plan *plan)
{
	for (size_t i = 0; i < DEMO_PARAMETERS && plan->original->parameters[i].name; i++)
		scope_add(&plan->scope, plan->original->parameters[i].name,
			plan->original->parameters[i].value);
}

static uint64_t bytes(const struct plan *plan, const char *formula)
{
	int64_t value;
	return formula_value(formula, &plan->scope, &value) < 0 || value < 0 ? UINT64_MAX
									     : (uint64_t)value;
}

static uint64_t cap_of(const struct plan *plan)
{
	return bytes(plan, plan->original->cap);
}

static void set_size(struct plan *plan, uint64_t size)
{
	char value[SCOPE_VALUE];
	bool is_whole = size % (1 << 20) == 0;
	snprintf(value, sizeof value, "%llu%c", (unsigned long long)(size >> (is_whole ? 20 : 10)),
		is_whole ? 'M' : 'K');
	scope_set(&plan->scope, "size", value);
}

/* Halves the size until the demo fits. Returns whether it does. */
static bool fit(struct plan *plan, uint64_t memory)
{
	const struct demo_parameter *parameter = parameter_of(plan->original, "size", 4);
	uint64_t size = 0;
	if (parameter)
		formula_number(scope_get(&plan->scope, "size"), &size);
	while (cap_of(plan) > memory && parameter && size / 2 >= parameter->least) {
		size /= 2;
		set_size(plan, size);
	}
	return cap_of(plan) <= memory;
}

static int fit_memory(struct plan *plan, uint64_t memory, struct complaint complaint)
{
	char wanted[SCOPE_VALUE], room[UNITS_TEXT], need[UNITS_TEXT];
	const char *size = scope_get(&plan->scope, "size");
	snprintf(wanted, sizeof wanted, "%s", size ? size : "");
	units_bytes(memory, UNITS_WIDE, room);
	if (!fit(plan, memory)) {
		snprintf(complaint.text, complaint.size,
			_("needs %s of memory, and may take %s: a quarter of what is available"),
			units_bytes(cap_of(plan), UNITS_WIDE, need), room);
		return -ENOTSUP;
	}
	if (size && strcmp(size, wanted) != 0)
		snprintf(plan->note, sizeof plan->note,
			_("size is %s instead of %s: a demo takes at most a quarter of the "
			  "available memory, %s"),
			size, wanted, room);
	plan->cap = cap_of(plan);
	plan->data =
		plan->cap + bytes(plan, plan->original->reserve ? plan->original->reserve : "0");
	return 0;
}

static void choose_steps(struct plan *plan)
{
	size_t count = 0;
	for (size_t i = 0; i < plan->original->step_count && count < DEMO_STEPS; i++)
		if (condition_holds(plan->original->steps[i].when, &plan->scope))
			plan->steps[count++] = plan->original->steps[i];
	plan->demo = *plan->original;
	plan->demo.steps = plan->steps;
	plan->demo.step_count = count;
}

static int fit_machine(struct plan *plan, uint64_t memory, struct complaint complaint)
{
	const char *needs = plan->original->needs;
	if (condition_holds(needs, &plan->scope))
		return fit_memory(plan, memory, complaint);
	size_t length = strcspn(needs, "=!<>");
	const char *here = scope_find(&plan->scope, needs, length);
	snprintf(complaint.text, complaint.size, _("needs %s, and here %.*s is %s"), needs,
		(int)length, needs, here ? here : _("unknown"));
	return -ENOTSUP;
}

int plan_init(struct plan *plan, const struct demo *demo, const char *const *settings,
	uint64_t memory, char *error, size_t error_size)
{
	struct complaint complaint = { error, error_size };
	*plan = (struct plan){ .original = demo };
	add_parameters(plan);
	int status = 0;
	for (size_t i = 0; settings && settings[i] && status == 0; i++)
		status = apply_setting(plan, settings[i], complaint);
	gates_add(&plan->scope);
	if (status == 0)
		status = fit_machine(plan, memory, complaint);
	choose_steps(plan); /* by the size that fits */
	return status;
}
