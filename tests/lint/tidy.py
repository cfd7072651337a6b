#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""clang-tidy over every source of the program, with .clang-tidy's checks. Versions differ in what
they find; others than the one the tree is kept clean with check sizes and complexity only.
Argument: build folder."""

import concurrent.futures
import json
import os
import subprocess
import sys

import tree

VERSION = "14"
SIZES = "-*,readability-function-size,readability-function-cognitive-complexity"

tree.need("clang-tidy", "nothing else checks complexity")
checks = [] if tree.version_of("clang-tidy") == VERSION else ["--checks=" + SIZES]
build = sys.argv[1]


def is_ours(path):
    return path.startswith(os.path.join(tree.TOP, "src"))


def tidy(path):
    run = subprocess.run(["clang-tidy", "--quiet", *checks, "-p", build, path], capture_output=True,
                         text=True, check=False)
    return "" if run.returncode == 0 else run.stdout + run.stderr


with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as stream:
    entries = json.load(stream)
paths = sorted({os.path.normpath(os.path.join(e["directory"], e["file"])) for e in entries})
paths = [path for path in paths if is_ours(path)]
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    problems = [said for said in pool.map(tidy, paths) if said]
tree.verdict(problems, f"{len(paths)} files")
