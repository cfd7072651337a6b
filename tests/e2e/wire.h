/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The wire: every byte a program wrote to its terminal, in order, and what follows from them.
 *
 * Model: bytes are kept for ever (tests are short). DEC private modes ("\033[?2026h") are followed
 * while they come in, because libvterm does not tell about all of them and old versions do not know
 * synchronized updates. wire_fault() judges afterwards: only cursor motion, erasing, looks and modes
 * are allowed, no other escape sequence, no C1, no invalid UTF-8, no bidirectional or invisible
 * formatting character. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define WIRE_MODES 2100

enum wire_state {
	WIRE_GROUND,
	WIRE_ESCAPE,
	WIRE_CSI,
	WIRE_PRIVATE,
};

struct wire {
	char *bytes; /* NUL behind them */
	size_t length, capacity;
	bool modes[WIRE_MODES]; /* which DEC private modes are on */
	unsigned frames;        /* synchronized updates that ended */
	enum wire_state state;
	unsigned parameter, earlier; /* of the private sequence being read */
};

void wire_init(struct wire *wire);
void wire_finish(struct wire *wire);
void wire_add(struct wire *wire, const char *bytes, size_t length);
/* Do these bytes stand anywhere on the wire? */
bool wire_has(const struct wire *wire, const char *bytes, size_t length);
/* Only bytes below 128? */
bool wire_is_ascii(const struct wire *wire);
/* What should not have been written, in `out` with its place; false when all is well. */
bool wire_fault(const struct wire *wire, char *out, size_t size);
