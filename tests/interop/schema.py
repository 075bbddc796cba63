"""docs/model.schema.json as a validator that is not ours reads it.

    python tests/interop/schema.py

Needs Python 3.11 and the package jsonschema. Says what it did, and ends with 1 where the two disagree.
"""

import json
import pathlib
import re
import sys
import tomllib

try:
    from jsonschema import Draft7Validator
except ImportError:
    print("skipped: jsonschema is not installed")
    sys.exit(0)

ROOT = pathlib.Path(__file__).resolve().parents[2]
schema = json.loads((ROOT / "docs/model.schema.json").read_text(encoding="utf-8"))
Draft7Validator.check_schema(schema)
validator = Draft7Validator(schema)
forms = json.loads((ROOT / "tests/data/model-forms.json").read_text(encoding="utf-8"))
complaints = []


def expect(what, model, is_accepted):
    faults = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(model)]
    if is_accepted and faults:
        complaints.append(f"{what} is refused: {faults[0]}")
    if not is_accepted and not faults:
        complaints.append(f"{what} is accepted: {json.dumps(model)}")


def listings(page):
    """The models and parts of models on the page."""
    for language, text in re.findall(r"^```(toml|json)\n(.*?)^```", page, re.S | re.M):
        if language == "toml":
            yield tomllib.loads(text)
        elif '"format"' in text:
            yield json.loads(text)


folders = ["examples/data", "tests/data", "tests/data/tables", "src/personalization"]
files = sorted(path for folder in folders for path in (ROOT / folder).glob("*.toml"))
for path in files:
    expect(path.relative_to(ROOT), tomllib.loads(path.read_text(encoding="utf-8")), True)
parts = list(listings((ROOT / "docs/model-file.md").read_text(encoding="utf-8")))
for number, part in enumerate(parts, 1):
    expect(f"listing {number}", forms["sound"] | part, True)
for kind in ["accepted", "refused"]:
    for number, form in enumerate(forms[kind], 1):
        expect(f"{kind} form {number}", forms["sound"] | form, kind == "accepted")

for complaint in complaints:
    print(complaint)
print(
    f"schema: {len(files)} model files, {len(parts)} listings, "
    f"{len(forms['accepted'])} forms that are read and {len(forms['refused'])} that are not: "
    f"{len(complaints) or 'no'} disagreements"
)
sys.exit(1 if complaints or not files or not parts else 0)
