/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/outlet.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A pipe or a terminal is not replaced by being written to. */
static bool is_file(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static int open_flags(const struct outlet_options *options)
{
	if (options->is_atomic)
		return O_CREAT | O_EXCL;
	if (options->is_replacing)
		return O_CREAT | O_TRUNC;
	return access(options->path, F_OK) != 0 || is_file(options->path) ? O_CREAT | O_EXCL : 0;
}

static int open_stream(const char *path, int flags, FILE **ret_stream)
{
	int file = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | flags, 0666);
	FILE *stream = file < 0 ? NULL : fdopen(file, "w");
	int error = errno;
	if (!stream && file >= 0)
		close(file);
	*ret_stream = stream;
	return stream ? 0 : -error;
}

int outlet_open(struct outlet *outlet, const struct outlet_options *options)
{
	*outlet = (struct outlet){ .stream = stdout };
	if (!options->path)
		return 0;
	outlet->path = strdup(options->path);
	int status = outlet->path ? 0 : -ENOMEM;
	if (status == 0 && options->is_atomic &&
		asprintf(&outlet->temporary, "%s.%d", options->path, (int)getpid()) < 0) {
		outlet->temporary = NULL;
		status = -ENOMEM;
	}
	if (status == 0)
		status = open_stream(outlet->temporary ? outlet->temporary : outlet->path,
			open_flags(options), &outlet->stream);
	if (status < 0) {
		free(outlet->temporary);
		free(outlet->path);
	}
	return status;
}

int outlet_close(struct outlet *outlet, int error)
{
	if (fflush(outlet->stream) != 0 && error == 0)
		error = -errno;
	if (outlet->path && fclose(outlet->stream) != 0 && error == 0)
		error = -errno;
	if (outlet->temporary && error == 0 && rename(outlet->temporary, outlet->path) != 0)
		error = -errno;
	if (outlet->temporary && error < 0)
		unlink(outlet->temporary);
	free(outlet->temporary);
	free(outlet->path);
	*outlet = (struct outlet){ 0 };
	return error;
}
