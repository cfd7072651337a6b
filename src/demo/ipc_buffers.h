/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two files of the demo ipc-buffers: the lesson (ipc_buffers.c) and what its worker does. */
#pragma once

#include "demo/worker.h"

#define IPC_PIPES_MOST 60
/* The machine has such queues. */
#define IPC_SYSTEM_V "msgmnb>0"
#define IPC_POSIX "mqueue>0"

void ipc_buffers_work(struct worker *worker);
