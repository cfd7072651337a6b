/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "elf_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#define SETS 128
#define WAYS 4
#define SEARCHES_MOST 2048 /* in one look: a process may map any number of files */

struct entry {
	uint64_t inode;
	uint32_t device_major, device_minor;
	uint64_t look; /* in which it was last compared with the file; 0: entry is free */
	off_t size;
	struct timespec modified;
	struct elf_file *file; /* NULL: no ELF file */
};

struct elf_cache {
	struct entry entries[SETS][WAYS];
	unsigned next[SETS]; /* whose turn it is to be replaced */
	uint64_t look;
	unsigned searches;
	const struct process *process;
	int process_dir, root_dir;
	bool is_map_files_denied;
};

/* Some filesystems tell maps and stat different devices for one file. */
static bool has_two_devices(int fd)
{
	struct statfs filesystem;
	return fstatfs(fd, &filesystem) == 0 && (filesystem.f_type == BTRFS_SUPER_MAGIC ||
							filesystem.f_type == OVERLAYFS_SUPER_MAGIC);
}

static bool is_the_file(int fd, const struct region *region, struct stat *ret_status)
{
	struct stat status;
	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_ino != region->inode ||
		(uint64_t)status.st_size <= region->offset)
		return false;
	bool is_same_device = major(status.st_dev) == region->device_major &&
			      minor(status.st_dev) == region->device_minor;
	if (!is_same_device && !has_two_devices(fd))
		return false;
	*ret_status = status;
	return true;
}

static int try_map_files(struct elf_cache *cache, const struct region *region)
{
	char name[sizeof "map_files/" + 2 * 16 + 1];
	if (cache->is_map_files_denied)
		return -1;
	snprintf(name, sizeof name, "map_files/%llx-%llx", (unsigned long long)region->start,
		(unsigned long long)region->end);
	int fd = openat(cache->process_dir, name, O_PATH | O_CLOEXEC);
	cache->is_map_files_denied = fd < 0 && (errno == EPERM || errno == EACCES);
	return fd;
}

static int try_exe(struct elf_cache *cache, const struct region *region)
{
	if (strcmp(region->path, cache->process->exe) != 0)
		return -1;
	return openat(cache->process_dir, "exe", O_PATH | O_CLOEXEC);
}

static int try_path(struct elf_cache *cache, const struct region *region)
{
	if (cache->root_dir < 0 || region->path[0] != '/')
		return -1;
	return openat(cache->root_dir, region->path + 1, O_PATH | O_NOFOLLOW | O_CLOEXEC);
}

/* An O_PATH fd of the file, or -1. */
static int locate(struct elf_cache *cache, const struct region *region, struct stat *ret_status)
{
	static int (*const ways[])(struct elf_cache *, const struct region *) = {
		try_map_files,
		try_exe,
		try_path,
	};
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		int fd = ways[i](cache, region);
		if (fd >= 0 && is_the_file(fd, region, ret_status))
			return fd;
		if (fd >= 0)
			close(fd);
	}
	return -1;
}

static int open_located(int path_fd)
{
	char name[sizeof "/proc/self/fd/" + 10];
	snprintf(name, sizeof name, "/proc/self/fd/%d", path_fd);
	return open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

static struct elf_file *read_located(int path_fd)
{
	struct elf_file *file = NULL;
	int fd = open_located(path_fd);
	if (fd < 0)
		return NULL;
	if (elf_file_create(fd, &file) != 0)
		file = NULL;
	close(fd);
	return file;
}

static unsigned set_of(const struct region *region)
{
	uint64_t mixed = (region->inode + region->device_minor) * UINT64_C(0x9e3779b97f4a7c15);
	return (unsigned)(mixed >> 57) % SETS;
}

static struct entry *find_entry(struct elf_cache *cache, const struct region *region)
{
	struct entry *entries = cache->entries[set_of(region)];
	for (unsigned i = 0; i < WAYS; i++)
		if (entries[i].look != 0 && entries[i].inode == region->inode &&
			entries[i].device_major == region->device_major &&
			entries[i].device_minor == region->device_minor)
			return &entries[i];
	return NULL;
}

static struct entry *replace_entry(struct elf_cache *cache, const struct region *region)
{
	unsigned set = set_of(region);
	struct entry *entry = &cache->entries[set][cache->next[set]];
	cache->next[set] = (cache->next[set] + 1) % WAYS;
	elf_file_destroy(entry->file);
	*entry = (struct entry){ .inode = region->inode,
		.device_major = region->device_major,
		.device_minor = region->device_minor };
	return entry;
}

static bool is_unchanged(const struct entry *entry, const struct stat *status)
{
	return entry->look != 0 && entry->size == status->st_size &&
	       entry->modified.tv_sec == status->st_mtim.tv_sec &&
	       entry->modified.tv_nsec == status->st_mtim.tv_nsec;
}

/* Looks for the file and brings its entry up to date. A file that was read before but is out of
 * reach now (its library was upgraded) is still what is mapped. */
static struct entry *refresh(
	struct elf_cache *cache, struct entry *entry, const struct region *region)
{
	struct stat status;
	int fd = locate(cache, region, &status);
	if (!entry)
		entry = replace_entry(cache, region);
	if (fd >= 0 && !is_unchanged(entry, &status)) {
		elf_file_destroy(entry->file);
		entry->file = read_located(fd);
		entry->size = status.st_size;
		entry->modified = status.st_mtim;
	}
	if (fd >= 0)
		close(fd);
	return entry;
}

int elf_cache_create(struct elf_cache **ret_cache)
{
	struct elf_cache *cache = calloc(1, sizeof *cache);
	if (!cache)
		return -ENOMEM;
	cache->root_dir = -1;
	*ret_cache = cache;
	return 0;
}

void elf_cache_destroy(struct elf_cache *cache)
{
	if (!cache)
		return;
	for (unsigned set = 0; set < SETS; set++)
		for (unsigned way = 0; way < WAYS; way++)
			elf_file_destroy(cache->entries[set][way].file);
	free(cache);
}

void elf_cache_begin(struct elf_cache *cache, const struct process *process, int process_dir)
{
	cache->look++;
	cache->searches = 0;
	cache->process = process;
	cache->process_dir = process_dir;
	cache->is_map_files_denied = false;
	cache->root_dir = process_dir < 0
				  ? -1
				  : openat(process_dir, "root", O_PATH | O_DIRECTORY | O_CLOEXEC);
}

void elf_cache_end(struct elf_cache *cache)
{
	if (cache->root_dir >= 0)
		close(cache->root_dir);
	cache->root_dir = -1;
}

const struct elf_file *elf_cache_find(struct elf_cache *cache, const struct region *region)
{
	struct entry *entry = find_entry(cache, region);
	if (entry && entry->look == cache->look)
		return entry->file;
	if (cache->process_dir < 0 || cache->searches++ >= SEARCHES_MOST)
		return entry ? entry->file : NULL;
	entry = refresh(cache, entry, region);
	entry->look = cache->look;
	return entry->file;
}

int elf_cache_open(struct elf_cache *cache, const struct region *region)
{
	struct stat status;
	int path_fd = cache->process_dir < 0 ? -1 : locate(cache, region, &status);
	if (path_fd < 0)
		return -1;
	int fd = open_located(path_fd);
	close(path_fd);
	return fd;
}
