"""Reads matplotlib's times from standard input and ours from a file of the bench, and prints both with their ratio."""

import re
import sys

MILLISECONDS = {"ns": 1e-6, "µs": 1e-3, "ms": 1.0, "s": 1e3}


def fastest(line):
    number, unit = re.search(r"([\d.]+) (ns|µs|ms|s)\b", line).groups()
    return float(number) * MILLISECONDS[unit]


ours, inside = {}, ""
for line in open(sys.argv[1], encoding="utf-8"):
    name = re.search(r"(stacked_\w+)", line)
    inside = name.group(1) if name else inside
    if inside == "stacked_svg" and name:
        ours["svg"] = fastest(line)
    elif inside == "stacked_png" and re.search(r"─ 2(\.0)? ", line):
        ours["png"] = fastest(line)

theirs = dict(line.split() for line in sys.stdin if line.strip())
print(f"matplotlib {theirs.pop('matplotlib')}")
for kind, time in theirs.items():
    time = float(time)
    print(f"{kind}: {time:.1f} ms and {ours[kind]:.2f} ms, {time / ours[kind]:.0f} times as fast")
