/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "strata/resources.h"
#include "strata/source.h"

static struct snapshot *take_of(const char *root, pid_t pid, unsigned detail)
{
	struct source *source;
	struct snapshot *snapshot;
	const struct live_options options = { .pid = pid, .proc_root = root };
	assert_int_equal(live_open(&options, &source), 0);
	assert_int_equal(source_next(source, detail, &snapshot), 0);
	source_close(source);
	return snapshot;
}

static struct snapshot *take_server(void)
{
	return take_of(FIXTURES "/proc/server", 4121, DETAIL_RESOURCES);
}

static struct snapshot *take_self(void)
{
	return take_of(NULL, getpid(), DETAIL_RESOURCES);
}

static const struct descriptor *find(const struct snapshot *snapshot, int number)
{
	const struct resources *resources = snapshot->resources;
	for (size_t i = 0; i < resources->descriptor_count; i++)
		if (resources->descriptors[i].number == number)
			return &resources->descriptors[i];
	fail_msg("no descriptor %d", number);
	return NULL;
}

static void reads_nothing_that_was_not_asked_for(void **state)
{
	(void)state;
	struct snapshot *snapshot =
		take_of(FIXTURES "/proc/server", 4121, DETAIL_MAPS | DETAIL_SMAPS);
	assert_null(snapshot->resources);
	snapshot_unref(snapshot);
}

static void reads_threads(void **state)
{
	(void)state;
	struct snapshot *snapshot = take_server();
	const struct resources *resources = snapshot->resources;
	assert_int_equal(resources->thread_count, 3);
	assert_int_equal(resources->thread_total, 3);
	const struct thread *first = &resources->threads[0], *last = &resources->threads[2];
	assert_int_equal(first->tid, 4121);
	assert_string_equal(first->name, "cache-server");
	assert_int_equal(first->state, 'S');
	assert_string_equal(first->wait, "do_epoll_wait");
	assert_int_equal(first->voluntary, 1480);
	assert_int_equal(first->blocked, 1 << (SIGUSR1 - 1));
	assert_int_equal(last->state, 'D');
	assert_int_equal(last->nonvoluntary, 3);
	assert_int_equal(
		last->cpu_ns, UINT64_C(313) * (1000000000 / (uint64_t)sysconf(_SC_CLK_TCK)));
	snapshot_unref(snapshot);
}

static void says_nothing_of_what_a_running_thread_waits_for(void **state)
{
	(void)state;
	struct snapshot *snapshot = take_of(FIXTURES "/proc/server-later", 4121, DETAIL_RESOURCES);
	const struct thread *running = &snapshot->resources->threads[1];
	assert_int_equal(running->state, 'R');
	assert_string_equal(running->wait, "");
	assert_string_equal(running->call, "");
	snapshot_unref(snapshot);
}

static void tells_kinds_of_descriptors(void **state)
{
	(void)state;
	static const struct {
		int number;
		enum descriptor_kind kind;
	} expected[] = {
		{ 0, DESCRIPTOR_DEVICE },
		{ 1, DESCRIPTOR_FILE },
		{ 3, DESCRIPTOR_PIPE },
		{ 5, DESCRIPTOR_EPOLL },
		{ 6, DESCRIPTOR_SOCKET },
		{ 8, DESCRIPTOR_EVENT },
		{ 9, DESCRIPTOR_TIMER },
		{ 10, DESCRIPTOR_MEMORY },
	};
	struct snapshot *snapshot = take_server();
	assert_int_equal(snapshot->resources->descriptor_count, 24);
	assert_int_equal(snapshot->resources->descriptor_limit, 1024);
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		assert_int_equal(find(snapshot, expected[i].number)->kind, expected[i].kind);
	assert_int_equal(find(snapshot, 12)->position, 16777216);
	assert_int_equal(find(snapshot, 12)->flags & O_ACCMODE, O_RDWR);
	assert_int_equal(find(snapshot, 8)->queued, 3);
	assert_true(find(snapshot, 3)->queued == UNKNOWN);
	snapshot_unref(snapshot);
}

static void names_sockets_and_what_waits_in_them(void **state)
{
	(void)state;
	struct snapshot *snapshot = take_server();
	assert_string_equal(find(snapshot, 6)->target, "tcp 0.0.0.0:7000 listen");
	assert_true(find(snapshot, 6)->queued == UNKNOWN);
	assert_string_equal(
		find(snapshot, 7)->target, "unix stream listen /run/cache/control.sock");
	assert_string_equal(
		find(snapshot, 21)->target, "tcp 127.0.0.1:7000 - 127.0.0.1:40001 established");
	assert_int_equal(find(snapshot, 21)->queued, 512);
	assert_int_equal(find(snapshot, 23)->unsent, 1448);
	snapshot_unref(snapshot);
}

static void lists_each_lock_once_and_what_is_waited_for(void **state)
{
	(void)state;
	struct snapshot *snapshot = take_server();
	const struct file_lock *locks = snapshot->resources->locks;
	assert_int_equal(snapshot->resources->lock_count, 3);
	assert_string_equal(locks[0].type, "FLOCK");
	assert_true(locks[0].is_write && !locks[0].is_waiting);
	assert_true(locks[0].start == 0 && locks[0].end == UNKNOWN);
	assert_string_equal(locks[0].path, "/var/lib/cache/data.bin");
	assert_int_equal(locks[1].start, 512);
	assert_int_equal(locks[1].end, 1023);
	assert_true(locks[2].is_waiting);
	assert_string_equal(locks[2].path, "/var/log/cache-server.log");
	snapshot_unref(snapshot);
}

static void reads_sets_of_signals(void **state)
{
	(void)state;
	char text[128];
	struct snapshot *snapshot = take_of(FIXTURES "/proc/server-later", 4121, DETAIL_RESOURCES);
	const struct signal_sets *signals = &snapshot->resources->signals;
	assert_int_equal(signals->pending, 0);
	assert_string_equal(signal_set_text(signals->shared_pending, text, sizeof text), "USR1");
	assert_string_equal(signal_set_text(signals->caught, text, sizeof text),
		"HUP USR1 TERM CHLD 33 RTMIN+2");
	assert_int_equal(signals->queued, 1);
	assert_int_equal(signals->queue_limit, 95642);
	snapshot_unref(snapshot);
}

static void keeps_what_status_does_not_say_unknown(void **state)
{
	(void)state;
	struct snapshot *snapshot = take_of(FIXTURES "/proc/hostile", 666, DETAIL_RESOURCES);
	assert_false(snapshot->resources->signals.are_known);
	assert_true(snapshot->resources->scheduling.seccomp == UNKNOWN);
	assert_int_equal(snapshot->resources->thread_count, 1);
	snapshot_unref(snapshot);
}

static void says_that_descriptors_cannot_be_read(void **state)
{
	(void)state;
	struct snapshot *snapshot = take_of(FIXTURES "/proc/container", 4242, DETAIL_RESOURCES);
	assert_int_equal(snapshot_gap(snapshot, "fd"), ENOENT);
	assert_true(snapshot->resources->descriptor_total == UNKNOWN);
	snapshot_unref(snapshot);
}

static void finds_the_queues_it_used_last(void **state)
{
	(void)state;
	struct snapshot *snapshot = take_server();
	const struct message_queue *queue = snapshot->resources->queues;
	assert_int_equal(snapshot->resources->queue_count, 1);
	assert_int_equal(queue->id, 32769);
	assert_int_equal(queue->bytes, 120);
	assert_int_equal(queue->messages, 3);
	assert_int_equal(queue->receiver, 981);
	snapshot_unref(snapshot);
}

static void writes_as_many_signals_as_fit_whole(void **state)
{
	(void)state;
	char text[10];
	assert_string_equal(signal_set_text(1 | 1 << 9 | 1 << 14, text, sizeof text), "HUP USR1");
	assert_string_equal(signal_set_text(0, text, sizeof text), "");
	assert_int_equal(signal_set_count(1 | 1 << 9), 2);
}

static void counts_bytes_in_a_socket_and_leaves_a_pipe_alone(void **state)
{
	(void)state;
	int pipes[2], pair[2], waiting = 0;
	assert_int_equal(pipe2(pipes, O_CLOEXEC), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	assert_int_equal(write(pipes[1], "four", 4), 4);
	assert_int_equal(write(pair[0], "hundred", 7), 7);
	struct snapshot *snapshot = take_self();
	assert_int_equal(find(snapshot, pipes[0])->kind, DESCRIPTOR_PIPE);
	assert_true(find(snapshot, pipes[0])->queued == UNKNOWN);
	if (find(snapshot, pair[1])->queued != UNKNOWN)
		assert_int_equal(find(snapshot, pair[1])->queued, 7);
	else
		print_message("# this kernel has no diagnosis of Unix sockets\n");
	assert_int_equal(ioctl(pipes[0], FIONREAD, &waiting), 0);
	assert_int_equal(waiting, 4);
	snapshot_unref(snapshot);
	close(pipes[0]);
	/* Nobody else holds the end that was closed: strata did not open it. */
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(write(pipes[1], "x", 1), -1);
	assert_int_equal(errno, EPIPE);
	close(pipes[1]);
	close(pair[0]);
	close(pair[1]);
}

static void sees_locks_and_counts_of_a_living_process(void **state)
{
	(void)state;
	int file = memfd_create("locked", MFD_CLOEXEC), event = eventfd(5, EFD_CLOEXEC);
	assert_int_equal(flock(file, LOCK_EX), 0);
	struct snapshot *snapshot = take_self();
	const struct resources *resources = snapshot->resources;
	assert_int_equal(find(snapshot, event)->queued, 5);
	assert_int_equal(resources->lock_count, 1);
	assert_string_equal(resources->locks[0].type, "FLOCK");
	assert_int_equal(resources->locks[0].pid, getpid());
	assert_int_equal(resources->thread_count, 1);
	assert_int_equal(resources->threads[0].state, 'R');
	snapshot_unref(snapshot);
	close(file);
	close(event);
}

static void looks_at_some_of_many_descriptors_and_counts_the_rest(void **state)
{
	(void)state;
	struct rlimit limit;
	int first = open("/dev/null", O_RDONLY | O_CLOEXEC), last = first;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	while (last - first < 3000 && last >= 0)
		last = fcntl(first, F_DUPFD_CLOEXEC, last + 1);
	if (last < 0) {
		print_message("# too few descriptors are allowed\n");
		skip();
	}
	struct snapshot *snapshot = take_self();
	const struct resources *resources = snapshot->resources;
	assert_int_equal(resources->descriptor_count, RESOURCES_DESCRIPTORS);
	/* More, or UNKNOWN. */
	assert_true(resources->descriptor_total > 3000);
	snapshot_unref(snapshot);
	for (int fd = first; fd <= last; fd++)
		close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_nothing_that_was_not_asked_for),
		cmocka_unit_test(reads_threads),
		cmocka_unit_test(says_nothing_of_what_a_running_thread_waits_for),
		cmocka_unit_test(tells_kinds_of_descriptors),
		cmocka_unit_test(names_sockets_and_what_waits_in_them),
		cmocka_unit_test(lists_each_lock_once_and_what_is_waited_for),
		cmocka_unit_test(reads_sets_of_signals),
		cmocka_unit_test(keeps_what_status_does_not_say_unknown),
		cmocka_unit_test(says_that_descriptors_cannot_be_read),
		cmocka_unit_test(finds_the_queues_it_used_last),
		cmocka_unit_test(writes_as_many_signals_as_fit_whole),
		cmocka_unit_test(counts_bytes_in_a_socket_and_leaves_a_pipe_alone),
		cmocka_unit_test(sees_locks_and_counts_of_a_living_process),
		cmocka_unit_test(looks_at_some_of_many_descriptors_and_counts_the_rest),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
