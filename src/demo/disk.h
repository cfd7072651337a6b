/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a demo may put a file that must lie on a disk: only there can pages be dropped and read again
 * (major faults), and only there is a mapping of a file counted as one (RssFile). Known by the kind of
 * file system, and only kinds that make files without a name (O_TMPFILE), so that none is left behind. */
#pragma once

/* The kind of the file system for temporary files that live long: "disk", or its name where it is none:
 * "tmpfs", "overlay"; "other" for one that is not known. */
const char *disk_kind(void);
/* A new empty file without a name, readable and writable; it goes with its last descriptor and
 * mapping, however the process ends. -errno. */
int disk_file(void);
