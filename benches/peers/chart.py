"""The stacked chart of a market report in matplotlib: columns with totals, values inside, names beside, forecast hatched.

Prints the fastest of some runs in milliseconds, for SVG and for PNG at 192 dpi.
"""

import io
import sys
import time

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

SERIES, YEARS, FORECAST = 5, 8, 6
COLORS = ["#12436d", "#1f7aa8", "#6fc2a5", "#f0b030", "#c44e37"]


def value(row, year):
    return 3.0 / (row + 1) + 0.05 * ((row + 1) * (year + 1) % 17)


def draw():
    figure, axes = plt.subplots(figsize=(10, 5.83), dpi=96)
    base = [0.0] * YEARS
    for row in range(SERIES):
        values = [value(row, year) for year in range(YEARS)]
        bars = axes.bar(range(YEARS), values, 0.66, bottom=base, color=COLORS[row], edgecolor="white")
        for year, bar in enumerate(bars):
            if year >= FORECAST:
                bar.set_hatch("//")
            ink = "white" if row in (0, 1, 4) else "#15202b"
            axes.text(year, base[year] + values[year] / 2, f"{values[year]:.1f}", ha="center", va="center", color=ink)
        middle = base[-1] + values[-1] / 2
        axes.text(YEARS - 0.4, middle, f"Member {row}", va="center", color=COLORS[row])
        base = [low + high for low, high in zip(base, values)]
    for year, total in enumerate(base):
        axes.text(year, total + 0.1, f"{total:.1f}", ha="center", fontweight="bold")
    axes.set_xticks(range(YEARS), [f"{2001 + year}{'F' if year >= FORECAST else ''}" for year in range(YEARS)])
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.yaxis.set_visible(False)
    axes.set_title("Market", loc="left", fontweight="bold")
    figure.text(0.12, 0.01, "Source: made up.", fontsize=8)
    return figure


def fastest(kind, runs, **options):
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        figure = draw()
        figure.savefig(io.BytesIO(), format=kind, **options)
        best = min(best, time.perf_counter() - start)
        plt.close(figure)
    return best * 1000


runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
print(f"matplotlib {matplotlib.__version__}")
print(f"svg {fastest('svg', runs):.2f}")
print(f"png {fastest('png', runs, dpi=192):.2f}")
