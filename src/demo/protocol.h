/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines between worker and runner: words parted by single blanks, ended by a newline (runner.h lists
 * them). Both sides use this; neither stdio nor malloc is touched.
 *
 * A line is at most PROTOCOL_LINE bytes with its newline. A reader holds what has arrived and not yet
 * been taken; the lines it hands out are cut up in place and last until the next receive. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROTOCOL_LINE 512

struct protocol_reader {
	char bytes[PROTOCOL_LINE];
	size_t start, end;
};

/* Receives what there is (`flags` of recv). Number of bytes; 0 at the end; -EMSGSIZE when a line is
 * too long; -EAGAIN, -errno. */
int protocol_receive(struct protocol_reader *reader, int fd, int flags);
/* The next whole line, or NULL. */
char *protocol_take_line(struct protocol_reader *reader);
/* Cuts the next word off; NULL when the line is at its end. */
char *protocol_word(char **line);
/* Decimal, all of the word, a '-' allowed. */
bool protocol_number(const char *word, int64_t *ret_number);
/* "0x" and hexadecimal digits, all of the word. */
bool protocol_address(const char *word, uint64_t *ret_address);

/* A line being written; what does not fit is cut. */
struct protocol_line {
	char bytes[PROTOCOL_LINE];
	size_t length;
};

struct protocol_line protocol_begin(const char *verb);
void protocol_add(struct protocol_line *line, const char *word);
void protocol_add_number(struct protocol_line *line, int64_t number);
void protocol_add_address(struct protocol_line *line, uint64_t address);
/* Sends the line and its newline whole (`flags` of send). -errno. */
int protocol_send(struct protocol_line *line, int fd, int flags);
