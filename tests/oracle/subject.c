/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program that knows where its things are: it prints a line for each, "NAME KIND SECTION MODULE
 * ADDRESS" ('-' where there is none), then "ready", and waits for the end of its input. */
#include <dlfcn.h>
#include <elf.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "small.h"

/* How this variant was linked; given by the build. */
#ifndef IS_STATIC
#define IS_STATIC 0
#endif
#ifndef IS_FIXED
#define IS_FIXED 0 /* not position independent */
#endif
#ifndef HAS_RELRO
#define HAS_RELRO 1
#endif

#define KIB ((size_t)1 << 10)
#define MIB ((size_t)1 << 20)
#define SELF "SELF"

/* Constants that hold addresses need no relocation in a program with a fixed address. */
#define POINTER_KIND (IS_FIXED ? "rodata" : HAS_RELRO ? "relro" : "data")
#define POINTER_SECTION (IS_FIXED ? ".rodata" : ".data.rel.ro")
#define INIT_KIND (HAS_RELRO ? "relro" : "data")

static const int constants[256] = { 1, 2, 3 };
static const char *const pointers[64] = { "one", "two" };
int global = 4;
static int counted = 7;
static int zero;
int global_zero;
static char zeroes[64 * MIB];
static char own_stack[256 * KIB] __attribute__((aligned(4096)));
static _Thread_local int local_number = 3;
static _Thread_local char local_zeroes[100];
extern const char __ehdr_start[];
extern const char __init_array_start[];

static pthread_mutex_t printing = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t printed;

static void say(
	const char *name, const char *kind, const char *section, const char *module, const void *at)
{
	pthread_mutex_lock(&printing);
	printf("%s %s %s %s %lx\n", name, kind, section, module, (unsigned long)(uintptr_t)at);
	pthread_mutex_unlock(&printing);
}

static void *map(size_t size, int protection, int flags, int fd)
{
	void *memory = mmap(NULL, size, protection, flags, fd, 0);
	if (memory == MAP_FAILED)
		abort();
	return memory;
}

__attribute__((noinline)) static int function(int number)
{
	return number * constants[number & 255];
}

static void say_image(void)
{
	say("function", "text", ".text", SELF, (const void *)(uintptr_t)function);
	say("main", "text", ".text", SELF, (const void *)(uintptr_t)say);
	say("constants", "rodata", ".rodata", SELF, &constants[200]);
	say("string", "rodata", ".rodata", SELF, "a string that stands for itself");
	say("pointers", POINTER_KIND, POINTER_SECTION, SELF, &pointers[40]);
	say("init_array", INIT_KIND, ".init_array", SELF, __init_array_start);
	say("elf_header", "elf-header", "ELF_header", SELF, __ehdr_start);
	say("global", "data", ".data", SELF, &global);
	say("static", "data", ".data", SELF, &counted);
	say("zero", "bss", ".bss", SELF, &zero);
	say("global_zero", "bss", ".bss", SELF, &global_zero);
	say("zeroes_begin", "bss", ".bss", SELF, zeroes);
	say("zeroes_middle", "bss", ".bss", SELF, &zeroes[sizeof zeroes / 2]);
	say("zeroes_end", "bss", ".bss", SELF, &zeroes[sizeof zeroes - 1]);
}

static void say_heap(void)
{
	char local;
	say("malloc_small", "heap", "-", "-", malloc(100));
	say("break", "heap", "-", "-", (char *)sbrk(0) - 1);
	say("malloc_large", "anon", "-", "-", malloc(4 * MIB));
	say("local", "stack", "-", "-", &local);
	say("environment", "stack", "-", "-", getenv("ORACLE"));
	/* Without a dynamic linker the first thread's block comes from the heap. */
	say("thread_local", IS_STATIC ? "heap" : "anon", "-", "-", &local_number);
	say("thread_local_zero", IS_STATIC ? "heap" : "anon", "-", "-", local_zeroes);
	say("vdso", "vdso", "-", "-", (const void *)getauxval(AT_SYSINFO_EHDR));
}

static void say_mappings(void)
{
	const int shared = MAP_SHARED | MAP_ANONYMOUS, private = MAP_PRIVATE | MAP_ANONYMOUS;
	const int read_write = PROT_READ | PROT_WRITE;
	FILE *file = tmpfile();
	int memory_fd = memfd_create("a name", MFD_CLOEXEC);
	if (!file || ftruncate(fileno(file), (off_t)MIB) || ftruncate(memory_fd, (off_t)MIB))
		abort();
	say("anonymous", "anon", "-", "-", map(8 * MIB, read_write, private, -1));
	say("shared", "shm", "-", "-", map(MIB, read_write, shared, -1));
	say("memfd", "shm", "-", "-", map(MIB, read_write, MAP_SHARED, memory_fd));
	say("file", "file", "-", "-", map(MIB, read_write, MAP_PRIVATE, fileno(file)));
	say("file_shared", "file-shared", "-", "-", map(MIB, PROT_READ, MAP_SHARED, fileno(file)));
	say("reserve", "reserve", "-", "-", map(256 * MIB, PROT_NONE, private, -1));
	say("jit", "jit", "-", "-", map(MIB, read_write | PROT_EXEC, private, -1));
}

/* What only this thread has: its stack, its thread-locals; and below the stack the guard. */
static void say_thread(const char *name, const char *kind, const char *section)
{
	char local, line[64];
	pthread_attr_t attributes;
	void *stack;
	size_t size, guard;
	const char *module = strcmp(kind, "bss") == 0 ? SELF : "-";
	snprintf(line, sizeof line, "%s_local", name);
	say(line, kind, section, module, &local);
	snprintf(line, sizeof line, "%s_thread_local", name);
	say(line, kind, section, module, &local_number);
	if (pthread_getattr_np(pthread_self(), &attributes) != 0)
		abort();
	pthread_attr_getstack(&attributes, &stack, &size);
	pthread_attr_getguardsize(&attributes, &guard);
	snprintf(line, sizeof line, "%s_bottom", name);
	say(line, kind, section, module, stack);
	snprintf(line, sizeof line, "%s_guard", name);
	if (strcmp(kind, "bss") != 0)
		say(line, "guard", "-", "-", (char *)stack - 1);
	pthread_attr_destroy(&attributes);
}

static void rest(void)
{
	pthread_barrier_wait(&printed);
	pause();
}

static void *run_default(void *name)
{
	char *memory = malloc(1000);
	say("arena", "arena", "-", "-", memory);
	say("arena_rest", "reserve", "-", "-",
		(void *)((((uintptr_t)memory >> 26) + 1) * 64 * MIB - 1));
	say_thread(name, "thread-stack", "-");
	rest();
	return NULL;
}

static void *run_sized(void *name)
{
	say_thread(name, "thread-stack", "-");
	rest();
	return NULL;
}

static void *run_own_stack(void *name)
{
	say_thread(name, "bss", ".bss");
	rest();
	return NULL;
}

static void start(void *(*run)(void *), const char *name, size_t size, size_t guard, void *stack)
{
	pthread_t thread;
	pthread_attr_t attributes;
	pthread_attr_init(&attributes);
	if (size && !stack)
		pthread_attr_setstacksize(&attributes, size);
	if (guard)
		pthread_attr_setguardsize(&attributes, guard);
	if (stack)
		pthread_attr_setstack(&attributes, stack, size);
	if (pthread_create(&thread, &attributes, run, (void *)(uintptr_t)name) != 0)
		abort();
	pthread_attr_destroy(&attributes);
}

static void say_threads(void)
{
	pthread_barrier_init(&printed, NULL, 5);
	start(run_default, "default", 0, 0, NULL);
	start(run_sized, "small", 256 * KIB, 64 * KIB, NULL);
	start(run_sized, "large", 32 * MIB, 0, NULL);
	start(run_own_stack, "own", sizeof own_stack, 0, own_stack);
	pthread_barrier_wait(&printed);
}

#if !IS_STATIC
static void say_libraries(const char *path)
{
	void *library = dlopen(path, RTLD_NOW);
	if (!library)
		abort();
	struct small_places places;
	void (*find)(struct small_places *) =
		(void (*)(struct small_places *))(uintptr_t)dlsym(library, "small_places");
	find(&places);
	say("library_function", "text", ".text", "libsmall.so", places.code);
	say("library_constant", "rodata", ".rodata", "libsmall.so", places.constant);
	say("library_data", "data", ".data", "libsmall.so", places.data);
	say("library_zero", "bss", ".bss", "libsmall.so", places.zero);
	say("libc_function", "text", ".text", "libc.so.6", dlsym(RTLD_DEFAULT, "qsort"));
	say("libc_data", "data", ".data", "libc.so.6", stdout);
}

#endif

int main(int count, char **arguments)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	pthread_mutex_init(&printing, NULL);
	zeroes[0] = (char)function(zero + global + global_zero + counted);
	say_image();
	say_heap();
	say_mappings();
#if !IS_STATIC
	if (count > 1)
		say_libraries(arguments[1]);
#else
	(void)count, (void)arguments;
#endif
	say_threads();
	puts("ready");
	fflush(stdout);
	while (getchar() != EOF)
		;
	return 0;
}
