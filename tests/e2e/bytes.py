#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The byte oracle: for a stopped process every number of `strata snapshot --format json` equals an
independent reading of /proc. Arguments: strata, then the victims (ordinary, then static if there is
one). Output is TAP.

Counters of pages that other programs map too (libraries, the vDSO) change with every program that
starts, strata itself included; of those only the sums that cannot change are compared exactly."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

PAGE = os.sysconf("SC_PAGESIZE")
SCHEMA = {
    "": ["schema", "time", "process", "totals", "kinds", "regions", "gaps"],
    "process": ["pid", "ppid", "comm", "cmdline", "exe", "user", "uid", "state", "threads",
                "start_time"],
    "totals": ["vsz", "rss", "rss_anon", "rss_file", "rss_shmem", "pss", "uss", "swap", "locked",
               "page_tables", "peak_vsz", "peak_rss", "minflt", "majflt", "regions"],
    "kinds": ["kind", "regions", "size", "rss", "pss", "uss", "swap"],
    "regions": ["start", "end", "size", "perms", "offset", "device", "inode", "path", "deleted",
                "kind", "module", "parts", "rss", "pss", "shared_clean", "shared_dirty",
                "private_clean", "private_dirty", "referenced", "anonymous", "lazy_free",
                "anon_huge", "swap", "swap_pss", "locked", "page_size", "flags"],
    "parts": ["start", "end", "kind", "name"],
}
# JSON name: smaps key.
COUNTERS = {
    "rss": "Rss", "pss": "Pss", "shared_clean": "Shared_Clean", "shared_dirty": "Shared_Dirty",
    "private_clean": "Private_Clean", "private_dirty": "Private_Dirty", "referenced": "Referenced",
    "anonymous": "Anonymous", "lazy_free": "LazyFree", "anon_huge": "AnonHugePages", "swap": "Swap",
    "swap_pss": "SwapPss", "locked": "Locked", "page_size": "KernelPageSize",
}
SHARING = {"pss", "shared_clean", "shared_dirty", "private_clean", "private_dirty"}
# JSON name: status key.
STATUS = {
    "vsz": "VmSize", "rss": "VmRSS", "rss_anon": "RssAnon", "rss_file": "RssFile",
    "rss_shmem": "RssShmem", "page_tables": "VmPTE", "peak_vsz": "VmPeak", "peak_rss": "VmHWM",
}
KINDS = set("text rodata elf-header relro data bss heap arena anon file file-shared shm stack "
            "thread-stack guard reserve vdso vvar vsyscall hugetlb jit device unknown".split())
PSEUDO = {"heap", "stack", "vdso", "vvar", "vsyscall", "anon"}
HEADER = re.compile(rb"^([0-9a-f]+)-([0-9a-f]+) (....) ([0-9a-f]+) ([0-9a-f]+:[0-9a-f]+) (\d+) *(.*)$")
DELETED = b" (deleted)"


def read_smaps(pid):
    regions = []
    with open(f"/proc/{pid}/smaps", "rb") as stream:
        for line in stream.read().split(b"\n"):
            match = HEADER.match(line)
            if match:
                regions.append({"header": match.groups(), "counters": {}, "flags": None})
            elif line.startswith(b"VmFlags:"):
                regions[-1]["flags"] = line.split(b":")[1].decode().split()
            elif b":" in line:
                key, value = line.split(b":")
                words = value.split()
                if words[-1] == b"kB":
                    regions[-1]["counters"][key.decode()] = int(words[0]) * 1024
    return regions


def read_status(pid):
    with open(f"/proc/{pid}/status", "rb") as stream:
        return dict(line.split(b":\t", 1) for line in stream.read().split(b"\n") if b":\t" in line)


def read_stat(pid):
    with open(f"/proc/{pid}/stat", "rb") as stream:
        return stream.read().rsplit(b")", 1)[1].split()


def words(raw):
    return raw.decode("utf-8", "surrogateescape")


class Judge:
    def __init__(self):
        self.complaints = []

    def equal(self, what, seen, wanted):
        if seen != wanted:
            self.complaints.append(f"{what}: strata says {seen!r}, the kernel {wanted!r}")

    def keys(self, name, thing):
        self.equal(f"keys of {name or 'the document'}", list(thing), SCHEMA[name])


def judge_header(judge, region, header):
    start, end, permissions, offset, device, inode, path = header
    place = f"{words(start)} {words(path)}"
    deleted = path.endswith(DELETED)
    judge.equal(f"{place}: start", int(region["start"], 16), int(start, 16))
    judge.equal(f"{place}: end", int(region["end"], 16), int(end, 16))
    judge.equal(f"{place}: size", region["size"], int(end, 16) - int(start, 16))
    judge.equal(f"{place}: perms", region["perms"], words(permissions))
    judge.equal(f"{place}: offset", region["offset"], int(offset, 16))
    judge.equal(f"{place}: device", region["device"], words(device))
    judge.equal(f"{place}: inode", region["inode"], int(inode))
    judge.equal(f"{place}: deleted", region["deleted"], deleted)
    judge.equal(f"{place}: path", region["path"], words(path[:-len(DELETED)] if deleted else path))
    judge.equal(f"{place}: a kind", region["kind"] in KINDS, True)
    if path.startswith(b"/"):
        judge.equal(f"{place}: kind of a file", region["kind"] in PSEUDO, False)
    return place


def judge_parts(judge, place, region):
    last = int(region["start"], 16)
    for part in region["parts"]:
        judge.keys("parts", part)
        start, end = int(part["start"], 16), int(part["end"], 16)
        judge.equal(f"{place}: part {part['name']} lies in order inside",
                    last <= start < end <= int(region["end"], 16), True)
        last = end


def judge_region(judge, region, kernel, is_alone):
    judge.keys("regions", region)
    place = judge_header(judge, region, kernel["header"])
    judge_parts(judge, place, region)
    judge.equal(f"{place}: flags", region["flags"], kernel["flags"])
    is_shared = kernel["header"][6] == b"[vdso]" or \
        (kernel["header"][5] != b"0" and not is_alone)
    for name, key in COUNTERS.items():
        if not (is_shared and name in SHARING):
            judge.equal(f"{place}: {name}", region[name], kernel["counters"].get(key))
    for first, second in (("shared_clean", "private_clean"), ("shared_dirty", "private_dirty")):
        judge.equal(f"{place}: {first} + {second}", region[first] + region[second],
                    kernel["counters"][COUNTERS[first]] + kernel["counters"][COUNTERS[second]])


def judge_totals(judge, totals, document, status, stat):
    own = [r for r in document["regions"] if r["path"] != "[vsyscall]"]
    judge.keys("totals", totals)
    for name, key in STATUS.items():
        judge.equal(f"totals: {name}", totals[name], int(status[key.encode()].split()[0]) * 1024)
    judge.equal("totals: minflt", totals["minflt"], int(stat[7]))
    judge.equal("totals: majflt", totals["majflt"], int(stat[9]))
    judge.equal("totals: regions", totals["regions"], len(document["regions"]))
    judge.equal("totals: swap", totals["swap"], sum(r["swap"] for r in own))
    judge.equal("totals: locked", totals["locked"], sum(r["locked"] for r in own))
    judge.equal("totals: pss", totals["pss"], sum(r["pss"] for r in own))
    judge.equal("totals: uss", totals["uss"],
                sum(r["private_clean"] + r["private_dirty"] for r in own))


def judge_kinds(judge, document):
    seen = {}
    for kind in document["kinds"]:
        judge.keys("kinds", kind)
        seen[kind["kind"]] = kind
    for name in KINDS:
        of_kind = [r for r in document["regions"] if r["kind"] == name]
        total = seen.get(name, {"regions": 0, "size": 0, "rss": 0})
        judge.equal(f"kind {name}: regions", total["regions"], len(of_kind))
        for counter in ("size", "rss"):
            judge.equal(f"kind {name}: {counter}", total[counter],
                        sum(r[counter] for r in of_kind))


def judge_process(judge, process, pid, status, stat):
    judge.keys("process", process)
    with open(f"/proc/{pid}/cmdline", "rb") as stream:
        cmdline = [words(word) for word in stream.read().split(b"\0")[:-1]]
    with open(f"/proc/{pid}/comm", "rb") as stream:
        judge.equal("comm", process["comm"], words(stream.read()[:-1]))
    judge.equal("pid", process["pid"], pid)
    judge.equal("ppid", process["ppid"], int(stat[1]))
    judge.equal("cmdline", process["cmdline"], cmdline)
    judge.equal("exe", process["exe"], os.readlink(f"/proc/{pid}/exe"))
    judge.equal("uid", process["uid"], int(status[b"Uid"].split()[1]))
    judge.equal("state", process["state"], "T")
    judge.equal("threads", process["threads"], int(status[b"Threads"]))


def snapshot_of(strata, pid):
    text = subprocess.run([strata, "snapshot", str(pid), "--format", "json"],
                          stdout=subprocess.PIPE, check=True).stdout
    return json.loads(text.decode("utf-8"))


def stop(pid):
    """Every thread has stopped when this returns."""
    os.kill(pid, signal.SIGSTOP)
    while any(read_stat(f"{pid}/task/{task}")[0] != b"T" for task in os.listdir(f"/proc/{pid}/task")):
        time.sleep(0.001)


def judge_victim(strata, arguments, is_alone):
    judge = Judge()
    victim = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        victim.stdout.readline()
        stop(victim.pid)
        document = snapshot_of(strata, victim.pid)
        kernel, status, stat = (read(victim.pid) for read in (read_smaps, read_status, read_stat))
        judge.keys("", document)
        judge.equal("gaps", document["gaps"], [])
        judge_process(judge, document["process"], victim.pid, status, stat)
        judge.equal("number of regions", len(document["regions"]), len(kernel))
        for region, wanted in zip(document["regions"], kernel):
            judge_region(judge, region, wanted, is_alone)
        judge_totals(judge, document["totals"], document, status, stat)
        judge_kinds(judge, document)
    finally:
        victim.kill()
        victim.communicate()
    return judge.complaints


def main(strata, *victims):
    hostile = ["\x1b[31mred\x07", "tab\there", "back\bspace", b"\xff\xfe\xc2\x9b", "한글 이름", "[heap]",
               "a (deleted)", " leading", "\\012", "quote\"s\\"]
    folder = tempfile.mkdtemp(prefix="strata-")
    modes = [["sleep"], ["mappings", "300", "8"], ["threads", "5"], ["reserve", "2048"],
             ["resident", "30"], ["names", folder, *hostile],
             ["deep", folder]]
    failed, number = 0, 0
    for index, victim in enumerate(victims):
        for mode in modes:
            number += 1
            complaints = judge_victim(strata, [victim, *mode], is_alone=index > 0)
            failed += bool(complaints)
            name = f"{'static' if index else 'dynamic'} {mode[0]}"
            print(f"{'not ok' if complaints else 'ok'} {number} - every number of a {name} victim")
            for complaint in complaints[:20]:
                print("# " + complaint.encode("utf-8", "backslashreplace").decode())
    os.rmdir(folder)
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
