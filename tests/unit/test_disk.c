/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "demo/disk.h"

static void a_file_has_no_name_and_can_get_none(void **state)
{
	(void)state;
	int fd = disk_file();
	struct stat status;
	char path[32];
	if (fd < 0)
		skip(); /* no directory, or a file system without such files */
	assert_int_equal(fstat(fd, &status), 0);
	assert_int_equal(status.st_nlink, 0);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	assert_int_equal(linkat(AT_FDCWD, path, AT_FDCWD, "named", AT_SYMLINK_FOLLOW), -1);
	assert_int_equal(write(fd, "12345", 5), 5);
	assert_int_equal(close(fd), 0);
}

static void a_disk_gives_files(void **state)
{
	(void)state;
	if (strcmp(disk_kind(), "disk") != 0)
		skip();
	int fd = disk_file();
	assert_true(fd >= 0);
	close(fd);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_has_no_name_and_can_get_none),
		cmocka_unit_test(a_disk_gives_files),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
