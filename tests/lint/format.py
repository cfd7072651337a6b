#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The tree is formatted as .clang-format says. Versions of clang-format differ, so one is fixed."""

import os
import shutil
import subprocess
import sys

import tree

VERSION = "14"

program = shutil.which(f"clang-format-{VERSION}") or shutil.which("clang-format")
if not program:
    tree.skip("no clang-format here")
found = tree.version_of(program)
if found != VERSION:
    tree.skip(f"clang-format is version {found}, the tree is formatted with {VERSION}")
paths = [os.path.join(tree.TOP, path) for path in tree.files("src", "include", "tests", "man")]
sys.exit(subprocess.call([program, "--dry-run", "-Werror", *paths]))
