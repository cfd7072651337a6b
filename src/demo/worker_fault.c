/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/worker_private.h"

#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

/* The handler's own: what it runs on must not be what has just run out. */
#define HANDLER_STACK ((size_t)64 << 10)

static const int caught[] = { SIGSEGV, SIGBUS, SIGILL };
#define CAUGHT (sizeof caught / sizeof caught[0])

/* A handler takes no argument of ours: this is how it finds the attempt of its thread. */
static _Thread_local struct {
	sigjmp_buf back;
	struct worker_fault fault;
} attempt;

static void go_back(int signal, siginfo_t *info, void *context)
{
	(void)context;
	attempt.fault = (struct worker_fault){ signal, info->si_code, info->si_addr };
	siglongjmp(attempt.back, 1);
}

static void catch_signals(struct sigaction before[CAUGHT])
{
	struct sigaction action = { .sa_sigaction = go_back, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	for (size_t i = 0; i < CAUGHT; i++)
		sigaction(caught[i], &action, &before[i]);
}

static void let_go(const struct sigaction before[CAUGHT])
{
	for (size_t i = 0; i < CAUGHT; i++)
		sigaction(caught[i], &before[i], NULL);
}

struct worker_fault worker_catch(void (*work)(void *argument), void *argument)
{
	struct sigaction before[CAUGHT];
	stack_t stack = { .ss_size = HANDLER_STACK }, none = { .ss_flags = SS_DISABLE };
	stack.ss_sp = mmap(NULL, HANDLER_STACK, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	attempt.fault = (struct worker_fault){ 0 };
	if (stack.ss_sp == MAP_FAILED || sigaltstack(&stack, NULL) < 0)
		_exit(1);
	catch_signals(before);
	if (sigsetjmp(attempt.back, 1) == 0)
		work(argument);
	let_go(before);
	sigaltstack(&none, NULL);
	munmap(stack.ss_sp, HANDLER_STACK);
	return attempt.fault;
}

void worker_report_fault(struct worker *worker, const char *key, const struct worker_fault *fault)
{
	struct protocol_line line = protocol_begin("FAULT");
	protocol_add_number(&line, fault->signal);
	protocol_add_number(&line, fault->code);
	protocol_add_address(&line, (uintptr_t)fault->address);
	protocol_add(&line, key);
	worker_say(worker, &line);
}

static void read_there(void *address)
{
	(void)*(volatile char *)address;
}

static void write_there(void *address)
{
	*(volatile char *)address = 1;
}

static void execute_there(void *address)
{
	((void (*)(void))(uintptr_t)address)();
}

void worker_try(struct worker *worker, const char *key, enum worker_access access,
	const volatile void *address, const char *label)
{
	static void (*const accesses[])(void *address) = {
		[ACCESS_READ] = read_there,
		[ACCESS_WRITE] = write_there,
		[ACCESS_EXECUTE] = execute_there,
	};
	const char *role = worker->demo->role ? worker->demo->role : "process";
	worker_mark(worker, key, role, address, 0, label);
	struct worker_fault fault = worker_catch(accesses[access], (void *)(uintptr_t)address);
	worker_report_fault(worker, key, &fault);
}
