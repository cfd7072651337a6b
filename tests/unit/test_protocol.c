/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include "demo/protocol.h"

/* Two ends of a conversation. */
struct ends {
	int worker, viewer;
};

static struct ends open_ends(void)
{
	int fds[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	return (struct ends){ fds[0], fds[1] };
}

static void close_ends(struct ends ends)
{
	close(ends.worker);
	close(ends.viewer);
}

static void send_text(struct ends ends, const char *text)
{
	assert_int_equal(send(ends.worker, text, strlen(text), 0), strlen(text));
}

static void lines_come_out_whole_however_they_arrive(void **state)
{
	(void)state;
	struct ends ends = open_ends();
	struct protocol_reader reader = { 0 };
	send_text(ends, "STEP 1\nVAL");
	assert_true(protocol_receive(&reader, ends.viewer, 0) > 0);
	assert_string_equal(protocol_take_line(&reader), "STEP 1");
	assert_null(protocol_take_line(&reader));
	send_text(ends, "UE a 2\n\n");
	assert_true(protocol_receive(&reader, ends.viewer, 0) > 0);
	assert_string_equal(protocol_take_line(&reader), "VALUE a 2");
	assert_string_equal(protocol_take_line(&reader), "");
	assert_null(protocol_take_line(&reader));
	close_ends(ends);
}

static void a_line_that_is_too_long_is_an_error(void **state)
{
	(void)state;
	struct ends ends = open_ends();
	struct protocol_reader reader = { 0 };
	char text[PROTOCOL_LINE + 1];
	memset(text, 'x', sizeof text);
	assert_int_equal(send(ends.worker, text, sizeof text, 0), sizeof text);
	assert_int_equal(protocol_receive(&reader, ends.viewer, 0), PROTOCOL_LINE);
	assert_null(protocol_take_line(&reader));
	assert_int_equal(protocol_receive(&reader, ends.viewer, 0), -EMSGSIZE);
	close_ends(ends);
}

static void the_end_and_silence_are_told_apart(void **state)
{
	(void)state;
	struct ends ends = open_ends();
	struct protocol_reader reader = { 0 };
	assert_int_equal(protocol_receive(&reader, ends.viewer, MSG_DONTWAIT), -EAGAIN);
	close(ends.worker);
	assert_int_equal(protocol_receive(&reader, ends.viewer, MSG_DONTWAIT), 0);
	close(ends.viewer);
}

static void words_are_cut_at_single_blanks(void **state)
{
	(void)state;
	char text[] = "MARK key  a label of words", *line = text;
	assert_string_equal(protocol_word(&line), "MARK");
	assert_string_equal(protocol_word(&line), "key");
	assert_string_equal(protocol_word(&line), "");
	assert_string_equal(line, "a label of words");
	char empty[] = "";
	line = empty;
	assert_null(protocol_word(&line));
}

static void numbers_are_strict(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "-", "+1", " 1", "1 ", "1x", "0x1", "--1", "1.5",
		"9223372036854775808", "-9223372036854775809" };
	int64_t number = 5;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(protocol_number(bad[i], &number));
	assert_false(protocol_number(NULL, &number));
	assert_int_equal(number, 5);
	assert_true(protocol_number("-9223372036854775808", &number));
	assert_true(number == INT64_MIN);
	assert_true(protocol_number("007", &number));
	assert_int_equal(number, 7);
}

static void addresses_are_strict(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "0x", "10", "0xg", "0x1 ", "0X10", "-0x1",
		"0x10000000000000000" };
	uint64_t address = 5;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(protocol_address(bad[i], &address));
	assert_false(protocol_address(NULL, &address));
	assert_int_equal(address, 5);
	assert_true(protocol_address("0xffffffffffffffff", &address));
	assert_true(address == UINT64_MAX);
}

static void what_is_written_can_be_read(void **state)
{
	(void)state;
	struct ends ends = open_ends();
	struct protocol_reader reader = { 0 };
	struct protocol_line line = protocol_begin("MARK");
	protocol_add(&line, "key");
	protocol_add_number(&line, INT64_MIN);
	protocol_add_number(&line, 0);
	protocol_add_address(&line, 0x7f001234abcd);
	assert_int_equal(protocol_send(&line, ends.worker, 0), 0);
	assert_true(protocol_receive(&reader, ends.viewer, 0) > 0);
	assert_string_equal(
		protocol_take_line(&reader), "MARK key -9223372036854775808 0 0x7f001234abcd");
	close_ends(ends);
}

static void a_line_that_does_not_fit_is_cut_but_stays_a_line(void **state)
{
	(void)state;
	struct ends ends = open_ends();
	struct protocol_reader reader = { 0 };
	struct protocol_line line = protocol_begin("SKIP");
	for (int i = 0; i < 100; i++)
		protocol_add(&line, "reasons");
	assert_int_equal(protocol_send(&line, ends.worker, 0), 0);
	assert_int_equal(protocol_receive(&reader, ends.viewer, 0), PROTOCOL_LINE);
	assert_int_equal(strlen(protocol_take_line(&reader)), PROTOCOL_LINE - 1);
	close_ends(ends);
}

static void sending_to_nobody_is_an_error_not_a_signal(void **state)
{
	(void)state;
	struct ends ends = open_ends();
	close(ends.viewer);
	struct protocol_line line = protocol_begin("DONE");
	assert_int_equal(protocol_send(&line, ends.worker, 0), -EPIPE);
	close(ends.worker);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_come_out_whole_however_they_arrive),
		cmocka_unit_test(a_line_that_is_too_long_is_an_error),
		cmocka_unit_test(the_end_and_silence_are_told_apart),
		cmocka_unit_test(words_are_cut_at_single_blanks),
		cmocka_unit_test(numbers_are_strict),
		cmocka_unit_test(addresses_are_strict),
		cmocka_unit_test(what_is_written_can_be_read),
		cmocka_unit_test(a_line_that_does_not_fit_is_cut_but_stays_a_line),
		cmocka_unit_test(sending_to_nobody_is_an_error_not_a_signal),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
