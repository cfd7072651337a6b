#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The catalogues are sound, and every text that is marked in the source stands in each of them,
translated. `ninja translations` takes new texts over."""

import os
import re
import subprocess
import tempfile

import tree

PO = os.path.join(tree.TOP, "po")
FORMS = {"nplurals=1; plural=0;", "nplurals=2; plural=(n != 1);"}  # what base/catalogue.h knows

for program in ("xgettext", "msgmerge", "msgattrib", "msgfmt"):
    tree.need(program, "gettext")


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def texts(*command):
    """The msgids of what a program of gettext writes, each behind the files it is from."""
    said = subprocess.check_output(command, text=True)
    return [f"{files}: {text}" for files, text in
            re.findall(r"^#: (.*)\n(?:#.*\n)*msgid (\".+\")$", said, re.MULTILINE)]


def catalogue_problems(path, template, merged):
    name = os.path.relpath(path, tree.TOP)
    check = run("msgfmt", "--check", "--check-format", "--output-file=/dev/null", path)
    if check.returncode:
        yield check.stderr.strip()
        return
    forms = re.search(r"Plural-Forms: (.*?)\\n", tree.read(name))
    if not forms or forms.group(1) not in FORMS:
        yield f"{name}: Plural-Forms is none of {', '.join(sorted(FORMS))}"
    subprocess.check_call(["msgmerge", "--quiet", "--no-fuzzy-matching", "--no-wrap",
                           "--output-file=" + merged, path, template])
    for text in texts("msgattrib", "--untranslated", "--no-obsolete", "--no-wrap", merged):
        yield f"{name}: not translated: {text}"
    for text in texts("msgattrib", "--only-fuzzy", "--no-obsolete", "--no-wrap", merged):
        yield f"{name}: guessed: {text}"


catalogues = sorted(entry for entry in os.listdir(PO) if entry.endswith(".po"))
listed = re.search(r"languages = \[(.*?)\]", tree.read("po/meson.build")).group(1)
problems = [] if [f"'{name[:-3]}'" for name in catalogues] == listed.split(", ") else [
    f"po/meson.build: lists {listed}, and there are {' '.join(catalogues)}"]
with tempfile.TemporaryDirectory() as folder:
    template, merged = os.path.join(folder, "strata.pot"), os.path.join(folder, "merged.po")
    subprocess.check_call([os.path.join(PO, "extract.sh"), template])
    with open(template, encoding="utf-8") as stream:
        for macro in re.findall(r"%[^\n]*?<PRI\w+>", stream.read()):
            problems.append(f"{macro}: a macro in a text that is marked; use %llu and a cast")
    for catalogue in catalogues:
        problems += catalogue_problems(os.path.join(PO, catalogue), template, merged)
tree.verdict(problems, f"{len(catalogues)} catalogue(s), complete")
