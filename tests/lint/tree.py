# SPDX-License-Identifier: GPL-2.0-or-later
"""The source tree as the linters see it, and how they speak: a line per problem, then the verdict."""

import os
import re
import shutil
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SKIPPED = 77


def files(*folders, endings=(".c", ".h")):
    """Paths relative to the top of the tree, sorted; recorded input of tests is not source."""
    found = []
    for folder in folders:
        for path, names, entries in os.walk(os.path.join(TOP, folder)):
            names[:] = [n for n in names if n not in ("fixtures", "corpus", "__pycache__")]
            found += [os.path.relpath(os.path.join(path, e), TOP) for e in entries
                      if e.endswith(tuple(endings))]
    return sorted(found)


def read(path):
    with open(os.path.join(TOP, path), encoding="utf-8") as stream:
        return stream.read()


def need(program, reason):
    if not shutil.which(program):
        skip(f"no {program} here: {reason}")


def version_of(program):
    """The major version that a program of LLVM says it has."""
    said = subprocess.check_output([program, "--version"], text=True)
    return re.search(r"version (\d+)", said).group(1)


def skip(reason):
    print(reason)
    sys.exit(SKIPPED)


def verdict(problems, praise):
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(f"{len(problems)} problem(s)")
    print(praise)
