#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Everything a user can name stands in the manual, and every theme names every role.
Argument: strata."""

import configparser
import re
import subprocess
import sys

import tree

manual = tree.read("man/strata.1.scd")


def strings(path, pattern):
    return re.findall(pattern, tree.read(path), re.DOTALL)


def definitions(folder, struct, field, listed=r"\w+"):
    """The strings of `.field` in every `const struct STRUCT x = {` of a folder, x being listed."""
    pattern = rf"const struct {struct} (?:{listed}) = \{{.*?\.{field} = \"([^\"]+)\""
    return [name for path in tree.files(folder, endings=(".c",)) for name in strings(path, pattern)]


said = subprocess.run([sys.argv[1], "--help"], capture_output=True, text=True, check=True).stdout
roles = strings("src/ui/role.c", r"\[R\w+\] = \"([^\"]+)\"")
NAMES = {
    "command": strings("src/view/command.c", r"COMMAND_\w+, CONTEXT_\w+,\s*\w+,\s*\"([\w-]+)\""),
    "option": re.findall(r"(--[a-z][a-z-]+)", said),
    "subcommand": re.findall(r"^  strata ([a-z]+) ", said, re.MULTILINE),
    "view": definitions("src/view", "view", "name",
                        "|".join(strings("src/view/registry.c", r"&(view_\w+)"))),
    "kind": strings("src/snapshot/region.c", r"\[REGION_\w+\] = \"([^\"]+)\""),
    "role": [role for role in roles if not role.startswith("kind.")],
}

problems = []
for what, names in NAMES.items():
    if not names:
        problems.append(f"no {what} was found: does this check still know where they are?")
    for name in sorted(set(names)):
        if not re.search(rf"\*(strata )?{re.escape(name)}\*", manual):
            problems.append(f"man/strata.1.scd: no {what} *{name}*")
for path in tree.files("themes", endings=(".ini",)):
    theme = configparser.ConfigParser(interpolation=None, inline_comment_prefixes=(";",))
    theme.read_string(tree.read(path))
    for role in roles:
        if role not in theme["roles"]:
            problems.append(f"{path}: no role {role}")
    for role in theme["roles"]:
        if role not in roles:
            problems.append(f"{path}: {role} is no role")
tree.verdict(problems, ", ".join(f"{len(set(names))} {what}s" for what, names in NAMES.items()))
