#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every theme says how every role looks, in the order of enum role, and is installed."""

import re

import tree

roles = re.findall(r'\[(?:ROLE|REGION)_\w+\] = "([\w.-]+)"', tree.read("src/ui/role.c"))
installed = re.findall(r"'([\w-]+)'", re.search(r"themes = \[(.*?)\]", tree.read("themes/meson.build"),
                                              re.S).group(1))
problems = []
paths = tree.files("themes", endings=(".ini",))
for path in paths:
    name = path.removeprefix("themes/").removesuffix(".ini")
    looks = re.findall(r"^([\w.*-]+) = ", tree.read(path).partition("[roles]")[2], re.M)
    problems += [f"{path}: no look for {role}" for role in roles if role not in looks]
    problems += [f"{path}: no role {look}" for look in looks if look not in roles]
    if not problems and looks != roles:
        problems.append(f"{path}: roles stand in another order than in src/ui/role.c")
    if name not in installed:
        problems.append(f"{path}: is not in themes/meson.build")
tree.verdict(problems, f"{len(paths)} themes, {len(roles)} roles")
