/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "catalogue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC 0x950412deu
#define LARGEST (16 << 20) /* bytes of a file that is taken in */

struct header {
	uint32_t magic, revision, count, originals, translations;
};

struct catalogue {
	size_t size;
	struct header header;
	bool is_swapped;   /* written on a machine of the other byte order */
	bool has_singular; /* a form of its own for 1 */
	char bytes[];
};

struct string {
	const char *text; /* NUL-terminated; NULL where the table is wrong */
	size_t length;
};

static uint32_t word_at(const struct catalogue *catalogue, size_t offset)
{
	uint32_t word;
	memcpy(&word, catalogue->bytes + offset, sizeof word);
	return catalogue->is_swapped ? __builtin_bswap32(word) : word;
}

static struct string string_at(const struct catalogue *catalogue, uint32_t table, uint32_t index)
{
	size_t entry = table + (size_t)index * 8;
	size_t length = word_at(catalogue, entry), offset = word_at(catalogue, entry + 4);
	if (offset + length >= catalogue->size || catalogue->bytes[offset + length] != '\0')
		return (struct string){ 0 };
	return (struct string){ catalogue->bytes + offset, length };
}

static bool has_table(const struct catalogue *catalogue, uint32_t table)
{
	return table + (size_t)catalogue->header.count * 8 <= catalogue->size;
}

static bool read_header(struct catalogue *catalogue)
{
	struct header *header = &catalogue->header;
	if (catalogue->size < sizeof *header)
		return false;
	memcpy(&header->magic, catalogue->bytes, sizeof header->magic);
	catalogue->is_swapped = header->magic == __builtin_bswap32(MAGIC);
	if (header->magic != MAGIC && !catalogue->is_swapped)
		return false;
	header->revision = word_at(catalogue, offsetof(struct header, revision));
	header->count = word_at(catalogue, offsetof(struct header, count));
	header->originals = word_at(catalogue, offsetof(struct header, originals));
	header->translations = word_at(catalogue, offsetof(struct header, translations));
	return header->revision >> 16 == 0 && has_table(catalogue, header->originals) &&
	       has_table(catalogue, header->translations);
}

/* The strings are sorted, so that they can be halved. */
static struct string find(const struct catalogue *catalogue, const char *text)
{
	uint32_t low = 0, high = catalogue->header.count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		struct string here = string_at(catalogue, catalogue->header.originals, middle);
		int order = here.text ? strcmp(text, here.text) : -1;
		if (order == 0)
			return string_at(catalogue, catalogue->header.translations, middle);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return (struct string){ 0 };
}

/* Takes over `catalogue`, whose bytes are filled in. */
static int finish(struct catalogue *catalogue, struct catalogue **ret_catalogue)
{
	if (!read_header(catalogue)) {
		free(catalogue);
		return -EINVAL;
	}
	struct string about = find(catalogue, "");
	catalogue->has_singular = !about.text || !strstr(about.text, "nplurals=1;");
	*ret_catalogue = catalogue;
	return 0;
}

static struct catalogue *allocate(size_t size)
{
	struct catalogue *catalogue = calloc(1, sizeof *catalogue + size);
	if (catalogue)
		catalogue->size = size;
	return catalogue;
}

int catalogue_create(const void *bytes, size_t size, struct catalogue **ret_catalogue)
{
	struct catalogue *catalogue = allocate(size);
	if (!catalogue)
		return -ENOMEM;
	memcpy(catalogue->bytes, bytes, size);
	return finish(catalogue, ret_catalogue);
}

static int read_whole(int fd, struct catalogue *catalogue)
{
	for (size_t done = 0; done < catalogue->size;) {
		ssize_t got = read(fd, catalogue->bytes + done, catalogue->size - done);
		if (got <= 0)
			return got < 0 ? -errno : -EINVAL;
		done += (size_t)got;
	}
	return 0;
}

static int take_file(int fd, struct catalogue **ret_catalogue)
{
	struct stat status;
	if (fstat(fd, &status) < 0)
		return -errno;
	if (!S_ISREG(status.st_mode) || status.st_size > LARGEST)
		return -EINVAL;
	struct catalogue *catalogue = allocate((size_t)status.st_size);
	if (!catalogue)
		return -ENOMEM;
	int error = read_whole(fd, catalogue);
	if (error == 0)
		return finish(catalogue, ret_catalogue);
	free(catalogue);
	return error;
}

int catalogue_open(const char *path, struct catalogue **ret_catalogue)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	int error = take_file(fd, ret_catalogue);
	close(fd);
	return error;
}

void catalogue_destroy(struct catalogue *catalogue)
{
	free(catalogue);
}

/* The forms of a text stand one behind the other, each with its NUL. */
const char *catalogue_find(
	const struct catalogue *catalogue, const char *text, unsigned long long count)
{
	struct string found = find(catalogue, text);
	if (!found.text || !catalogue->has_singular || count == 1)
		return found.text;
	size_t first = strlen(found.text);
	return first < found.length ? found.text + first + 1 : found.text;
}
