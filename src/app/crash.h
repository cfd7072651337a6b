/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When the program dies of itself, the terminal is given back first. */
#pragma once

/* From now on, deadly signals call screen_restore_terminal() before they do what they do. */
void crash_prepare(void);
