#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# extract.sh TEMPLATE: writes every text that is marked in the source. No list of files to keep: all of
# them are read.
set -e
template=$(realpath "$1")
cd "$(dirname "$0")/.."
find src include -name '*.[ch]' | LC_ALL=C sort | xgettext --files-from=- --output="$template" \
	--language=C --from-code=UTF-8 --add-location=file --no-wrap --force-po \
	--package-name=strata --copyright-holder='the strata authors' \
	--keyword --keyword=_ --keyword=N_ --keyword=translate_many:1,2 \
	--keyword=prose_counted:2,3 --keyword=PROSE_COUNTED:2,3 \
	--keyword=worker_skip:2 --keyword=worker_fork:2
