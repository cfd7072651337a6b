/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A remote call: two address spaces, a socket between them, and everything copied. */
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "demo/worker.h"

#define CLIENT "client"
#define SERVER "server"

/* Neither side grows. */
#define NO_MEMORY                                                                                  \
	{ .role = CLIENT, .metric = "vsz", .value = "0" },                                         \
		{ .role = CLIENT, .metric = "rss_anon", .value = "0" },                            \
		{ .role = SERVER, .metric = "vsz", .value = "0" },                                 \
	{                                                                                          \
		.role = SERVER, .metric = "rss_anon", .value = "0"                                 \
	}

static const struct demo_expectation forked[] = {
	{ .role = SERVER, .metric = "state", .is_absolute = true, .value = "S" },
	{ .role = CLIENT, .metric = "vsz", .value = "0" },
	{ .role = CLIENT, .metric = "rss_anon", .value = "0" },
	{ 0 },
};
static const struct demo_expectation called[] = {
	{ .metric = "value:sum", .is_absolute = true, .value = "5" },
	NO_MEMORY,
	{ 0 },
};
static const struct demo_expectation pointed[] = {
	{ .metric = "value:pointed_at", .is_absolute = true, .value = "1000" },
	NO_MEMORY,
	{ 0 },
};
static const struct demo_expectation called_often[] = {
	{ .metric = "value:answers", .is_absolute = true, .value = "calls" },
	NO_MEMORY,
	{ 0 },
};
static const struct demo_expectation copied[] = {
	{ .metric = "value:block_sum", .is_absolute = true, .value = DEMO_SIZE },
	{ .role = CLIENT, .metric = "rss_anon", .value = DEMO_SIZE },
	{ .role = SERVER, .metric = "rss_anon", .value = DEMO_SIZE },
	{ .role = CLIENT,
		.metric = "argument.private_dirty",
		.is_absolute = true,
		.value = DEMO_SIZE },
	{ .role = SERVER, .metric = "copy.private_dirty", .is_absolute = true, .value = DEMO_SIZE },
	{ 0 },
};
static const struct demo_expectation failed[] = {
	{ .role = SERVER, .metric = "alive", .is_absolute = true, .value = "0" },
	{ .metric = "value:failed", .is_absolute = true, .value = "1" },
	{ 0 },
};

static const struct demo_prediction what_is_pointed_at = {
	.question = N_("The client sends the address of a variable that is 2000 in the client and was "
		       "1000 when the server was forked. What does the server read there?"),
	.metric = "value:pointed_at",
	.is_absolute = true,
	.choices = {
		{ N_("2000: the client's variable"), "2000" },
		{ N_("1000: its own variable at that address"), "1000" },
	},
};
static const struct demo_prediction what_calls_cost = {
	.question = N_("Thousands of calls. By how much does the memory of the client grow?"),
	.role = CLIENT,
	.metric = "rss_anon",
	.choices = {
		{ N_("not at all"), "0" },
		{ N_("by what was sent"), "calls*256" },
	},
};
static const struct demo_prediction what_an_argument_costs = {
	.question = N_("The client passes a block of memory as an argument. By how much does the "
		       "server grow?"),
	.role = SERVER,
	.metric = "rss_anon",
	.choices = {
		{ N_("not at all: it reads the client's block"), "0" },
		{ N_("by as much as the block"), DEMO_SIZE },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("A server waits"),
		.before = N_("The client makes a pair of sockets (AF_UNIX, SOCK_SEQPACKET) and "
			     "forks a server, which waits for calls."),
		.lesson = N_("Two processes, two address spaces. The server sleeps in recvfrom() "
			     "on an empty socket. Each keeps one end of the pair: that is all they "
			     "have in common."),
		.look = SERVER,
		.expectations = forked },
	{ .title = N_("One call: add(2, 3)"),
		.before = N_("The client sends which function and its arguments; the server adds "
			     "and sends the result back."),
		.lesson = N_("5. A message of 24 bytes was copied into the kernel and out again, "
			     "and the answer the same way: four copies for one addition. No "
			     "memory is shared, and none was needed."),
		.textbook = N_("a remote procedure call is a call into another program"),
		.measured = N_("two messages over a socket; each side calls only its own code"),
		.expectations = called },
	{ .title = N_("A pointer is no argument"),
		.before = N_("The client sends the address of a variable. The server reads what is "
			     "at that address."),
		.lesson = N_("The server read 1000: in its own address space the address leads to "
			     "its own variable, as it was at fork. In a server that was not "
			     "forked there would be anything, or nothing at all (SIGSEGV). What "
			     "is called must get values: arguments are packed (marshalling)."),
		.prediction = &what_is_pointed_at,
		.expectations = pointed },
	{ .title = N_("Thousands of calls"),
		.before = N_("The client calls add() again and again, each time waiting for the "
			     "answer."),
		.lesson = N_("Microseconds for each call (call_ns), where a call in the same "
			     "process takes about one nanosecond: two copies in, two copies "
			     "out, and for most calls the processor goes to the other side and "
			     "back (see the context switches). Memory: nothing. How fast it is "
			     "depends on the number of processors."),
		.prediction = &what_calls_cost,
		.expectations = called_often },
	{ .title = N_("A large argument"),
		.before = N_("The client fills a block of memory and passes all of it; the server "
			     "receives it into a block of its own and adds up the bytes."),
		.lesson = N_("Now the same bytes are in memory twice, private to each side. For "
			     "two numbers that is nothing, for pictures or tables it is why "
			     "shared memory is used: there both sides see the same pages and "
			     "nothing is copied."),
		.textbook = N_("a Unix socket passes data without copying it"),
		.measured = N_("one copy into the kernel, one out of it, and memory on both sides"),
		.view = "compare",
		.look = "argument",
		.prediction = &what_an_argument_costs,
		.expectations = copied },
	{ .title = N_("The server is gone"),
		.before = N_("The server is killed; then the client calls once more."),
		.lesson = N_("The call failed: no answer comes, send() gives EPIPE. A call in the "
			     "same process cannot fail like that; a remote one always can, and "
			     "the caller has to be ready for it."),
		.expectations = failed },
};

enum operation {
	OPERATION_ADD,
	OPERATION_READ, /* what is at an address */
	OPERATION_SUM   /* of a block that follows */
};

struct call {
	int64_t operation, first, second;
};

struct answer {
	int64_t result;
	int64_t address; /* of the copy of a block: only to mark it */
};

/* One side of the conversation. */
struct side {
	struct worker *worker;
	int socket;
	size_t size; /* of a large argument */
	pid_t server;
};

static volatile int variable = 1000;

static int64_t sum_of(const char *bytes, size_t size)
{
	int64_t sum = 0;
	for (size_t i = 0; i < size; i++)
		sum += bytes[i];
	return sum;
}

static struct answer receive_block(const struct side *side)
{
	char *copy = worker_map(side->worker, side->size, PAGES_SMALL);
	ssize_t length = recv(side->socket, copy, side->size, 0);
	return (struct answer){ sum_of(copy, length < 0 ? 0 : (size_t)length), (intptr_t)copy };
}

static struct answer answer(const struct side *side, const struct call *call)
{
	switch (call->operation) {
	case OPERATION_ADD:
		return (struct answer){ .result = call->first + call->second };
	case OPERATION_READ:
		return (struct answer){
			.result = *(const volatile int *)(uintptr_t)call->first,
		};
	default:
		return receive_block(side);
	}
}

/* Until the client is gone. */
static _Noreturn void serve(struct side *side)
{
	struct call call;
	worker_await(side->worker);
	while (recv(side->socket, &call, sizeof call, 0) == sizeof call) {
		struct answer reply = answer(side, &call);
		if (send(side->socket, &reply, sizeof reply, MSG_NOSIGNAL) < 0)
			break;
	}
	_exit(0);
}

/* false when there was no answer. */
static bool ask(const struct side *side, struct call call, struct answer *ret_answer)
{
	return send(side->socket, &call, sizeof call, MSG_NOSIGNAL) == sizeof call &&
	       recv(side->socket, ret_answer, sizeof *ret_answer, 0) == sizeof *ret_answer;
}

static void step(const struct side *side)
{
	worker_await_state(side->server, 'S');
	worker_step(side->worker);
}

static void start_server(struct side *side)
{
	struct worker *worker = side->worker;
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		worker_skip(worker, N_("there can be no more sockets"));
	side->server = worker_fork(worker, SERVER);
	side->socket = ends[side->server ? 0 : 1];
	close(ends[side->server ? 1 : 0]);
	if (side->server == 0)
		serve(side);
	worker_begin(worker, side->server, 1);
	worker_mark(worker, SERVER, SERVER, (const volatile char *)&variable + sizeof variable, 0,
		N_("of the server"));
	worker_mark(worker, "variable", CLIENT, &variable, sizeof variable, N_("the variable"));
	step(side);
}

static void call_once(struct side *side)
{
	struct worker *worker = side->worker;
	struct answer reply = { 0 };
	ask(side, (struct call){ OPERATION_ADD, 2, 3 }, &reply);
	worker_value(worker, "sum", reply.result);
	step(side);
	variable = 2000;
	ask(side, (struct call){ OPERATION_READ, (intptr_t)&variable, 0 }, &reply);
	worker_value(worker, "pointed_at", reply.result);
	step(side);
}

static void call_often(struct side *side)
{
	struct worker *worker = side->worker;
	int64_t calls = (int64_t)worker_number(worker, "calls"), answers = 0;
	struct answer reply;
	int64_t start = worker_clock_us();
	for (int64_t i = 0; i < calls; i++)
		answers += ask(side, (struct call){ OPERATION_ADD, i, i }, &reply) &&
			   reply.result == 2 * i;
	int64_t took_us = worker_clock_us() - start;
	worker_value(worker, "answers", answers);
	worker_value(worker, "call_ns", took_us * 1000 / calls);
	worker_value(worker, "calls_per_s", took_us ? calls * 1000000 / took_us : 0);
	step(side);
}

/* The block has ones in it: their sum is its size. */
static void pass_block(struct side *side)
{
	struct worker *worker = side->worker;
	struct answer reply = { 0 };
	char *argument = worker_map(worker, side->size, PAGES_SMALL);
	for (size_t i = 0; i < side->size; i++)
		argument[i] = 1;
	const struct call call = { OPERATION_SUM, (int64_t)side->size, 0 };
	if (send(side->socket, &call, sizeof call, MSG_NOSIGNAL) < 0 ||
		send(side->socket, argument, side->size, MSG_NOSIGNAL) < 0 ||
		recv(side->socket, &reply, sizeof reply, 0) < 0)
		worker_skip(worker, N_("a message of that size cannot be sent here"));
	worker_value(worker, "block_sum", reply.result);
	worker_mark(worker, "argument", CLIENT, argument, side->size, N_("the argument"));
	worker_mark(worker, "copy", SERVER, (const char *)(uintptr_t)reply.address, side->size,
		N_("its copy"));
	step(side);
}

static void lose_server(struct side *side)
{
	struct answer reply;
	worker_unmark(side->worker, "copy");
	worker_unmark(side->worker, SERVER);
	kill(side->server, SIGKILL);
	worker_end(side->worker, side->server);
	worker_value(
		side->worker, "failed", !ask(side, (struct call){ OPERATION_ADD, 2, 3 }, &reply));
	worker_step(side->worker);
}

static void work(struct worker *worker)
{
	struct side side = {
		.worker = worker,
		.size = worker_size(worker, worker_unit(worker, PAGES_SMALL)),
	};
	start_server(&side);
	call_once(&side);
	call_often(&side);
	pass_block(&side);
	lose_server(&side);
}

const struct demo demo_rpc = {
	.id = "rpc",
	.title = N_("A remote call over a Unix socket"),
	.group = "IPC/sync",
	.summary = N_("Two address spaces: arguments are copied, addresses mean nothing"),
	.view = "process",
	.role = CLIENT,
	.minutes = 6,
	.cap = "2*size+8M",
	.parameters = {
		{ .name = "calls", .value = "10000", .least = 100, .most = 1000000,
			.help = N_("how many calls are made one after the other") },
		{ .name = "size", .value = "64K", .least = 4096, .most = 128 << 10,
			.help = N_("of the large argument") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
