/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lost updates, and what keeps them from being lost. */
#include "demo/race_run.h"

#define THREADS "with=threads"
#define FILES "with=files"
#define PROCESSES "with=processes"
#define FLOCK_COMMAND "flock=1"
#define FILE_TRIES 1000 /* of all racers */
#define FLAT                                                                                       \
	{                                                                                          \
		.metric = "rss_anon", .value = "0"                                                 \
	}

/* What is lost where nothing prevents it differs from run to run; less than nothing and more than all
 * it cannot be. */
static const struct demo_expectation varies[] = {
	{ .metric = "value:lost",
		.is_absolute = true,
		.value = "count",
		.tolerance = "count",
		.varies = true },
	FLAT,
	{ 0 },
};
static const struct demo_expectation exact[] = {
	{ .metric = "value:lost", .is_absolute = true, .value = "0" },
	FLAT,
	{ 0 },
};
static const struct demo_expectation exact_mutex[] = {
	{ .metric = "value:lost", .is_absolute = true, .value = "0" },
	{ .metric = "value:lock_bytes",
		.is_absolute = true,
		.value = "40",
		.when = "libc=glibc&arch=x86_64" },
	FLAT,
	{ 0 },
};
static const struct demo_expectation exact_semaphore[] = {
	{ .metric = "value:lost", .is_absolute = true, .value = "0" },
	{ .metric = "value:lock_bytes",
		.is_absolute = true,
		.value = "32",
		.when = "libc=glibc&arch=x86_64" },
	FLAT,
	{ 0 },
};
static const struct demo_expectation file_varies[] = {
	{ .metric = "value:lost",
		.is_absolute = true,
		.value = "500",
		.tolerance = "500",
		.varies = true },
	FLAT,
	{ 0 },
};
static const struct demo_expectation exact_flock[] = {
	{ .metric = "value:lost", .is_absolute = true, .value = "0" },
	{ .metric = "value:flock_rows", .is_absolute = true, .value = "1" },
	FLAT,
	{ 0 },
};

static const struct demo_prediction atomic_lost = {
	.question = N_("Now each thread adds with one atomic instruction. How many updates are lost?"),
	.metric = "value:lost",
	.is_absolute = true,
	.choices = {
		{ N_("some, as before"), "count" },
		{ N_("none"), "0" },
	},
};
static const struct demo_prediction mutex_bytes = {
	.question = N_("How many bytes of memory does a mutex take?"),
	.metric = "value:lock_bytes",
	.is_absolute = true,
};
static const struct demo_prediction flock_lost = {
	.question = N_("Each process takes flock() around its reading and writing. How many updates "
		       "are lost?"),
	.metric = "value:lost",
	.is_absolute = true,
	.choices = {
		{ N_("most, as before"), "1000" },
		{ N_("none"), "0" },
	},
};
static const struct demo_prediction shared_mutex = {
	.question = N_("Two processes use one mutex in memory that they share. How many updates are "
		       "lost?"),
	.metric = "value:lost",
	.is_absolute = true,
	.choices = {
		{ N_("some: a mutex is for threads"), "count" },
		{ N_("none"), "0" },
	},
};

static const struct demo_step steps[] = {
	{ .title = N_("No lock"),
		.before = N_("Two threads add 1 to one counter, five million times each, both at "
			     "once."),
		.lesson =
			N_("Adding 1 is three things: read, add, write. Where both read before one "
			   "writes, one update is lost. How many are lost varies, from none to "
			   "half and more; it is wrong also when it comes out right. Memory stays "
			   "flat: a "
			   "race shows in no memory figure."),
		.textbook = N_("counter++ is one step"),
		.measured = N_("counter and expected differ by what was lost, and another time by "
			       "another number"),
		.when = THREADS,
		.look = "counter",
		.expectations = varies },
	{ .title = N_("A flag that is looked at and then set"),
		.before =
			N_("Each waits while a flag is 1, then sets it to 1, adds, sets it to 0."),
		.lesson = N_("Looking and setting are two steps: both may look before one sets. It "
			     "often comes out right, which makes it worse: a test will not find "
			     "it."),
		.when = THREADS,
		.look = "counter",
		.expectations = varies },
	{ .title = N_("Peterson's algorithm"),
		.before =
			N_("Each says that it wants, gives the other the turn, and waits while the "
			   "other wants and has the turn."),
		.lesson =
			N_("Proved correct on paper, and updates may be lost: the processor lets a "
			   "read pass an earlier write of its own, so both can miss the other's "
			   "wish."),
		.textbook = N_("Peterson's algorithm gives mutual exclusion"),
		.measured = N_("on processors that reorder reads and writes, and that is all of "
			       "today's, it does not"),
		.when = THREADS,
		.look = "counter",
		.expectations = varies },
	{ .title = N_("Peterson's algorithm with a fence"),
		.before = N_("The same with a full memory fence between writing and reading."),
		.lesson = N_("None lost: the fence makes the write visible before the read. It is "
			     "slow, since the two take turns all the time."),
		.when = THREADS,
		.look = "counter",
		.expectations = exact },
	{ .title = N_("An atomic addition"),
		.before = N_("Each adds with one instruction that cannot be divided."),
		.lesson = N_("None lost, and no lock at all: the processor keeps the cache line to "
			     "itself while it reads, adds and writes."),
		.when = THREADS,
		.look = "counter",
		.prediction = &atomic_lost,
		.expectations = exact },
	{ .title = N_("A spin lock"),
		.before = N_("Each exchanges the flag with 1 until it gets 0, adds, sets it to 0."),
		.lesson = N_(
			"None lost: looking and setting are one instruction now. Who waits burns "
			"processor time instead of sleeping."),
		.when = THREADS,
		.look = "counter",
		.expectations = exact },
	{ .title = N_("A mutex"),
		.before = N_("Each calls pthread_mutex_lock, adds, and unlocks."),
		.lesson =
			N_("None lost. A mutex is 40 bytes in the process's own memory; the kernel "
			   "is asked only when somebody has to sleep (futex). It has an owner, "
			   "who alone may unlock it."),
		.when = THREADS,
		.look = "counter",
		.prediction = &mutex_bytes,
		.expectations = exact_mutex },
	{ .title = N_("A semaphore"),
		.before = N_("Each calls sem_wait, adds, and calls sem_post."),
		.lesson = N_("None lost, with 32 bytes. A semaphore has no owner: any thread may "
			     "post it, so it can also count things or wake others."),
		.when = THREADS,
		.look = "counter",
		.expectations = exact_semaphore },

	{ .title = N_("A counter in a file, no lock"),
		.before = N_("Eight processes read a number from a file, add 1 and write it back, "
			     "125 times each."),
		.lesson = N_("Of 1,000 updates few are left: between reading and writing another "
			     "process gets its turn, and files have more time for that than "
			     "memory. How many are lost varies."),
		.when = FILES,
		.expectations = file_varies },
	{ .title = N_("A lock file that is tested, then made"),
		.before =
			N_("Each waits while a file with the lock's name is there, makes it, adds, "
			   "and removes it."),
		.lesson = N_("Testing and making are two steps, as with the flag: several find no "
			     "file and all of them make it. It loses nearly as much as no lock."),
		.when = FILES,
		.expectations = file_varies },
	{ .title = N_("A lock file made with O_EXCL"),
		.before =
			N_("Each makes the file with O_CREAT and O_EXCL, again and again until it "
			   "is not there yet."),
		.lesson = N_("None lost: the kernel tests and makes in one step. Who waits has to "
			     "ask again and again, and if a process dies with the lock, its file "
			     "stays for ever."),
		.when = FILES,
		.expectations = exact },
	{ .title = N_("flock"),
		.before = N_("Each locks the file with flock() around reading and writing."),
		.lesson =
			N_("None lost, and who waits sleeps. The lock goes with the process. It is "
			   "advice: it binds only those who ask. Now the first process holds it: "
			   "one row in /proc/locks, FLOCK ADVISORY WRITE."),
		.when = FILES,
		.view = "process",
		.prediction = &flock_lost,
		.expectations = exact_flock },
	{ .title = N_("A shell script"),
		.before = N_("100 shells, eight at a time, read the number, and write it plus 1."),
		.lesson = N_("The same race with more steps: `>` empties the file before the new "
			     "number is written, so others read nothing and begin again at 1. How "
			     "many are left varies."),
		.when = FILES,
		.expectations = file_varies },
	{ .title = N_("A shell script with flock"),
		.before = N_("The same, and each shell calls the command flock first."),
		.lesson =
			N_("None lost. A lock need not be known to the program that is protected: "
			   "the shell holds it for all it does."),
		.when = FILES "&" FLOCK_COMMAND,
		.expectations = exact },

	{ .title = N_("A mutex between processes"),
		.before = N_("Two processes share a counter and a mutex (PTHREAD_PROCESS_SHARED), "
			     "and add a million times each."),
		.lesson = N_("None lost. The mutex lies in shared memory like the counter; to the "
			     "kernel it is an address, whoever has it mapped."),
		.textbook = N_("a mutex works between threads only"),
		.measured = N_("with PTHREAD_PROCESS_SHARED it works between processes: none lost"),
		.when = PROCESSES,
		.look = "counter",
		.prediction = &shared_mutex,
		.expectations = exact_mutex },
	{ .title = N_("A semaphore between processes"),
		.before = N_("The same with a semaphore (sem_init with pshared)."),
		.lesson = N_("None lost. Semaphores may also have a name (sem_open), and then "
			     "processes that are no relatives find them."),
		.when = PROCESSES,
		.look = "counter",
		.expectations = exact_semaphore },
};

static void by_threads(struct race_run *run, int64_t count)
{
	const struct {
		const struct race_way *way;
		int64_t rounds;
	} ways[] = {
		{ &race_plain, count },
		{ &race_flag, count / 5 },
		{ &race_peterson, count / 5 },
		{ &race_peterson_fenced, count / 50 * 3 },
		{ &race_atomic, count },
		{ &race_spin, count },
		{ &race_mutex, count },
		{ &race_semaphore, count },
	};
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		race_run_threads(run, ways[i].way, ways[i].rounds);
		worker_step(run->worker);
	}
}

static void by_files(struct race_run *run)
{
	static const struct race_way *const ways[] = {
		&race_file_plain,
		&race_file_tested,
		&race_file_exclusive,
		&race_file_flock,
	};
	race_run_name_lock(run);
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		race_run_processes(run, ways[i], RACERS, FILE_TRIES / RACERS);
		if (ways[i] == &race_file_flock)
			race_run_hold(run);
		else
			worker_step(run->worker);
	}
	race_run_shells(run, false);
	worker_step(run->worker);
	if (worker_holds(run->worker, FLOCK_COMMAND)) {
		race_run_shells(run, true);
		worker_step(run->worker);
	}
}

static void by_processes(struct race_run *run, int64_t count)
{
	race_run_processes(run, &race_mutex, 2, count / 5);
	worker_step(run->worker);
	race_run_processes(run, &race_semaphore, 2, count / 25);
	worker_step(run->worker);
}

static void work(struct worker *worker)
{
	struct race_run run;
	int64_t count = (int64_t)worker_number(worker, "count");
	race_run_init(&run, worker);
	if (worker_holds(worker, THREADS))
		by_threads(&run, count);
	else if (worker_holds(worker, FILES))
		by_files(&run);
	else
		by_processes(&run, count);
}

const struct demo demo_race = {
	.id = "race",
	.title = N_("Lost updates, and six locks"),
	.group = "IPC/sync",
	.summary = N_("One counter and several who add to it: what is lost, and what prevents that"),
	.view = "map",
	.cap = "8M",
	.reserve = "32M",
	.minutes = 6,
	.parameters = {
		{ .name = "with", .value = "threads", .choices = "threads|files|processes",
			.help = N_("what races: threads, processes with a file, processes with shared "
				   "memory") },
		{ .name = "count", .value = "5000000", .least = 1000, .most = 5000000,
			.help = N_("how often each thread adds; slow ways take a part of it") },
	},
	.steps = steps,
	.step_count = sizeof steps / sizeof steps[0],
	.work = work,
};
