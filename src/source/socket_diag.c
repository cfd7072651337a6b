/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "socket_diag.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK 16384
#define CHUNKS 64            /* of the answer, at most */
#define ESTABLISHED (1 << 1) /* a bit of udiag_states; what listens has connections, not bytes */
#define UNCONNECTED (1 << 7)

static bool is_in_same_network(int dir)
{
	struct stat its, ours;
	return fstatat(dir, "ns/net", &its, 0) == 0 && stat("/proc/self/ns/net", &ours) == 0 &&
	       its.st_ino == ours.st_ino && its.st_dev == ours.st_dev;
}

static int ask(int fd)
{
	struct {
		struct nlmsghdr header;
		struct unix_diag_req request;
	} message = {
		.header = {
			.nlmsg_len = sizeof message,
			.nlmsg_type = SOCK_DIAG_BY_FAMILY,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
		},
		.request = {
			.sdiag_family = AF_UNIX,
			.udiag_states = ESTABLISHED | UNCONNECTED,
			.udiag_show = UDIAG_SHOW_RQLEN,
		},
	};
	return send(fd, &message, sizeof message, 0) < 0 ? -errno : 0;
}

static void take_socket(struct nlmsghdr *header, socket_diag_take *take, void *context)
{
	struct unix_diag_msg *message = NLMSG_DATA(header);
	int length = (int)(header->nlmsg_len - NLMSG_LENGTH(sizeof *message));
	for (struct rtattr *item = (void *)(message + 1); RTA_OK(item, length);
		item = RTA_NEXT(item, length)) {
		const struct unix_diag_rqlen *lengths = RTA_DATA(item);
		if (item->rta_type == UNIX_DIAG_RQLEN && RTA_PAYLOAD(item) >= sizeof *lengths)
			take(context, message->udiag_ino, lengths->udiag_rqueue);
	}
}

/* false at the end of the answer. */
static bool take_messages(char *bytes, unsigned length, socket_diag_take *take, void *context)
{
	for (struct nlmsghdr *header = (void *)bytes; NLMSG_OK(header, length);
		header = NLMSG_NEXT(header, length)) {
		if (header->nlmsg_type != SOCK_DIAG_BY_FAMILY)
			return false;
		if (header->nlmsg_len >= NLMSG_LENGTH(sizeof(struct unix_diag_msg)))
			take_socket(header, take, context);
	}
	return true;
}

int socket_diag_unix(int dir, socket_diag_take *take, void *context)
{
	_Alignas(struct nlmsghdr) char bytes[CHUNK];
	if (!is_in_same_network(dir))
		return 0;
	int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (fd < 0)
		return -errno;
	int error = ask(fd);
	for (unsigned i = 0; i < CHUNKS && !error; i++) {
		ssize_t got = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
		if (got <= 0 || !take_messages(bytes, (unsigned)got, take, context))
			break;
	}
	close(fd);
	return error;
}
