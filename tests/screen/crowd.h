/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes to choose from, hostile ones among them. */
#pragma once

#include "strata/processes.h"

struct process_list crowd_list(uint64_t wall_ns);
