#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The manual pages, as they are installed, are sound: groff has nothing to warn of.
Arguments: the pages."""

import shutil
import subprocess
import sys

import tree

pages = sys.argv[1:]
if not pages:
    tree.skip("no scdoc here to make manual pages")
if not shutil.which("groff"):
    tree.skip("no groff here")

problems = []
for page in pages:
    said = subprocess.run(["groff", "-man", "-Kutf8", "-Tutf8", "-ww", "-z", page],
                          capture_output=True, text=True, check=False).stderr
    # A word longer than a line may stand over its end.
    problems += [line for line in said.splitlines() if "can't break line" not in line]
tree.verdict(problems, f"{len(pages)} pages")
