#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""`strata export` as other programs read it: each format goes through a parser of its own, and the
figures of a stopped process are those of /proc. Arguments: strata, victim. Output is TAP."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

SVG = "{http://www.w3.org/2000/svg}"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"'
SAMPLE = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)\{(%s(?:,%s)*)\} (\d+)$" % (LABEL, LABEL))


class Victim:
    """A process that stands still, so that every reading of it is the same."""

    def __init__(self, path):
        self.child = subprocess.Popen([path, "sleep"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.child.stdout.readline()
        self.pid = self.child.pid
        os.kill(self.pid, signal.SIGSTOP)
        while self.stat()[2] != "T":
            time.sleep(0.001)

    def stat(self):
        with open(f"/proc/{self.pid}/stat") as stream:
            return stream.read().split()

    def rss(self):
        with open(f"/proc/{self.pid}/status") as stream:
            return int(re.search(r"VmRSS:\s+(\d+)", stream.read()).group(1)) * 1024

    def smaps_rss(self):
        with open(f"/proc/{self.pid}/smaps") as stream:
            return 1024 * sum(map(int, re.findall(r"^Rss:\s+(\d+)", stream.read(), re.M)))

    def close(self):
        self.child.kill()
        self.child.communicate()


def run(strata, *arguments):
    return subprocess.run([strata, "export", *map(str, arguments)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)


def written(strata, *arguments):
    ran = run(strata, *arguments)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.decode("utf-8")


def read_metrics(text, is_openmetrics):
    """The samples by name and labels; every family has its HELP and TYPE before its samples."""
    samples, kinds = {}, {}
    lines = text.split("\n")
    assert lines.pop() == ""
    if is_openmetrics:
        assert lines.pop() == "# EOF"
    for line in lines:
        if line.startswith("# "):
            _, word, name, rest = line.split(" ", 3)
            assert word in ("HELP", "TYPE") or (word == "UNIT" and is_openmetrics), line
            if word == "TYPE":
                assert name not in kinds, line
                kinds[name] = rest
            continue
        name, labels, value = SAMPLE.match(line).groups()
        family = name
        if is_openmetrics and name.endswith("_total"):
            family = name[:-len("_total")]
        assert kinds[family] == ("counter" if name.endswith("_total") else "gauge"), line
        assert (name, labels) not in samples, line
        samples[name, labels] = int(value)
    return samples


def csv_is_a_row_a_sample(strata, victim, _):
    text = written(strata, victim.pid, "--format", "csv", "--for", "0.4s", "--every", "0.1s")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) >= 2
    for row in rows:
        assert None not in row and None not in row.values(), row
        assert int(row["pid"]) == victim.pid and int(row["rss"]) == victim.rss()
        kinds = [int(row[name]) for name in row if name.endswith("_size")]
        assert sum(kinds) == int(row["vsz"]) + 4096 * (int(row["vsyscall_size"]) > 0), row
    clocks = [int(row["monotonic_ns"]) for row in rows]
    assert clocks == sorted(set(clocks))


def json_lines_are_objects(strata, victim, folder):
    path = os.path.join(folder, "series.jsonl")
    assert written(strata, victim.pid, "-o", path, "--for", "0.3s", "--every", "0.1s") == ""
    with open(path, encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    assert all(row["rss"] == victim.rss() for row in rows if "event" not in row)
    assert sum(kind["rss"] for kind in rows[0]["kinds"].values()) == victim.smaps_rss()


def a_trace_is_events(strata, victim, _):
    text = written(strata, victim.pid, "--format", "trace", "--for", "0.4s", "--every", "0.1s")
    events = json.loads(text)
    assert events[0]["ph"] == "M" and events[0]["args"]["name"] == "victim"
    for event in events[1:]:
        assert event["ph"] in "Ci" and event["pid"] == victim.pid and event["ts"] > 0
    resident = [event["args"] for event in events if event["name"] == "resident"]
    assert len(resident) >= 2 and all(sum(values.values()) == victim.rss() for values in resident)
    assert [event for event in events if event["name"] == "faults per second"]


def metrics_are_as_prometheus_reads_them(strata, victim, folder):
    prom, om = os.path.join(folder, "victim.prom"), os.path.join(folder, "victim.om")
    for _ in range(2):
        written(strata, victim.pid, "--format", "openmetrics", "-o", prom)
        written(strata, victim.pid, "-o", om)
    assert os.listdir(folder) and not [name for name in os.listdir(folder) if name.count(".") > 1]
    labels = f'pid="{victim.pid}",comm="victim"'
    for path, is_openmetrics in (prom, False), (om, True):
        with open(path, encoding="utf-8") as stream:
            samples = read_metrics(stream.read(), is_openmetrics)
        memory = "strata_process_memory_bytes"
        assert samples[memory, labels + ',memtype="rss"'] == victim.rss()
        assert samples["strata_process_minor_page_faults_total", labels] == int(victim.stat()[9])
        assert samples["strata_process_threads", labels] == 1
        assert not [key for key in samples if re.search("0x|[0-9a-f]{9}", key[1])]
    assert read_metrics(written(strata, victim.pid, "--format", "prometheus"), False)


def a_file_that_is_kept_new_is_always_whole(strata, victim, folder):
    path = os.path.join(folder, "victim.prom")
    arguments = [strata, "export", str(victim.pid), "-o", path, "--every", "0.1s"]
    exporter = subprocess.Popen(arguments)
    inodes = set()
    while len(inodes) < 4:
        assert exporter.poll() is None
        if os.path.exists(path):
            with open(path, encoding="utf-8") as stream:
                assert read_metrics(stream.read(), False)
                inodes.add(os.fstat(stream.fileno()).st_ctime_ns)
    exporter.terminate()
    assert exporter.wait() == 0
    assert os.listdir(folder) == ["victim.prom"]


def a_signal_ends_a_trace_in_peace(strata, victim, folder):
    path = os.path.join(folder, "trace.json")
    exporter = subprocess.Popen([strata, "export", str(victim.pid), "-o", path, "--every", "0.1s"])
    while not os.path.exists(path) or os.path.getsize(path) < 100:
        assert exporter.poll() is None
    exporter.terminate()
    assert exporter.wait() == 0
    with open(path, encoding="utf-8") as stream:
        assert len(json.load(stream)) > 1


def check_picture(text, columns, rows):
    root = ElementTree.fromstring(text)
    width, height = float(root.get("width")), float(root.get("height"))
    assert width == (columns + 2) * 9 and height == (rows + 2) * 18 - 18, (width, height)
    for element in root.iter():
        if element.tag == SVG + "rect":
            left, top = float(element.get("x", 0)), float(element.get("y", 0))
            assert 0 <= left and left + float(element.get("width")) <= width
            assert 0 <= top and top + float(element.get("height")) <= height
        if element.tag == SVG + "text":
            assert float(element.get("x")) + float(element.get("textLength")) <= width
    return "".join(root.itertext())


def pictures_are_of_any_view(strata, victim, _):
    for view in "map", "regions", "pages", "timeline", "growth", "events", "process":
        text = written(strata, victim.pid, "--format", "svg", "--view", view, "--size", "100x30")
        assert f"strata: victim {victim.pid}" in check_picture(text, 100, 30), view
    check_picture(written(strata, victim.pid, "--format", "svg", "--theme", "mono", "--ascii"), 120, 40)


def recordings_are_exported_too(strata, victim, folder):
    path = os.path.join(folder, "one.strata")
    subprocess.run([strata, "record", str(victim.pid), "-o", path, "--for", "0.4s", "--every", "0.1s"],
                   stdout=subprocess.DEVNULL, check=True)
    rows = list(csv.DictReader(io.StringIO(written(strata, path, "--format", "csv"))))
    assert len(rows) >= 2 and all(int(row["rss"]) == victim.rss() for row in rows)
    cut = os.path.join(folder, "cut.strata")
    with open(path, "rb") as whole, open(cut, "wb") as stream:
        stream.write(whole.read()[:4096])
    ran = run(strata, cut, "--format", "csv")
    assert ran.returncode == 1 and ran.stderr.count(b"\n") == 1, ran.stderr
    check_picture(written(strata, path + "@+0.1s", "--format", "svg", "--view", "timeline"), 120, 40)
    assert read_metrics(written(strata, path, "--format", "openmetrics"), True)


def what_is_there_is_left_alone(strata, victim, folder):
    path = os.path.join(folder, "kept.csv")
    with open(path, "w") as stream:
        stream.write("mine")
    ran = run(strata, victim.pid, "-o", path, "--for", "0.1s")
    assert ran.returncode == 1 and b"--force" in ran.stderr and ran.stderr.count(b"\n") == 1
    with open(path) as stream:
        assert stream.read() == "mine"
    written(strata, victim.pid, "-o", path, "--for", "0.1s", "--force")
    with open(path) as stream:
        assert stream.readline().startswith("time,")
    ran = run(strata, victim.pid, "-o", os.path.join(folder, "none", "x.svg"))
    assert ran.returncode == 1 and ran.stderr.count(b"\n") == 1


TESTS = [csv_is_a_row_a_sample, json_lines_are_objects, a_trace_is_events,
         metrics_are_as_prometheus_reads_them, a_file_that_is_kept_new_is_always_whole,
         a_signal_ends_a_trace_in_peace, pictures_are_of_any_view, recordings_are_exported_too,
         what_is_there_is_left_alone]


def main(strata, path):
    failed = 0
    print(f"1..{len(TESTS)}")
    for number, test in enumerate(TESTS, 1):
        victim = Victim(path)
        complaint = ""
        with tempfile.TemporaryDirectory(prefix="strata-") as folder:
            try:
                test(strata, victim, folder)
            except (AssertionError, ValueError, KeyError, AttributeError,
                    ElementTree.ParseError) as error:
                line = error.__traceback__.tb_next.tb_lineno if error.__traceback__.tb_next else 0
                complaint = f"line {line}: {type(error).__name__}: {error}"
            finally:
                victim.close()
        failed += bool(complaint)
        print(f"{'not ok' if complaint else 'ok'} {number} - {test.__name__.replace('_', ' ')}")
        if complaint:
            print("# " + complaint.replace("\n", " ")[:2000])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
