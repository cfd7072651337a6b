#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Who may include whom. The folder is the layer; a header of the library belongs to the folder that
holds the module of its name."""

import os
import re

import tree

LIBRARY = ["base", "snapshot", "source", "analysis", "recording"]
# Folders whose headers a layer beyond the library may include, besides the library's.
UPPER = {
    "ui": {"ui"},
    "view": {"ui", "view", "demo"},
    "app": {"ui", "view", "demo", "app"},
    "demo": {"demo"},
}
# Headers that are no module of their own name.
HOME = {"source": "source", "snapshot": "snapshot"}
# Libraries and the only places that know them.
OUTSIDE = {
    r"curses|panel\.h|menu\.h|form\.h": ["src/app/screen.c"],
    r"term\.h": ["src/app/terminal.c"],
    r"json": ["src/recording/", "src/demo/check_json.c"],
    r"libelf|gelf|elfutils|dwarf": ["src/analysis/"],
    r"libproc2": ["src/source/"],
    r"ini\.h": ["src/ui/", "src/app/"],
    r"sqlite": ["src/recording/"],
}
LIBC_ONLY = "strata/translate.h"
RUNNER = re.compile(r"src/demo/(run|runner|judge|check|figure|prediction)\w*\.[ch]$")
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)


def home_of(header):
    """The layer of include/strata/NAME.h."""
    name = os.path.basename(header)[:-2]
    for layer in LIBRARY:
        if os.path.exists(os.path.join(tree.TOP, "src", layer, name + ".c")):
            return layer
    return HOME.get(name)


def library_problem(layer, header):
    if header.startswith("strata/"):
        home = home_of(header)
        if home is None:
            return "no module of the library has this name"
        if layer in LIBRARY and LIBRARY.index(home) > LIBRARY.index(layer):
            return f"{home} is above {layer}"
        return None
    if layer in LIBRARY:
        return "the library sees include/ and its own folder only" if "/" in header else None
    folder = header.split("/")[0]
    if "/" not in header or folder not in UPPER[layer]:
        return f"{layer} may include strata/ and " + ", ".join(sorted(UPPER[layer]))
    return None


def problem_of(path, bracket, header):
    if bracket == "<":
        for pattern, places in OUTSIDE.items():
            if re.match(pattern, header) and not path.startswith(tuple(places)):
                return "only " + ", ".join(places) + " may"
        return None
    if path.startswith("include/"):
        return None if header.startswith("strata/") else "the library's headers stand alone"
    layer = path.split("/")[1]
    if layer == "demo" and header.startswith("strata/") and not RUNNER.match(path):
        return None if header == LIBC_ONLY else "workers include libc only"
    return library_problem(layer, header)


problems = []
for path in tree.files("src", "include"):
    for bracket, header in INCLUDE.findall(tree.read(path)):
        problem = problem_of(path, bracket, header)
        if problem:
            problems.append(f"{path}: includes {header}: {problem}")
tree.verdict(problems, "every include points downwards")
