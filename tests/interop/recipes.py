"""Runs the Python recipes of docs/interchange.md that import a library, where the files they name lie.

    recipes.py LIBRARY FOLDER
"""

import os
import re
import sys
from pathlib import Path

library, folder = sys.argv[1], Path(sys.argv[2])
page = Path("docs/interchange.md").read_text(encoding="utf-8")
recipes = re.findall(r"^```python\n(.*?)^```$", page, re.S | re.M)
recipes = [recipe for recipe in recipes if re.search(rf"^import {library}\b", recipe, re.M)]
assert recipes, f"the page has no recipe for {library}"
place = folder / f"recipes-{library}"
place.mkdir()
names = {"csv": "forecast.csv", "wide": "wide.csv", "iamc": "iamc.csv"}
for form, name in names.items():
    (place / name).write_bytes((folder / "flagship" / f"{form}.csv").read_bytes())
os.chdir(place)
for recipe in recipes:
    scope = {}
    exec(compile(recipe, "docs/interchange.md", "exec"), scope)
    # What a recipe arrives at: sizes of the market in 2019, which the source printed as 8.1.
    assert abs(scope["total"] - 8.1) < 0.05, scope["total"]
