#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Functions of at most 60 lines, half of them of at most 12; files of at most 400 lines."""

import statistics

import tree

FUNCTION = 60
MEDIAN = 12
FILE = 400
# Files that may be longer, and why.
LONGER = {}


def functions(path):
    """(name, lines of the body): a function's braces stand alone in column 0."""
    lines = tree.read(path).splitlines()
    start = None
    for number, line in enumerate(lines):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            yield f"{path}:{start + 1}", number - start - 1
            start = None


problems, lengths = [], []
for path in tree.files("src", "include", "tests", "man"):
    count = len(tree.read(path).splitlines())
    if count > FILE and path not in LONGER:
        problems.append(f"{path}: {count} lines, at most {FILE}")
    for place, length in functions(path):
        if length > FUNCTION:
            problems.append(f"{place}: a function of {length} lines, at most {FUNCTION}")
        if path.startswith("src/"):
            lengths.append(length)
for path in LONGER:
    if len(tree.read(path).splitlines()) <= FILE:
        problems.append(f"{path}: needs no exception any more")
median = statistics.median(lengths)
if median > MEDIAN:
    problems.append(f"the median function has {median} lines, at most {MEDIAN}")
tree.verdict(problems, f"{len(lengths)} functions: median {median}, "
             f"90th percentile {sorted(lengths)[len(lengths) * 9 // 10]}, longest {max(lengths)}")
