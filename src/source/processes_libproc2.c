/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list by libproc2. Its strings are cleaned by the library, so only numbers are taken from it. */
#include "processes_fill.h"

#include <errno.h>
#include <libproc2/pids.h>
#include <unistd.h>

#define PF_KTHREAD 0x00200000 /* include/linux/sched.h; stat(5), field 9 */

enum item {
	ITEM_PID,
	ITEM_PPID,
	ITEM_UID,
	ITEM_STATE,
	ITEM_THREADS,
	ITEM_RSS,
	ITEM_VSZ,
	ITEM_FLAGS,
	ITEMS,
};

static const enum pids_item wanted[ITEMS] = {
	[ITEM_PID] = PIDS_ID_PID,
	[ITEM_PPID] = PIDS_ID_PPID,
	[ITEM_UID] = PIDS_ID_EUID,
	[ITEM_STATE] = PIDS_STATE,
	[ITEM_THREADS] = PIDS_NLWP,
	[ITEM_RSS] = PIDS_RSS,
	[ITEM_VSZ] = PIDS_VSIZE_BYTES,
	[ITEM_FLAGS] = PIDS_FLAGS,
};

static int add(struct process_list *list, const struct pids_stack *stack, uint64_t page_size)
{
	/* Not by PIDS_VAL, which lost a parameter in 4.0.5. */
	const struct pids_result *results = stack->head;
	struct process_entry *entry = processes_add(list);
	if (!entry)
		return -ENOMEM;
	entry->pid = results[ITEM_PID].result.s_int;
	entry->ppid = results[ITEM_PPID].result.s_int;
	entry->uid = results[ITEM_UID].result.u_int;
	entry->state = (char)results[ITEM_STATE].result.s_ch;
	entry->threads = (unsigned)results[ITEM_THREADS].result.s_int;
	entry->rss = results[ITEM_RSS].result.ul_int * page_size;
	entry->vsz = results[ITEM_VSZ].result.ul_int;
	entry->is_kernel_thread = results[ITEM_FLAGS].result.ul_int & PF_KTHREAD;
	return 0;
}

int processes_fill(struct process_list *list)
{
	enum pids_item items[ITEMS];
	for (size_t i = 0; i < ITEMS; i++)
		items[i] = wanted[i];
	struct pids_info *info = NULL;
	int result = procps_pids_new(&info, items, ITEMS);
	if (result < 0)
		return result;
	errno = 0;
	struct pids_fetch *fetch = procps_pids_reap(info, PIDS_FETCH_TASKS_ONLY);
	uint64_t page_size = (uint64_t)sysconf(_SC_PAGESIZE);
	if (!fetch)
		result = errno ? -errno : -EIO;
	for (int i = 0; fetch && result == 0 && i < fetch->counts->total; i++)
		result = add(list, fetch->stacks[i], page_size);
	procps_pids_unref(&info);
	return result;
}
