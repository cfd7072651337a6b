/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "status.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MASKED 1            /* what a stranger reads instead of an address */
#define IS_EXITING 0x4u     /* PF_EXITING of the flags in stat */
#define IS_KERNEL 0x200000u /* PF_KTHREAD */
#define STACK "Max stack size"

enum stat_field {
	STAT_PPID = 4,
	STAT_FLAGS = 9,
	STAT_MINFLT = 10,
	STAT_MAJFLT = 12,
	STAT_THREADS = 20,
	STAT_START_TIME = 22,
	STAT_START_CODE = 26,
	STAT_END_CODE = 27,
	STAT_START_STACK = 28,
	STAT_START_DATA = 45,
	STAT_END_DATA = 46,
	STAT_START_BRK = 47,
};

static const struct {
	const char *key;
	enum metric metric;
} status_keys[] = {
	{ "VmPeak", METRIC_PEAK_VSZ },
	{ "VmSize", METRIC_VSZ },
	{ "VmLck", METRIC_LOCKED },
	{ "VmHWM", METRIC_PEAK_RSS },
	{ "VmRSS", METRIC_RSS },
	{ "RssAnon", METRIC_RSS_ANON },
	{ "RssFile", METRIC_RSS_FILE },
	{ "RssShmem", METRIC_RSS_SHMEM },
	{ "VmData", METRIC_VM_DATA },
	{ "VmStk", METRIC_VM_STACK },
	{ "VmExe", METRIC_VM_EXE },
	{ "VmLib", METRIC_VM_LIB },
	{ "VmPTE", METRIC_PAGE_TABLES },
	{ "VmSwap", METRIC_SWAP },
	{ "HugetlbPages", METRIC_HUGETLB },
	{ "Threads", METRIC_THREADS },
	{ "voluntary_ctxt_switches", METRIC_VOLUNTARY },
	{ "nonvoluntary_ctxt_switches", METRIC_NONVOLUNTARY },
};

/* The numbers from the third field on, which is no number. Returns how many fields there were. */
static unsigned parse_fields(const char *at, uint64_t fields[STATUS_FIELDS + 1])
{
	unsigned field = STAT_PPID;
	for (; field <= STATUS_FIELDS; field++) {
		char *end;
		fields[field] = strtoull(at, &end, 10);
		if (end == at)
			break;
		at = end;
	}
	return field - 1;
}

static uint64_t unmasked(uint64_t address)
{
	return address == MASKED ? 0 : address;
}

/* The name stands in parentheses and may hold some itself: what is behind the last, or NULL. */
static const char *find_name_end(const char *text, size_t length)
{
	const char *close = memrchr(text, ')', length);
	return close && close[1] == ' ' && close[2] != '\0' ? close : NULL;
}

bool status_has_ended(const char *text, size_t length)
{
	uint64_t fields[STATUS_FIELDS + 1] = { 0 };
	const char *name_end = find_name_end(text, length);
	return !name_end || strchr("ZXx", name_end[2]) ||
	       parse_fields(name_end + 3, fields) < STAT_FLAGS || fields[STAT_FLAGS] & IS_EXITING;
}

int status_split(const char *text, size_t length, struct stat_line *ret_line)
{
	const char *name = memchr(text, '(', length), *name_end = find_name_end(text, length);
	struct stat_line line = { 0 };
	if (!name || !name_end || name_end < name ||
		parse_fields(name_end + 3, line.fields) < STAT_START_TIME)
		return -EBADMSG;
	line.name = name + 1;
	line.name_length = (size_t)(name_end - name - 1);
	line.state = name_end[2];
	*ret_line = line;
	return 0;
}

const char *status_find(const char *text, const char *key)
{
	size_t length = strlen(key);
	for (const char *line = text; *line; line += *line == '\n') {
		if (strncmp(line, key, length) == 0 && line[length] == ':')
			return line + length + 1 + strspn(line + length + 1, " \t");
		line = strchrnul(line, '\n');
	}
	return NULL;
}

int status_take_addresses(struct snapshot *snapshot, const char *text, size_t length)
{
	struct process *process = &snapshot->process;
	uint64_t fields[STATUS_FIELDS + 1] = { 0 };
	const char *name_end = find_name_end(text, length);
	if (!name_end || parse_fields(name_end + 3, fields) < STAT_START_TIME)
		return -EBADMSG;
	process->start_code = unmasked(fields[STAT_START_CODE]);
	process->end_code = unmasked(fields[STAT_END_CODE]);
	process->start_stack = unmasked(fields[STAT_START_STACK]);
	process->start_data = unmasked(fields[STAT_START_DATA]);
	process->end_data = unmasked(fields[STAT_END_DATA]);
	process->start_brk = unmasked(fields[STAT_START_BRK]);
	return 0;
}

int status_take_stat(struct snapshot *snapshot, const char *text, size_t length)
{
	struct process *process = &snapshot->process;
	struct stat_line line;
	int error = status_split(text, length, &line);
	if (error)
		return error;
	const uint64_t *fields = line.fields;
	process->comm = arena_copy(&snapshot->arena, line.name, line.name_length);
	if (!process->comm)
		return -ENOMEM;
	process->pid = process->inner_pid = (pid_t)strtol(text, NULL, 10);
	process->ppid = (pid_t)fields[STAT_PPID];
	process->state = line.state;
	process->is_exiting = fields[STAT_FLAGS] & IS_EXITING;
	process->is_kernel_thread = fields[STAT_FLAGS] & IS_KERNEL;
	process->start_ticks = fields[STAT_START_TIME];
	process->threads = (unsigned)fields[STAT_THREADS];
	snapshot->metrics[METRIC_THREADS] = fields[STAT_THREADS];
	snapshot->metrics[METRIC_MINFLT] = fields[STAT_MINFLT];
	snapshot->metrics[METRIC_MAJFLT] = fields[STAT_MAJFLT];
	return status_take_addresses(snapshot, text, length);
}

/* "   132 kB" in bytes, "  4" as it is; UNKNOWN when there is no number. */
static uint64_t parse_value(const char *text)
{
	char *end;
	uint64_t value = strtoull(text, &end, 10);
	if (end == text)
		return UNKNOWN;
	if (strncmp(end, " kB", 3) == 0 && __builtin_mul_overflow(value, 1024, &value))
		return UNKNOWN;
	return value;
}

static void take_metric(struct snapshot *snapshot, const char *line, size_t key_length)
{
	for (size_t i = 0; i < sizeof status_keys / sizeof status_keys[0]; i++)
		if (strlen(status_keys[i].key) == key_length &&
			memcmp(status_keys[i].key, line, key_length) == 0) {
			snapshot->metrics[status_keys[i].metric] =
				parse_value(line + key_length + 1);
			return;
		}
}

/* Of the users the second is the effective one; of the PIDs the last is the innermost. The state is
 * that of the thread asked, which is not the one in stat when that has ended. */
static void take_identity(struct process *process, const char *line)
{
	static const char state[] = "State:\t";
	if (strncmp(line, "Uid:", 4) == 0) {
		char *effective;
		strtoul(line + 4, &effective, 10);
		process->uid = (uid_t)strtoul(effective, NULL, 10);
	} else if (strncmp(line, state, sizeof state - 1) == 0 && line[sizeof state - 1] != '\n') {
		process->state = line[sizeof state - 1];
	} else if (strncmp(line, "NStgid:", 7) == 0) {
		const char *last = memrchr(line, '\t', strcspn(line, "\n"));
		process->inner_pid = last ? (pid_t)strtol(last, NULL, 10) : process->inner_pid;
	} else if (strncmp(line, "Kthread:", 8) == 0) {
		process->is_kernel_thread = strtoul(line + 8, NULL, 10) != 0;
	}
}

void status_take_status(struct snapshot *snapshot, const char *text)
{
	for (const char *line = text; *line; line += *line == '\n') {
		size_t key_length = strcspn(line, ":\n");
		if (line[key_length] == ':') {
			take_metric(snapshot, line, key_length);
			take_identity(&snapshot->process, line);
		}
		line = strchrnul(line, '\n');
	}
}

void status_take_limits(struct snapshot *snapshot, const char *text)
{
	const char *line = strstr(text, STACK);
	if (line)
		snapshot->process.stack_limit = parse_value(line + sizeof STACK - 1);
}

static size_t count_arguments(const char *text, size_t length)
{
	size_t count = 0;
	for (const char *end = text + length; text < end; text += strlen(text) + 1)
		count++;
	return count;
}

int status_take_cmdline(struct snapshot *snapshot, const char *text, size_t length)
{
	size_t count = count_arguments(text, length);
	if (count == 0)
		return 0;
	const char **arguments = arena_take(&snapshot->arena, (count + 1) * sizeof *arguments);
	const char *at = arena_copy(&snapshot->arena, text, length);
	if (!arguments || !at)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++, at += strlen(at) + 1)
		arguments[i] = at;
	snapshot->process.cmdline = arguments;
	snapshot->process.cmdline_count = count;
	return 0;
}
