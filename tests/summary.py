#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Sums test logs of meson (testlog.json): prints what failed, why things were skipped, and as its
last line `N passed, N failed, N skipped`. Counts the cases of tests that speak TAP, else the tests.

Usage: summary.py [--skipped REASON]... LOG..."""

import json
import os
import re
import sys

CASE = re.compile(r"^(ok|not ok)\b[ \d]*(?:- *)?(.*)$")
SKIP = re.compile(r"#\s*skip\b[: ]*(.*)", re.IGNORECASE)
BAD = {"FAIL", "ERROR", "TIMEOUT", "INTERRUPT", "UNEXPECTEDPASS"}


def cases_of(output):
    """(outcome, what) of every TAP case in the output of one test. The reason of a skip stands behind
    it or, where the test library cannot say one, in the comment before it."""
    comment = ""
    for line in output.splitlines():
        match = CASE.match(line)
        if line.startswith("#"):
            comment = line.strip("# ")
        if not match:
            continue
        skip = SKIP.search(line)
        if skip:
            words = [match.group(2).split("#")[0].strip(), skip.group(1).strip(), comment]
            yield "skipped", ": ".join(word for word in words if word)
        else:
            yield ("passed" if match.group(1) == "ok" else "failed"), match.group(2)
        comment = ""


def reason_of(test):
    """The last line a skipped test wrote says why."""
    lines = (test.get("stdout", "") + test.get("stderr", "")).strip().splitlines()
    return lines[-1].strip() if lines else "no reason given"


def outcomes_of(test):
    cases = list(cases_of(test.get("stdout", "")))
    if test["result"] == "SKIP" and not any(outcome == "failed" for outcome, _ in cases):
        return [case for case in cases if case[0] == "skipped"] or [("skipped", reason_of(test))]
    if test["result"] in BAD and not any(outcome == "failed" for outcome, _ in cases):
        cases.append(("failed", f"the test as a whole: {test['result'].lower()}"))
    return cases or [("passed", "")]


def report_failure(run, test, names):
    print(f"\n=== failed in {run}: {test['name']}")
    for name in names:
        print(f"    {name}")
    output = (test.get("stdout", "") + test.get("stderr", "")).splitlines()
    print("\n".join("  | " + line for line in output[-60:]))


def main(arguments):
    total = {"passed": 0, "failed": 0, "skipped": 0}
    skips = {}
    while arguments and arguments[0] == "--skipped":
        total["skipped"] += 1
        skips[arguments[1]] = 1
        arguments = arguments[2:]
    for log in arguments:
        run = os.path.splitext(os.path.basename(log))[0]
        if not os.path.exists(log):
            print(f"{run}: no tests were run")
            total["failed"] += 1
            continue
        tests = [json.loads(line) for line in open(log, encoding="utf-8") if line.strip()]
        for test in tests:
            outcomes = outcomes_of(test)
            for outcome, what in outcomes:
                total[outcome] += 1
                if outcome == "skipped":
                    reason = f"{test['name']}: {what}"
                    skips[reason] = skips.get(reason, 0) + 1
            failed = [what for outcome, what in outcomes if outcome == "failed"]
            if failed:
                report_failure(run, test, failed)
    if skips:
        print("\nskipped:")
        for reason, count in sorted(skips.items()):
            print(f"  {reason}" + (f"  (×{count})" if count > 1 else ""))
    print(f"\n{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 1 if total["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
