/* SPDX-License-Identifier: GPL-2.0-or-later */
/* socket_diag asks the kernel by netlink (sock_diag(7)) what no file of /proc says: how many bytes
 * wait in each Unix socket. */
#pragma once

#include <stdint.h>

/* `bytes` that wait to be read in the socket `inode`; of datagrams those of the first. */
typedef void socket_diag_take(void *context, uint64_t inode, uint64_t bytes);

/* Hands out all connected Unix sockets of the network that strata is in, if the process of `dir` is
 * in the same; else none. 0 or -errno. Never waits. */
int socket_diag_unix(int dir, socket_diag_take *take, void *context);
