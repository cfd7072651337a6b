#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every file says its licence first; none holds unfinished business or a path of one machine."""

import os
import re

import tree

STRAY = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")
# Where this machine keeps things.
PLACES = [place for place in (os.path.expanduser("~") + "/", tree.TOP) if len(place) > 3]
ADDRESS = re.compile(r"\b(https?|ftp)://")
LICENCE = "SPDX-License-Identifier: GPL-2.0-or-later"
SOURCES = (".c", ".h", ".py", ".sh")

problems = []
sources = tree.files("src", "include", "tests", endings=SOURCES)
tools = ["tools/try", "tools/check", "tools/dependencies", ".ci/run"]
build = ["meson.build"] + tree.files("src", "tests", "themes", "man", endings=("meson.build",))
pages = tree.files("themes", "man", endings=(".ini", ".scd"))
for path in sources + tools:
    first = tree.read(path).splitlines()[:2]
    if not any(LICENCE in line for line in (first if first[0].startswith("#!") else first[:1])):
        problems.append(f"{path}:1: the licence stands in the first line")
for path in sources + tools + build + pages:
    for number, line in enumerate(tree.read(path).splitlines(), 1):
        if STRAY.search(line) or any(place in line for place in PLACES):
            problems.append(f"{path}:{number}: stray word: {line.strip()}")
        if line != line.rstrip():
            problems.append(f"{path}:{number}: blanks at the end of the line")
        if path in tools and ADDRESS.search(line):
            problems.append(f"{path}:{number}: an address: the system knows where packages are")
tree.verdict(problems, f"{len(sources + tools + build + pages)} files")
