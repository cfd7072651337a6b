/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The address oracle: programs that know where their own things are are asked, and the snapshot must
 * name kind, section and module of each address. Arguments: the library, then the programs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "strata/classify.h"

#define SUBJECTS_MOST 16

static const char *library;

/* A program to ask, and what is done to its file around its start. */
struct subject {
	char title[64];
	const char *program;
	bool has_no_sections;
	int (*prepare)(const char *program, char *path, size_t size); /* an fd to execute, or -1 */
	void (*spoil)(const char *path);
	bool is_elsewhere; /* in a mount namespace of its own */
};

struct running {
	pid_t pid;
	FILE *output;
	int input;
	char path[256]; /* of the program's file */
};

static void copy_file(const char *from, int to)
{
	struct stat status;
	int fd = open(from, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0 && fstat(fd, &status) == 0);
	for (off_t done = 0; done < status.st_size;)
		assert_true(sendfile(to, fd, &done, (size_t)(status.st_size - done)) > 0);
	close(fd);
}

static int prepare_copy(const char *program, char *path, size_t size)
{
	snprintf(path, size, "%s/strata-oracle-XXXXXX", P_tmpdir);
	int fd = mkostemp(path, O_CLOEXEC);
	assert_true(fd >= 0);
	copy_file(program, fd);
	fchmod(fd, 0700);
	close(fd);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	return fd;
}

static int prepare_memfd(const char *program, char *path, size_t size)
{
	snprintf(path, size, "/memfd:oracle [heap]");
	int fd = memfd_create("oracle [heap]", MFD_CLOEXEC);
	assert_true(fd >= 0);
	copy_file(program, fd);
	return fd;
}

static int prepare_without_sections(const char *program, char *path, size_t size)
{
	close(prepare_copy(program, path, size));
	Elf64_Ehdr header;
	int fd = open(path, O_RDWR | O_CLOEXEC);
	assert_int_equal(pread(fd, &header, sizeof header, 0), sizeof header);
	header.e_shoff = header.e_shnum = header.e_shstrndx = 0;
	assert_int_equal(pwrite(fd, &header, sizeof header, 0), sizeof header);
	close(fd);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	return fd;
}

static void spoil_by_deleting(const char *path)
{
	assert_int_equal(unlink(path), 0);
}

static void spoil_by_replacing(const char *path)
{
	char other[300];
	snprintf(other, sizeof other, "%s.new", path);
	int fd = open(other, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
	assert_true(fd >= 0);
	copy_file("/bin/true", fd);
	close(fd);
	assert_int_equal(rename(other, path), 0);
}

/* Gives the child a /tmp of its own with the library in it: both paths mean something else here. */
static const char *move_elsewhere(void)
{
	static char library_there[] = P_tmpdir "/libsmall.so";
	int from = open(library, O_RDONLY | O_CLOEXEC);
	if ((unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) ||
		mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
		mount("none", P_tmpdir, "tmpfs", 0, NULL) != 0)
		_exit(77);
	int to = open(library_there, O_WRONLY | O_CREAT | O_CLOEXEC, 0700);
	struct stat status;
	if (fstat(from, &status) != 0 || sendfile(to, from, NULL, (size_t)status.st_size) < 0)
		_exit(77);
	close(to);
	return library_there;
}

_Noreturn static void run_child(
	const struct subject *subject, int fd, const int input[2], const int output[2])
{
	static char name[] = "subject", marker[] = "ORACLE=yes";
	const char *small = subject->is_elsewhere ? move_elsewhere() : library;
	char *const arguments[] = { name, (char *)(uintptr_t)small, NULL };
	char *const environment[] = { marker, NULL };
	dup2(input[0], STDIN_FILENO);
	dup2(output[1], STDOUT_FILENO);
	fexecve(fd, arguments, environment);
	_exit(127);
}

static void start(const struct subject *subject, struct running *running)
{
	int input[2], output[2], fd;
	running->path[0] = '\0';
	if (subject->prepare)
		fd = subject->prepare(subject->program, running->path, sizeof running->path);
	else
		fd = open(subject->program, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(pipe2(input, O_CLOEXEC), 0);
	assert_int_equal(pipe2(output, O_CLOEXEC), 0);
	running->pid = fork();
	assert_true(running->pid >= 0);
	if (running->pid == 0)
		run_child(subject, fd, input, output);
	close(fd);
	close(input[0]);
	close(output[1]);
	running->input = input[1];
	running->output = fdopen(output[0], "r");
}

static int stop(struct running *running)
{
	int status;
	kill(running->pid, SIGKILL);
	waitpid(running->pid, &status, 0);
	fclose(running->output);
	close(running->input);
	if (running->path[0] == '/' && strncmp(running->path, "/memfd:", 7) != 0)
		unlink(running->path);
	return status;
}

struct claim {
	char name[64], kind[32], section[32], module[32];
	unsigned long address;
};

static const struct module *module_at(const struct region_table *table, const struct region *region)
{
	for (size_t i = 0; i < table->module_count; i++)
		if (table->modules[i].path == region->module)
			return &table->modules[i];
	return NULL;
}

/* .bss may have become one mapping with memory above it: then it goes on from the mapping below. */
static bool is_module(const struct region_table *table, const struct region *region,
	const struct region_part *part, const char *expected)
{
	const struct module *module =
		module_at(table, part && !region->module[0] ? region - 1 : region);
	if (strcmp(expected, "-") == 0)
		return !module && region->module[0] == '\0';
	if (!module)
		return false;
	if (strcmp(expected, "SELF") == 0)
		return module->is_executable_file;
	const char *slash = strrchr(module->path, '/');
	return !module->is_executable_file && slash && strcmp(slash + 1, expected) == 0;
}

/* Names in claims have '_' for ' '; some linkers keep ".data.rel.ro.local" apart. */
static bool is_section(const struct region_part *part, const char *expected)
{
	if (strcmp(expected, "-") == 0)
		return !part;
	size_t at = 0;
	for (; part && expected[at]; at++)
		if (part->name[at] != expected[at] && part->name[at] != ' ')
			return false;
	return part && (part->name[at] == '\0' || part->name[at] == '.');
}

/* 1 when the claim does not hold. */
static int judge(
	const struct subject *subject, const struct region_table *table, const struct claim *claim)
{
	const struct region *region = region_find(table->regions, table->count, claim->address);
	if (!region) {
		print_error("%s: %s at %lx is in no region\n", subject->title, claim->name,
			claim->address);
		return 1;
	}
	const struct region_part *part = region_part_at(region, claim->address);
	const char *kind = region_kind_name(part ? part->kind : region->kind);
	if (strcmp(kind, claim->kind) == 0 && is_module(table, region, part, claim->module) &&
		(subject->has_no_sections || is_section(part, claim->section)))
		return 0;
	print_error("%s: %s at %lx: %s %s of \"%s\" instead of %s %s of %s\n", subject->title,
		claim->name, claim->address, kind, part ? part->name : "-", region->module,
		claim->kind, claim->section, claim->module);
	return 1;
}

static bool read_claim(FILE *stream, struct claim *claim)
{
	char line[256];
	assert_non_null(fgets(line, sizeof line, stream));
	if (strcmp(line, "ready\n") == 0)
		return false;
	assert_int_equal(sscanf(line, "%63s %31s %31s %31s %lx", claim->name, claim->kind,
				 claim->section, claim->module, &claim->address),
		5);
	return true;
}

static struct snapshot *look(pid_t pid)
{
	struct source *source;
	struct snapshot *snapshot;
	struct classifier *classifier;
	assert_int_equal(classifier_create(&classifier), 0);
	struct live_options options = { .pid = pid, .classifier = classifier };
	assert_int_equal(live_open(&options, &source), 0);
	assert_int_equal(source_next(source, DETAIL_SMAPS | DETAIL_NOW, &snapshot), 0);
	source_close(source);
	classifier->destroy(classifier);
	return snapshot;
}

static void every_address_is_named_right(void **state)
{
	const struct subject *subject = *state;
	struct claim claims[128];
	struct running running;
	size_t count = 0;
	int wrong = 0;
	start(subject, &running);
	int first = getc(running.output);
	if (first == EOF) {
		int status = stop(&running);
		if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
			skip();
		fail_msg("%s did not start", subject->title);
	}
	ungetc(first, running.output);
	while (count < 128 && read_claim(running.output, &claims[count]))
		count++;
	if (subject->spoil)
		subject->spoil(running.path);
	struct snapshot *snapshot = look(running.pid);
	for (size_t i = 0; i < count; i++)
		wrong += judge(subject, snapshot->table, &claims[i]);
	snapshot_unref(snapshot);
	stop(&running);
	assert_in_range(count, 30, 127);
	assert_int_equal(wrong, 0);
}

/* What may happen to the file of a program that runs; the first program is used. */
static const struct subject hardships[] = {
	{ .title = "deleted", .prepare = prepare_copy, .spoil = spoil_by_deleting },
	{ .title = "replaced", .prepare = prepare_copy, .spoil = spoil_by_replacing },
	{ .title = "in a memfd", .prepare = prepare_memfd },
	{ .title = "without sections",
		.prepare = prepare_without_sections,
		.has_no_sections = true },
	{ .title = "in another mount namespace", .is_elsewhere = true },
};
#define HARDSHIPS (sizeof hardships / sizeof *hardships)

static size_t list_subjects(struct subject *subjects, char **programs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		subjects[i] = (struct subject){ .program = programs[i] };
		snprintf(subjects[i].title, sizeof subjects[i].title, "%s",
			strrchr(programs[i], '/') + 1);
	}
	for (size_t i = 0; i < HARDSHIPS; i++) {
		subjects[count + i] = hardships[i];
		subjects[count + i].program = programs[0];
	}
	return count + HARDSHIPS;
}

int main(int count, char **arguments)
{
	struct subject subjects[SUBJECTS_MOST + HARDSHIPS];
	struct CMUnitTest tests[SUBJECTS_MOST + HARDSHIPS];
	if (count < 3 || count > SUBJECTS_MOST)
		return 2;
	library = arguments[1];
	size_t subject_count = list_subjects(subjects, arguments + 2, (size_t)count - 2);
	for (size_t i = 0; i < subject_count; i++)
		tests[i] = (struct CMUnitTest){ .name = subjects[i].title,
			.test_func = every_address_is_named_right,
			.initial_state = &subjects[i] };
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("oracle", tests, subject_count, NULL, NULL);
}
