#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# update.sh LANGUAGE...: takes every text that is marked in src/ over into po/LANGUAGE.po. What is new
# stands there untranslated, what is gone is dropped; nothing is guessed.
set -e
cd "$(dirname "$0")"
template=$(mktemp)
trap 'rm -f "$template"' EXIT
./extract.sh "$template"
sed -i '/^"POT-Creation-Date:/d' "$template"
for language; do
	msgmerge --quiet --update --backup=none --no-fuzzy-matching --no-wrap --add-location=file \
		"$language.po" "$template"
	msgattrib --no-obsolete --no-wrap --output-file="$language.po" "$language.po"
	printf '%s: ' "$language"
	msgfmt --check --statistics --output-file=/dev/null "$language.po"
done
