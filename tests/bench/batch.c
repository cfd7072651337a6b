/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The batch face beside cat, and what watching does to the one who is watched. */
#include "bench.h"

#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double cpu_of(const char *const *arguments)
{
	struct rusage usage;
	int status;
	pid_t pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
		dup2(null, STDOUT_FILENO);
		execvp(arguments[0], (char *const *)(uintptr_t)arguments);
		_exit(127);
	}
	if (wait4(pid, &status, 0, &usage) != pid || status != 0)
		abort();
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

void bench_snapshot(struct figure *figure)
{
	struct target target;
	struct rounds ours = { 0 }, cat = { 0 };
	char path[64];
	target_start(&target, "mappings", (const char *const[]){ "30000", "16", NULL });
	snprintf(path, sizeof(path), "/proc/%s/smaps", target.text);
	for (int i = 0; i < 9; i++) {
		rounds_add(&ours, cpu_of((const char *const[]){ strata_path(), "snapshot",
					  target.text, "--format", "csv", NULL }));
		rounds_add(&cat, cpu_of((const char *const[]){ "cat", path, NULL }));
	}
	target_finish(&target);
	double our_time = rounds_median(&ours), cat_time = rounds_median(&cat);
	figure->value = our_time / cat_time;
	figure->is_known = true;
	snprintf(figure->how, sizeof(figure->how), "%.1f ms / %.1f ms", our_time * 1e3,
		cat_time * 1e3);
}

/* Rounds a second of the target during the next moments. */
static double throughput(struct target *target, struct vt *vt, int milliseconds)
{
	unsigned long before = target_poke(target);
	double start = clock_now();
	vt_run(vt, milliseconds);
	return (double)(target_poke(target) - before) / (clock_now() - start);
}

/* Windows with the viewer stopped and running take turns, in changing order, so that drift of the
 * machine falls out. A window is long beside the pauses between slow samples. */
void bench_disturbance(struct figure *figure)
{
	struct target target;
	struct vt vt;
	struct rounds ratios = { 0 }, rates[2] = { 0 };
	target_start_number(&target, "churn", 4096);
	viewer_start(&vt, target.text, NULL);
	vt_run(&vt, 3000);
	for (int i = 0; i < 12; i++) {
		double pair[2];
		for (int j = 0; j < 2; j++) {
			int is_watched = (i + j) % 2;
			kill(vt.pid, is_watched ? SIGCONT : SIGSTOP);
			pair[is_watched] = throughput(&target, &vt, 5000);
			rounds_add(&rates[is_watched], pair[is_watched]);
		}
		rounds_add(&ratios, pair[1] / pair[0]);
	}
	kill(vt.pid, SIGCONT);
	vt_finish(&vt);
	target_finish(&target);
	figure->value = rounds_median(&ratios) * 100;
	figure->is_known = true;
	snprintf(figure->how, sizeof(figure->how),
		"12 pairs of 5 s, %.1f to %.1f %%; median %.0f / %.0f rounds/s",
		rounds_quantile(&ratios, 0) * 100, rounds_quantile(&ratios, 1) * 100,
		rounds_median(&rates[1]), rounds_median(&rates[0]));
}
