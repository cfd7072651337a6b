/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What recording a steady process costs, and how fast a day of one is found again. */
#include "bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "strata/classify.h"
#include "strata/recording.h"

#define SECOND_NS UINT64_C(1000000000)
#define STEADY 600 /* samples: a chapter, so that its cost is shared fairly */
#define DAY 86400
#define DAY_BEGAN (UINT64_C(1763700000) * SECOND_NS)
#define SEEKS 101

static char folder[64], path[96];

/* Where no disk is waited for: what is measured is ours. */
static void make_path(void)
{
	strcpy(folder,
		access("/dev/shm", W_OK) == 0 ? "/dev/shm/bench-XXXXXX" : "/tmp/bench-XXXXXX");
	if (!mkdtemp(folder))
		abort();
	snprintf(path, sizeof(path), "%s/recording", folder);
}

static void remove_path(void)
{
	unlink(path);
	rmdir(folder);
}

static double file_size(void)
{
	struct stat status;
	return stat(path, &status) == 0 ? (double)status.st_size : 0;
}

static double smaps_size(pid_t pid)
{
	static char buffer[65536];
	char name[64];
	double size = 0;
	snprintf(name, sizeof(name), "/proc/%d/smaps", (int)pid);
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	for (ssize_t length; (length = read(fd, buffer, sizeof(buffer))) > 0;)
		size += (double)length;
	close(fd);
	return size;
}

static struct recorder *start_recorder(void)
{
	char error[RECORDING_ERROR];
	struct recorder *recorder;
	const struct recorder_options options = { .path = path };
	if (recorder_create(&options, &recorder, error))
		abort();
	return recorder;
}

static void add(struct recorder *recorder, const struct snapshot *snapshot)
{
	char error[RECORDING_ERROR];
	if (recorder_add(recorder, snapshot, "", error))
		abort();
}

struct watch {
	struct classifier *classifier;
	struct source *source;
};

static void watch_open(struct watch *watch, pid_t pid)
{
	if (classifier_create(&watch->classifier))
		abort();
	struct live_options options = { .pid = pid, .classifier = watch->classifier, .budget = 1 };
	if (live_open(&options, &watch->source))
		abort();
}

static void watch_close(struct watch *watch)
{
	source_close(watch->source);
	watch->classifier->destroy(watch->classifier);
}

static struct snapshot *watch_sample(struct watch *watch)
{
	struct snapshot *snapshot;
	if (source_next(watch->source, DETAIL_SMAPS, &snapshot))
		abort();
	return snapshot;
}

static void record_steadily(struct watch *watch, size_t samples)
{
	struct recorder *recorder = start_recorder();
	for (size_t i = 0; i < samples; i++) {
		struct snapshot *snapshot = watch_sample(watch);
		add(recorder, snapshot);
		snapshot_unref(snapshot);
	}
	recorder_close(recorder);
}

static void bench_bytes(struct figure *figure, const char *mappings)
{
	struct target target;
	struct watch watch;
	make_path();
	target_start(&target, "mappings", (const char *const[]){ mappings, "16", NULL });
	watch_open(&watch, target.pid);
	record_steadily(&watch, STEADY);
	double bytes = file_size() / STEADY, text = smaps_size(target.pid);
	watch_close(&watch);
	target_finish(&target);
	remove_path();
	figure->value = 100 * bytes / text;
	figure->is_known = true;
	snprintf(figure->how, sizeof(figure->how), "%.0f bytes a sample / %.0f kB of smaps", bytes,
		text / 1e3);
}

void bench_record_small(struct figure *figure)
{
	bench_bytes(figure, "90");
}

void bench_record_large(struct figure *figure)
{
	bench_bytes(figure, "30000");
}

/* The whole program, from its start to its end. */
void bench_record_cpu(struct figure *figure)
{
	const int samples = 100;
	struct target target;
	char pid[16];
	int status;
	struct rusage usage;
	make_path();
	target_start(&target, "mappings", (const char *const[]){ "90", "16", NULL });
	snprintf(pid, sizeof(pid), "%d", (int)target.pid);
	pid_t recorder = fork();
	if (recorder == 0) {
		dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
		execl(getenv("STRATA"), "strata", "record", pid, "-o", path, "--every", "0.1s",
			"--for", "10s", NULL);
		_exit(127);
	}
	wait4(recorder, &status, 0, &usage);
	target_finish(&target);
	remove_path();
	double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
		     (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
	figure->value = cpu / samples;
	figure->is_known = status == 0;
	snprintf(figure->how, sizeof(figure->how), "%.0f ms for %d samples of 111 mappings", cpu,
		samples);
}

/* A copy of the table in which the heap and what is resident of another region are larger. */
static struct region_table *grown(const struct region_table *from, uint64_t by)
{
	struct region_table *table = region_table_create();
	for (size_t i = 0; i < from->count; i++) {
		struct region *region = region_table_add(table);
		*region = from->regions[i];
		region->module = "";
		region->parts = NULL;
		region->part_count = 0;
		if (i % 40 == 7)
			region->counters[COUNTER_RSS] += 4096 * by;
	}
	region_table_seal(table);
	return table;
}

/* A day at 1 Hz of a process like this one, of which something changes every minute. */
static void record_day(const struct snapshot *like)
{
	struct recorder *recorder = start_recorder();
	struct region_table *table = grown(like->table, 0);
	for (uint64_t second = 0; second < DAY; second++) {
		struct snapshot *snapshot = snapshot_create();
		if (second % 60 == 59) {
			region_table_unref(table);
			table = grown(like->table, second);
		}
		snapshot->process = like->process;
		snapshot->wall_ns = DAY_BEGAN + second * SECOND_NS;
		snapshot->clock_ns = (second + 1) * SECOND_NS;
		snapshot_set_table(snapshot, region_table_ref(table));
		memcpy(snapshot->metrics, like->metrics, sizeof(like->metrics));
		snapshot->metrics[METRIC_MINFLT] += second;
		add(recorder, snapshot);
		snapshot_unref(snapshot);
	}
	region_table_unref(table);
	recorder_close(recorder);
}

static void find(struct source *source, uint64_t second)
{
	struct snapshot *snapshot;
	uint64_t wall_ns = DAY_BEGAN + second * SECOND_NS;
	if (source_seek(source, wall_ns) || source_next(source, 0, &snapshot) ||
		snapshot->wall_ns != wall_ns)
		abort();
	snapshot_unref(snapshot);
}

/* Seconds from nothing to the instant in the middle; `ret_seek` is the longest of many seeks. */
static double open_and_find(double *ret_seek)
{
	char error[RECORDING_ERROR];
	struct recording *recording;
	struct source *source;
	double start = clock_now();
	if (recording_open(path, &recording, error) || recording_source(recording, 0, &source))
		abort();
	find(source, DAY / 2);
	double opened = clock_now() - start;
	*ret_seek = 0;
	for (uint64_t i = 0; i < SEEKS; i++) {
		start = clock_now();
		find(source, (i * 7919 * 613) % DAY);
		double seek = clock_now() - start;
		*ret_seek = seek > *ret_seek ? seek : *ret_seek;
	}
	source_close(source);
	recording_close(recording);
	return opened;
}

static void measure_day(double *ret_opened, double *ret_seek, char *how, size_t size)
{
	struct target target;
	struct watch watch;
	make_path();
	target_start(&target, "mappings", (const char *const[]){ "90", "16", NULL });
	watch_open(&watch, target.pid);
	struct snapshot *like = watch_sample(&watch);
	record_day(like);
	*ret_opened = open_and_find(ret_seek);
	snprintf(how, size, "86,400 samples, %zu mappings, %.1f MB", like->table->count,
		file_size() / 1e6);
	snapshot_unref(like);
	watch_close(&watch);
	target_finish(&target);
	remove_path();
}

void bench_replay_open(struct figure *figure)
{
	double opened, seek;
	measure_day(&opened, &seek, figure->how, sizeof(figure->how));
	figure->value = opened * 1e3;
	figure->is_known = true;
}

void bench_replay_seek(struct figure *figure)
{
	double opened, seek;
	measure_day(&opened, &seek, figure->how, sizeof(figure->how));
	figure->value = seek * 1e3;
	figure->is_known = true;
}
