"""Tidy CSV in, wide CSV out, by polars or pandas: a million numbers from file to file.

First that both have the numbers that `ours.csv` has, row by row and to the bit; then the fastest of some runs in milliseconds.

    io.py FOLDER polars|pandas RUNS
"""

import sys
import time

folder, library, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
KEYS = ["scenario", "region", "product", "unit"]


def by_polars():
    import polars

    table = polars.read_csv(f"{folder}/tidy.csv")
    wide = table.pivot(on="year", index=KEYS, values="value")
    wide.write_csv(f"{folder}/{library}.csv")


def by_pandas():
    import pandas

    table = pandas.read_csv(f"{folder}/tidy.csv", float_precision="round_trip")
    wide = table.pivot(index=KEYS, columns="year", values="value").reset_index()
    wide.to_csv(f"{folder}/{library}.csv", index=False)


def numbers(path):
    """The numbers of each row by its keys."""
    import csv

    with open(path, encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines)
        keys = [header.index(key) for key in KEYS]
        years = sorted((name, place) for place, name in enumerate(header) if name.isdigit())
        return {
            tuple(line[key] for key in keys): [(year, float(line[place])) for year, place in years] for line in lines
        }


run = {"polars": by_polars, "pandas": by_pandas}[library]
run()
assert numbers(f"{folder}/{library}.csv") == numbers(f"{folder}/ours.csv"), f"{library} has other numbers"
fastest = float("inf")
for _ in range(runs):
    start = time.perf_counter()
    run()
    fastest = min(fastest, time.perf_counter() - start)
version = __import__(library).__version__
print(f"{library} {version} {fastest * 1000:.0f}")
