/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "member.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "status.h"

bool member_is_alive(int member, struct buffer *buffer)
{
	return buffer_load(buffer, member, "stat") == 0 &&
	       !status_has_ended(buffer->bytes, buffer->length);
}

static int open_if_alive(int tasks, const char *name, struct buffer *buffer)
{
	int member = openat(tasks, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (member >= 0 && !member_is_alive(member, buffer)) {
		close(member);
		return -1;
	}
	return member;
}

int member_open(int dir, struct buffer *buffer)
{
	int member = -1;
	int tasks = openat(dir, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = tasks >= 0 ? fdopendir(tasks) : NULL;
	if (!stream) {
		if (tasks >= 0)
			close(tasks);
		return -1;
	}
	for (struct dirent *entry; member < 0 && (entry = readdir(stream));)
		if (entry->d_name[0] != '.')
			member = open_if_alive(tasks, entry->d_name, buffer);
	closedir(stream);
	return member;
}
