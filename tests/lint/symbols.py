#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""libstrata does not print, does not draw and keeps no state of its own; libstrata-ui does not draw.
Arguments: libstrata.a libstrata-ui.a"""

import re
import subprocess
import sys

import tree

CURSES = re.compile(r"^(initscr|newterm|endwin|w?(refresh|add[n]?str|addch|printw|getch|move)|stdscr"
                    r"|curscr|setupterm|tput[s]|doupdate)$")
PRINTS = re.compile(r"^(stdout|stderr|v?printf|puts|putchar|perror|__printf_chk|syslog|exit|_exit)$")
WRITABLE = re.compile(r"^(\.data(?!\.rel\.ro)|\.bss|\.tbss|\.tdata|\*COM\*)")

tree.need("nm", "binutils")


def symbols(library):
    """(name, class, section) of every symbol, as `nm -f sysv` prints them."""
    text = subprocess.check_output(["nm", "-f", "sysv", library], text=True)
    for line in text.splitlines():
        fields = [field.strip() for field in line.split("|")]
        if len(fields) == 7 and fields[0] != "Name":
            yield fields[0], fields[2], fields[6]


problems = []
for library, forbidden in zip(sys.argv[1:], ([CURSES, PRINTS], [CURSES])):
    for name, kind, section in symbols(library):
        if kind == "U" and any(pattern.match(name) for pattern in forbidden):
            problems.append(f"{library}: uses {name}")
        if kind in "BDCGS" and WRITABLE.match(section):
            problems.append(f"{library}: {name} in {section} is a global that can be written")
tree.verdict(problems, "no printing, no drawing, no globals")
