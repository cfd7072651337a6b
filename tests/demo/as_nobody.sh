#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs a command as an ordinary user without any privilege; skips where that cannot be.
set -u
skip() {
	echo "SKIP $1"
	exit 77
}
[ "$(id -u)" = 0 ] || skip "not root: the other run is unprivileged already"
command -v setpriv >/dev/null || skip "no setpriv"
become="setpriv --reuid=65534 --regid=65534 --clear-groups"
$become test -x "$1" || skip "an ordinary user cannot reach $1"
exec $become "$@"
