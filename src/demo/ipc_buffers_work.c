/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "demo/ipc_buffers.h"

#define LARGE (1 << 20) /* of a pipe, at most: fs.pipe-max-size */
#define BLOCK 4096
#define MESSAGE 1024
#define FIFO "/tmp/strata-demo-00000000" /* with the worker's pid in the place of the zeros */
#define FIFO_FOLDER 4                    /* bytes before what is the name of a queue, too */

/* Between the two processes, mapped before fork. */
struct shared {
	volatile int woken, opened;
};

struct scene {
	struct worker *worker;
	struct shared *shared;
	char fifo[sizeof FIFO];
	int pipe[2];
	int pipes[IPC_PIPES_MOST][2];
	size_t count; /* of the large pipes */
	pid_t other;
};

enum order {
	ORDER_READ = 1,
	ORDER_OPEN
};

static char block[BLOCK]; /* zeros to send, and room to receive */
static char letter;       /* what the other process reads */

static void name_after(pid_t worker, char name[sizeof FIFO])
{
	char *digit = stpcpy(name, FIFO);
	for (pid_t rest = worker; rest > 0; rest /= 10)
		*--digit = (char)('0' + rest % 10);
}

/* Of the queue: the sign of the demos and the worker's pid. */
static key_t key_of(pid_t worker)
{
	return 0x5d000000 | (worker & 0xffffff);
}

/* All that has a name. */
static void clean(pid_t worker)
{
	char name[sizeof FIFO];
	name_after(worker, name);
	unlink(name);
	mq_unlink(name + FIFO_FOLDER);
	int queue = msgget(key_of(worker), 0);
	if (queue >= 0)
		msgctl(queue, IPC_RMID, NULL);
}

/* Writes without waiting until no more is taken; returns the bytes that were. */
static int64_t fill(int fd, size_t piece)
{
	int64_t sum = 0;
	fcntl(fd, F_SETFL, O_NONBLOCK);
	for (ssize_t wrote; (wrote = write(fd, block, piece)) > 0;)
		sum += wrote;
	fcntl(fd, F_SETFL, 0);
	return sum;
}

static void drain(int fd)
{
	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (read(fd, block, sizeof block) > 0)
		;
	fcntl(fd, F_SETFL, 0);
}

static int64_t queued(int fd)
{
	int bytes = 0;
	return ioctl(fd, FIONREAD, &bytes) == 0 ? bytes : 0;
}

static void step(const struct scene *scene)
{
	int64_t sum = queued(scene->pipe[0]);
	for (size_t i = 0; i < scene->count; i++)
		sum += queued(scene->pipes[i][0]);
	worker_value(scene->worker, "queued", sum);
	worker_step(scene->worker);
}

static void make_pipe(struct worker *worker, int ends[2])
{
	if (pipe2(ends, O_CLOEXEC) < 0)
		worker_skip(worker, N_("there can be no more pipes"));
}

static void fill_pipes(struct scene *scene)
{
	struct worker *worker = scene->worker;
	make_pipe(worker, scene->pipe);
	worker_mark(worker, "buffer", "process", block, sizeof block, N_("what it writes from"));
	worker_value(worker, "pipe_bytes", fill(scene->pipe[1], BLOCK));
	step(scene);
	while (scene->count < worker_number(worker, "pipes")) {
		int *ends = scene->pipes[scene->count++];
		make_pipe(worker, ends);
		if (fcntl(ends[1], F_SETPIPE_SZ, LARGE) < LARGE)
			worker_skip(worker, N_("pipes may not be that large here"));
		fill(ends[1], BLOCK);
	}
	step(scene);
	drain(scene->pipe[0]);
	for (size_t i = 0; i < scene->count; i++)
		drain(scene->pipes[i][0]);
	step(scene);
}

static _Noreturn void serve(struct scene *scene)
{
	for (;;) {
		int order = worker_await(scene->worker);
		if (order == ORDER_READ)
			scene->shared->woken = read(scene->pipe[0], &letter, 1) == 1;
		else
			scene->shared->opened = open(scene->fifo, O_RDONLY | O_CLOEXEC) >= 0;
	}
}

static void let_wait(struct scene *scene, int order)
{
	worker_begin(scene->worker, scene->other, order);
	worker_await_state(scene->other, 'S');
}

static void wake_reader(struct scene *scene)
{
	struct worker *worker = scene->worker;
	scene->shared = mmap(NULL, sizeof *scene->shared, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (scene->shared == MAP_FAILED)
		worker_skip(worker, N_("there is no shared memory"));
	scene->other = worker_fork(worker, "other");
	if (scene->other == 0)
		serve(scene);
	worker_mark(worker, "other", "other", &letter, 1, N_("where it reads to"));
	let_wait(scene, ORDER_READ);
	worker_value(worker, "woken", scene->shared->woken);
	step(scene);
	int64_t start = worker_clock_us();
	if (write(scene->pipe[1], block, 1) != 1)
		worker_skip(worker, N_("a pipe cannot be written"));
	worker_value(worker, "write_us", worker_clock_us() - start);
	worker_complete(worker, scene->other);
	worker_value(worker, "woken", scene->shared->woken);
	step(scene);
}

static void meet_at_fifo(struct scene *scene)
{
	struct worker *worker = scene->worker;
	struct stat status = { 0 };
	if (mkfifo(scene->fifo, 0600) < 0)
		worker_skip(worker, N_("no FIFO can be made in /tmp"));
	let_wait(scene, ORDER_OPEN);
	worker_value(worker, "opened", scene->shared->opened);
	step(scene);
	int fd = open(scene->fifo, O_WRONLY | O_CLOEXEC);
	unlink(scene->fifo);
	worker_complete(worker, scene->other);
	worker_value(worker, "opened", scene->shared->opened);
	worker_value(worker, "fifo_bytes", fill(fd, BLOCK));
	fstat(fd, &status);
	worker_value(worker, "fifo_size", status.st_size);
	worker_value(worker, "fifo_blocks", status.st_blocks);
	step(scene);
	worker_unmark(worker, "other");
	worker_end(worker, scene->other);
	close(fd);
}

static void fill_sockets(struct scene *scene)
{
	struct worker *worker = scene->worker;
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		worker_skip(worker, N_("there can be no more sockets"));
	worker_value(worker, "socket_bytes", fill(ends[0], BLOCK));
	worker_value(worker, "socket_back", fill(ends[1], BLOCK));
	step(scene);
	drain(ends[0]);
	drain(ends[1]);
	worker_value(worker, "socket_bytes", fill(ends[0], 1));
	step(scene);
	close(ends[0]);
	close(ends[1]);
}

struct message {
	long type;
	char bytes[MESSAGE];
};

static bool send_message(int queue, long type)
{
	const struct message message = { .type = type };
	return msgsnd(queue, &message, MESSAGE, IPC_NOWAIT) == 0;
}

/* Its type; 0 when there is none. */
static long receive(int queue, long type)
{
	struct message message;
	return msgrcv(queue, &message, MESSAGE, type, IPC_NOWAIT) < 0 ? 0 : message.type;
}

static void use_system_v(struct scene *scene)
{
	struct worker *worker = scene->worker;
	int64_t bytes = 0;
	int queue = msgget(key_of(getpid()), IPC_CREAT | IPC_EXCL | 0600);
	if (queue < 0)
		worker_skip(worker, N_("there can be no more System V message queues"));
	while (send_message(queue, 1))
		bytes += MESSAGE;
	worker_value(worker, "sysv_bytes", bytes);
	step(scene);
	while (receive(queue, 0))
		;
	for (long type = 3; type > 0; type--)
		send_message(queue, type);
	worker_value(worker, "sysv_any", receive(queue, 0));
	worker_value(worker, "sysv_least", receive(queue, -3));
	step(scene);
	msgctl(queue, IPC_RMID, NULL);
}

static void use_posix(struct scene *scene)
{
	struct worker *worker = scene->worker;
	const char *name = scene->fifo + FIFO_FOLDER;
	struct mq_attr attributes = { .mq_maxmsg = (long)worker_number(worker, "mqueue"),
		.mq_msgsize = MESSAGE };
	unsigned count = 0, first = 0;
	mqd_t queue = mq_open(
		name, O_CREAT | O_EXCL | O_RDWR | O_NONBLOCK | O_CLOEXEC, 0600, &attributes);
	if (queue == (mqd_t)-1)
		worker_skip(worker, N_("there can be no more POSIX message queues"));
	mq_unlink(name);
	while (mq_send(queue, block, MESSAGE, count + 1) == 0)
		count++;
	mq_receive(queue, block, MESSAGE, &first);
	worker_value(worker, "mq_messages", count);
	worker_value(worker, "mq_first", first);
	step(scene);
	mq_close(queue);
}

void ipc_buffers_work(struct worker *worker)
{
	struct scene scene = { .worker = worker };
	name_after(getpid(), scene.fifo);
	worker_guard(worker, clean);
	fill_pipes(&scene);
	wake_reader(&scene);
	meet_at_fifo(&scene);
	fill_sockets(&scene);
	if (worker_holds(worker, IPC_SYSTEM_V))
		use_system_v(&scene);
	if (worker_holds(worker, IPC_POSIX))
		use_posix(&scene);
}
