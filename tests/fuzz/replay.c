/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feeds every file of the folder in the first argument to the fuzz target, cut at each of a few
 * lengths, because half a file is what a process that exits leaves behind. */
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

#include "fuzz.h"

#define CUTS 16

static void feed(const uint8_t *bytes, size_t size)
{
	for (size_t cut = 0; cut <= CUTS; cut++) {
		size_t length = size * cut / CUTS;
		uint8_t *exact = malloc(length ? length : 1); /* so that a byte too far is seen */
		PROMISE(exact);
		memcpy(exact, bytes, length);
		LLVMFuzzerTestOneInput(exact, length);
		free(exact);
	}
}

static int replay(const char *folder, const char *name)
{
	char *path = NULL;
	struct stat status;
	PROMISE(asprintf(&path, "%s/%s", folder, name) >= 0);
	FILE *file = fopen(path, "r");
	if (!file || fstat(fileno(file), &status) != 0) {
		perror(path);
		return 1;
	}
	uint8_t *bytes = malloc((size_t)status.st_size + 1);
	PROMISE(bytes);
	size_t size = fread(bytes, 1, (size_t)status.st_size, file);
	fclose(file);
	feed(bytes, size);
	free(bytes);
	free(path);
	return 0;
}

int main(int count, char **arguments)
{
	if (count != 2) {
		fputs("usage: replay FOLDER\n", stderr);
		return 2;
	}
	DIR *folder = opendir(arguments[1]);
	if (!folder) {
		perror(arguments[1]);
		return 1;
	}
	int failed = 0, files = 0;
	for (struct dirent *entry; (entry = readdir(folder)); files++)
		if (entry->d_type == DT_REG)
			failed |= replay(arguments[1], entry->d_name);
	closedir(folder);
	return failed || files <= 2;
}
