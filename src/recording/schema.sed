# SPDX-License-Identifier: GPL-2.0-or-later
# Makes C of SQL: each line becomes a string, each empty line the comma between two statements.
s/["\]/\\&/g
s/^/"/
s/$/\\n"/
s/^"\\n"$/,/
1 i\
extern const char *const schema_statements[];\
const char *const schema_statements[] = {
$ a\
, 0 };
