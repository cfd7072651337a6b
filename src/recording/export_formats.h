/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The formats behind export.c, and what they share. */
#pragma once

#include "strata/export.h"
#include "sink.h"

#define EXPORT_SCHEMA 1
#define EXPORT_TIME 40 /* room for export_time() */

void export_text_snapshot(
	struct sink *sink, const struct snapshot *snapshot, const struct export_options *options);
void export_text_processes(
	struct sink *sink, const struct process_list *list, const struct export_options *options);
void export_json_snapshot(
	struct sink *sink, const struct snapshot *snapshot, const struct export_options *options);
void export_json_processes(
	struct sink *sink, const struct process_list *list, const struct export_options *options);
void export_csv_snapshot(
	struct sink *sink, const struct snapshot *snapshot, const struct export_options *options);
void export_text_pages(
	struct sink *sink, const struct snapshot *snapshot, const struct export_options *options);
/* The members of the list "pages". */
void export_json_pages(struct sink *sink, const struct export_pages *pages);
void export_csv_pages(struct sink *sink, const struct export_pages *pages);
void export_csv_processes(
	struct sink *sink, const struct process_list *list, const struct export_options *options);

/* Fields of CSV, each preceded by its comma: the first one of a row is written otherwise. */
void export_csv_string(struct sink *sink, const char *raw, size_t length);
void export_csv_number(struct sink *sink, uint64_t number);
void export_csv_end_row(struct sink *sink);

/* The object "process". */
void export_json_process(struct sink *sink, const struct snapshot *snapshot);
/* "redis-server 4121 · redis · sleeping · 4 threads · up 3:12:44", and its command line. */
void export_text_identity(struct sink *sink, const struct snapshot *snapshot);

/* Nanoseconds since 1970 as RFC 3339 in UTC with microseconds. Returns `out`. */
char *export_time(uint64_t wall_ns, char out[EXPORT_TIME]);
/* "EACCES", and "permission denied"; both for any number. */
const char *export_error_name(int error);
char *export_error_words(int error, char out[64]);
