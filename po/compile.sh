#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# compile.sh MSGFMT PO FOLDER: FOLDER/LC_MESSAGES/strata.mo
set -e
mkdir -p "$3/LC_MESSAGES"
"$1" --check --output-file="$3/LC_MESSAGES/strata.mo" "$2"
touch "$3" # ninja looks at the folder's time
