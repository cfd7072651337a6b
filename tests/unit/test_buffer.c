/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "source/buffer.h"

/* A file of that many bytes 'x' with a newline behind each hundred, open at its beginning. */
static int make_file(size_t length)
{
	int fd = memfd_create("buffer", MFD_CLOEXEC);
	char *bytes = malloc(length);
	assert_true(fd >= 0);
	assert_non_null(bytes);
	for (size_t i = 0; i < length; i++)
		bytes[i] = i % 100 == 99 ? '\n' : 'x';
	assert_int_equal(write(fd, bytes, length), length);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	free(bytes);
	return fd;
}

static void loads_a_file_of_any_size(void **state)
{
	(void)state;
	static const size_t sizes[] = { 0, 1, 8191, 16383, 16384, 16385, 1000000 };
	struct buffer buffer;
	buffer_init(&buffer);
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		char name[64];
		int fd = make_file(sizes[i] ? sizes[i] : 1);
		assert_int_equal(ftruncate(fd, (off_t)sizes[i]), 0);
		snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
		assert_int_equal(buffer_load(&buffer, AT_FDCWD, name), 0);
		assert_int_equal(buffer.length, sizes[i]);
		assert_int_equal(strlen(buffer.bytes), sizes[i]);
		close(fd);
	}
	buffer_finish(&buffer);
}

static void says_why_a_file_cannot_be_read(void **state)
{
	(void)state;
	struct buffer buffer;
	buffer_init(&buffer);
	assert_int_equal(buffer_load(&buffer, AT_FDCWD, "/nowhere/at/all"), -ENOENT);
	assert_int_equal(buffer_load(&buffer, AT_FDCWD, "/"), -EISDIR);
	assert_int_equal(buffer_load_link(&buffer, AT_FDCWD, "/"), -EINVAL);
	buffer_finish(&buffer);
}

static void loads_a_long_link(void **state)
{
	(void)state;
	char dir[] = "/tmp/strata-XXXXXX", name[64], target[PATH_MAX];
	struct buffer buffer;
	assert_non_null(mkdtemp(dir));
	snprintf(name, sizeof name, "%s/link", dir);
	memset(target, 'l', sizeof target - 1);
	target[sizeof target - 1] = '\0';
	assert_int_equal(symlink(target, name), 0);
	buffer_init(&buffer);
	assert_int_equal(buffer_load_link(&buffer, AT_FDCWD, name), 0);
	assert_string_equal(buffer.bytes, target);
	buffer_finish(&buffer);
	unlink(name);
	rmdir(dir);
}

/* Takes whole lines, and counts them. */
static size_t count_lines(void *context, const char *bytes, size_t length)
{
	const char *at = bytes, *newline;
	for (; (newline = memchr(at, '\n', length - (size_t)(at - bytes))); at = newline + 1)
		++*(size_t *)context;
	return (size_t)(at - bytes);
}

static void streams_lines_and_keeps_the_rest(void **state)
{
	(void)state;
	struct buffer buffer;
	size_t lines = 0;
	int fd = make_file(1000042);
	buffer_init(&buffer);
	assert_int_equal(buffer_stream(&buffer, fd, count_lines, &lines), 0);
	assert_int_equal(lines, 10000);
	assert_int_equal(buffer.length, 42);
	assert_int_equal(buffer.capacity, 16384);
	buffer_finish(&buffer);
	close(fd);
}

static size_t wait_for_all(void *context, const char *bytes, size_t length)
{
	(void)bytes;
	return length >= *(size_t *)context ? length : 0;
}

static void grows_for_a_record_that_is_longer_than_it(void **state)
{
	(void)state;
	struct buffer buffer;
	size_t whole = 300000;
	int fd = make_file(whole);
	buffer_init(&buffer);
	assert_int_equal(buffer_stream(&buffer, fd, wait_for_all, &whole), 0);
	assert_int_equal(buffer.length, 0);
	buffer_finish(&buffer);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loads_a_file_of_any_size),
		cmocka_unit_test(says_why_a_file_cannot_be_read),
		cmocka_unit_test(loads_a_long_link),
		cmocka_unit_test(streams_lines_and_keeps_the_rest),
		cmocka_unit_test(grows_for_a_record_that_is_longer_than_it),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
