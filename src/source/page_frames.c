/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>

#include "page_bits.h"
#include "page_reader.h"

struct page_frames *page_frames_ref(const struct page_frames *frames)
{
	struct page_frames *counted = (struct page_frames *)(uintptr_t)frames;
	__atomic_add_fetch(&counted->references, 1, __ATOMIC_RELAXED);
	return counted;
}

void page_frames_unref(const struct page_frames *frames)
{
	struct page_frames *counted = (struct page_frames *)(uintptr_t)frames;
	if (counted && __atomic_sub_fetch(&counted->references, 1, __ATOMIC_ACQ_REL) == 0)
		free(counted);
}

/* -EPERM where a page is in RAM, and its frame is not told. */
static int read_frames(struct page_reader *reader, struct page_frames *frames)
{
	uint64_t address = frames->start;
	uint64_t end = frames->start + frames->count * reader->page_size;
	for (size_t at = 0; at < frames->count; address = frames->start + at * reader->page_size) {
		const uint64_t *words;
		size_t count;
		int error = page_entries_get(&reader->entries, address, end, &words, &count);
		if (error < 0)
			return error;
		for (size_t i = 0; i < count; i++) {
			bool is_present = words[i] & PAGE_ENTRY_PRESENT;
			uint64_t frame = is_present ? words[i] & PAGE_ENTRY_FRAME : 0;
			if (is_present && frame == 0)
				return -EPERM;
			frames->frames[at++] = frame;
		}
	}
	return 0;
}

int page_reader_frames(
	struct page_reader *reader, uint64_t start, uint64_t end, struct page_frames **ret_frames)
{
	if (end <= start || end - start > PAGE_FRAMES_MOST)
		return -EINVAL;
	size_t count = (size_t)((end - start) / reader->page_size);
	struct page_frames *frames = malloc(sizeof *frames + count * sizeof *frames->frames);
	if (!frames)
		return -ENOMEM;
	frames->start = start;
	frames->count = count;
	frames->references = 1;
	int error = page_reader_begin(reader);
	if (error == 0) {
		error = read_frames(reader, frames);
		page_reader_end(reader);
	}
	if (error < 0) {
		free(frames);
		return error;
	}
	*ret_frames = frames;
	return 0;
}
