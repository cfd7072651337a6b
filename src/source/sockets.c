/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lines.h"
#include "resources.h"
#include "socket_diag.h"

#define TEXT 256

/* The sockets among the descriptors, by inode. */
struct sockets {
	struct reading *reading;
	struct descriptor *entries[RESOURCES_DESCRIPTORS];
	size_t count, named;
	const char *protocol; /* of the table being read */
	bool is_exhausted;    /* memory is */
};

static int compare(const void *left, const void *right)
{
	uint64_t a = (*(struct descriptor *const *)left)->inode;
	uint64_t b = (*(struct descriptor *const *)right)->inode;
	return (a > b) - (a < b);
}

/* The first of those with this inode, or NULL; the others follow it. */
static struct descriptor **find(struct sockets *sockets, uint64_t inode)
{
	size_t low = 0, high = sockets->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (sockets->entries[middle]->inode < inode)
			low = middle + 1;
		else
			high = middle;
	}
	bool is_found = low < sockets->count && sockets->entries[low]->inode == inode;
	return is_found ? &sockets->entries[low] : NULL;
}

/* Gives all descriptors of a socket its name and, where they are known, its figures. */
static void note(
	struct sockets *sockets, uint64_t inode, const char *name, uint64_t queued, uint64_t unsent)
{
	struct descriptor **at = find(sockets, inode), **end = sockets->entries + sockets->count;
	const char *copy = at ? reading_copy(sockets->reading, name) : NULL;
	sockets->is_exhausted |= at && !copy;
	for (; copy && at < end && (*at)->inode == inode; at++, sockets->named++) {
		(*at)->target = copy;
		(*at)->queued = queued;
		(*at)->unsent = unsent;
	}
}

static const char *unix_type(const char *hex)
{
	static const char *const types[] = { [1] = "stream", [2] = "datagram", [5] = "seqpacket" };
	unsigned long type = strtoul(hex, NULL, 16);
	return type < sizeof types / sizeof *types && types[type] ? types[type] : "";
}

/* "00000000cc7224b1: 00000003 00000000 00000000 0001 03 12565690 /run/x" */
static void take_unix(void *context, char *line)
{
	enum {
		FLAGS = 3,
		TYPE,
		STATE,
		INODE,
		PATH,
		WORDS
	};
	char *words[WORDS], text[TEXT];
	size_t count = lines_split(line, words, WORDS);
	if (count < PATH)
		return;
	bool listens = strtoul(words[FLAGS], NULL, 16) & 0x10000; /* __SO_ACCEPTCON */
	snprintf(text, sizeof text, "unix %s%s%s%s", unix_type(words[TYPE]),
		listens ? " listen" : "", count > PATH ? " " : "", count > PATH ? words[PATH] : "");
	note(context, strtoull(words[INODE], NULL, 10), text, UNKNOWN, UNKNOWN);
}

/* "0100007F:1B58", the address in the machine's own words of four bytes. */
static void write_address(const char *hex, char *out, size_t size)
{
	struct in6_addr address = { 0 };
	const char *colon = strchr(hex, ':');
	char text[INET6_ADDRSTRLEN] = "?";
	size_t words = colon ? (size_t)(colon - hex) / 8 : 0;
	for (size_t i = 0; i < words && i < 4; i++) {
		char word[9] = "";
		memcpy(word, hex + 8 * i, 8);
		address.s6_addr32[i] = (uint32_t)strtoul(word, NULL, 16);
	}
	inet_ntop(words == 4 ? AF_INET6 : AF_INET, &address, text, sizeof text);
	snprintf(out, size, words == 4 ? "[%s]:%lu" : "%s:%lu", text,
		colon ? strtoul(colon + 1, NULL, 16) : 0);
}

static const char *tcp_state(unsigned long state)
{
	static const char *const states[] = { [1] = "established",
		[2] = "syn-sent",
		[3] = "syn-received",
		[4] = "fin-wait-1",
		[5] = "fin-wait-2",
		[6] = "time-wait",
		[7] = "closed",
		[8] = "close-wait",
		[9] = "last-ack",
		[10] = "listen",
		[11] = "closing" };
	return state < sizeof states / sizeof *states && states[state] ? states[state] : "";
}

#define TCP_LISTEN 10

/* "0: 0100007F:97D5 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 12565691 ..." Of a
 * datagram socket the kernel tells memory, not bytes; of one that listens, connections. */
static void take_internet(void *context, char *line)
{
	enum {
		LOCAL = 1,
		REMOTE,
		STATE,
		QUEUES,
		INODE = 9,
		WORDS = 11
	};
	struct sockets *sockets = context;
	char *words[WORDS], text[TEXT], local[64], remote[64], *colon;
	if (lines_split(line, words, WORDS) <= INODE)
		return;
	unsigned long state = strtoul(words[STATE], NULL, 16);
	bool is_stream = sockets->protocol[0] == 't';
	bool has_bytes = is_stream && state != TCP_LISTEN;
	uint64_t unsent = strtoull(words[QUEUES], &colon, 16);
	uint64_t queued = *colon == ':' ? strtoull(colon + 1, NULL, 16) : UNKNOWN;
	bool is_connected = strspn(words[REMOTE], "0:") < strlen(words[REMOTE]);
	write_address(words[LOCAL], local, sizeof local);
	write_address(words[REMOTE], remote, sizeof remote);
	snprintf(text, sizeof text, "%s %s%s%s%s%s", sockets->protocol, local,
		is_connected ? " - " : "", is_connected ? remote : "", is_stream ? " " : "",
		is_stream ? tcp_state(state) : "");
	note(sockets, strtoull(words[INODE], NULL, 10), text, has_bytes ? queued : UNKNOWN,
		has_bytes ? unsent : UNKNOWN);
}

static void note_waiting(void *context, uint64_t inode, uint64_t bytes)
{
	struct sockets *sockets = context;
	struct descriptor **at = find(sockets, inode), **end = sockets->entries + sockets->count;
	for (; at && at < end && (*at)->inode == inode; at++)
		(*at)->queued = bytes;
}

int sockets_take(struct reading *reading)
{
	static const struct {
		const char *file, *protocol;
		lines_take *take;
	} tables[] = {
		{ "net/unix", "unix", take_unix },
		{ "net/tcp", "tcp", take_internet },
		{ "net/tcp6", "tcp", take_internet },
		{ "net/udp", "udp", take_internet },
		{ "net/udp6", "udp", take_internet },
	};
	struct sockets sockets = { .reading = reading };
	struct resources *resources = reading->resources;
	for (size_t i = 0; i < resources->descriptor_count; i++)
		if (resources->descriptors[i].kind == DESCRIPTOR_SOCKET)
			sockets.entries[sockets.count++] = &resources->descriptors[i];
	qsort(sockets.entries, sockets.count, sizeof(void *), compare);
	/* Once all have names the larger tables need not be read. */
	for (size_t i = 0; i < sizeof tables / sizeof *tables && sockets.named < sockets.count;
		i++) {
		sockets.protocol = tables[i].protocol;
		lines_read(reading->dir, tables[i].file, tables[i].take, &sockets);
	}
	if (sockets.count > 0 && reading->is_this_machine)
		socket_diag_unix(reading->dir, note_waiting, &sockets);
	return sockets.is_exhausted ? -ENOMEM : 0;
}
