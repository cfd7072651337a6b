#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The shell scripts are sound."""

import subprocess
import sys

import tree

tree.need("shellcheck", "nothing else reads shell")
scripts = tree.files("tests", endings=(".sh",))
sys.exit(subprocess.call(["shellcheck", "-x", "tools/try", "tools/check", "tools/dependencies",
                          ".ci/run", *scripts], cwd=tree.TOP))
