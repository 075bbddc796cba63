"""Recalculates a workbook with LibreOffice and compares each formula with the result stored beside it.

    python tests/interop/xlsx.py FILE...

The stored results are taken out of a copy first, so that LibreOffice has nothing to fall back on.
Exit code: 0 when all agree, 1 when one does not, 2 when a file cannot be read; what is not installed is said and skipped.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

# A part of the number; for growth, of the growth factor, since a rate near 0 is the difference of numbers near 1; for a sum
# or difference, of the largest number in it, since a spreadsheet makes what is next to nothing beside them 0.
TOLERANCE = 1e-12
# Sums and differences, perhaps counted in units of another cell.
TERMS = re.compile(r"=(?:\((?P<counted>[^/!]+)\)/(?P<unit>[A-Z]+\d+)|(?P<plain>[^/!]+))")


def without_results(source: Path, target: Path) -> int:
    """Copies a workbook without the results of its formulas; how many there were."""
    removed = 0

    def strip(match: re.Match) -> bytes:
        nonlocal removed
        removed += 1
        return match.group(1)

    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", strip, data)
            new.writestr(name, data)
    return removed


def recalculated(source: Path, folder: Path, soffice: str) -> Path:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / "out" / source.name


def agree(stored, found, scale: float) -> bool:
    if isinstance(stored, (int, float)) and isinstance(found, (int, float)):
        return abs(stored - found) <= TOLERANCE * max(abs(stored), abs(found), scale)
    return stored == found


def scale(cell, values) -> float:
    """What the result of a formula is small or large beside."""
    if cell.number_format.endswith("%"):
        return 1.0
    terms = TERMS.fullmatch(str(cell.value))
    if terms is None:
        return 0.0
    text = terms["counted"] or terms["plain"]
    found = [values[name.replace("$", "")].value for name in re.findall(r"\$?[A-Z]+\$?\d+", text)]
    largest = max((abs(value) for value in found if isinstance(value, (int, float))), default=0.0)
    unit = values[terms["unit"]].value if terms["unit"] else 1.0
    return largest * (100.0 if text.endswith("*100") else 1.0) / abs(unit)


def check(path: Path, soffice: str, load) -> int:
    formulas, stored = load(path), load(path, data_only=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        removed = without_results(path, copy)
        found = load(recalculated(copy, Path(folder), soffice), data_only=True)
    compared, wrong = 0, 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                compared += 1
                kept = stored[sheet.title][cell.coordinate].value
                fresh = found[sheet.title][cell.coordinate].value
                if kept is None or not agree(kept, fresh, scale(cell, stored[sheet.title])):
                    wrong += 1
                    print(f"{path}: '{sheet.title}'!{cell.coordinate} {cell.value}: stored {kept!r}, recalculated {fresh!r}")
    if compared != removed:
        wrong += 1
        print(f"{path}: {removed} results were taken out, {compared} formulas were compared")
    print(f"{path}: {compared} formulas recalculated, {wrong} differ")
    return wrong


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        print("xlsx: skipped, LibreOffice is not installed")
        return 0
    try:
        from openpyxl import load_workbook
    except ImportError:
        print("xlsx: skipped, the Python package openpyxl is not installed")
        return 0
    wrong = 0
    for argument in arguments:
        try:
            wrong += check(Path(argument), soffice, load_workbook)
        except (OSError, zipfile.BadZipFile, subprocess.SubprocessError) as fault:
            print(f"{argument}: {fault}", file=sys.stderr)
            return 2
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
