"""Whether frictionless validates the data packages, and notices when the file is not what the package says.

    package.py FOLDER
"""

import sys
from pathlib import Path

import frictionless
from truth import MARKETS, bare, bits, expect

folder = Path(sys.argv[1])
for market in MARKETS:
    path = folder / market / "package"
    report = frictionless.validate(str(path / "datapackage.json"))
    assert report.valid, report.to_summary()
    resource = frictionless.Package(str(path / "datapackage.json")).resources[0]
    found = {
        (bare(row["scenario"]), bare(row["region"]), bare(row["product"]), row["year"]): bits(float(row["value"]))
        for row in resource.read_rows()
    }
    expect(found, folder, market)
    data = path / "data.csv"
    text = data.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    for damaged in [
        text.replace(",assumed\n", ",guessed\n"),
        text + lines[-1],
        text.replace(",year,", ",Year,"),
        text.replace(",2019,", ",2O19,"),
        text.replace("USD billion", "EUR billion", 1),
    ]:
        data.write_text(damaged, encoding="utf-8")
        assert not frictionless.validate(str(path / "datapackage.json")).valid, damaged[:200]
    data.write_text(text, encoding="utf-8")
