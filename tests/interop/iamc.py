"""Whether pyam reads the same numbers from IAMC data, wide and long.

    iamc.py FOLDER
"""

import sys

import pyam
from truth import MARKETS, bare, bits, expect

folder = sys.argv[1]
for market in MARKETS:
    for form in ["iamc", "iamc-long"]:
        # pyam hands what it does not know itself to pandas: names stay as they are, numbers to the bit.
        data = pyam.IamDataFrame(f"{folder}/{market}/{form}.csv", keep_default_na=False, float_precision="round_trip").data
        assert set(data["unit"]) == {"USD billion"}, set(data["unit"])
        found = {}
        for row in data.itertuples():
            root, product = row.variable.split("|")
            assert root == "Market Size", root
            found[(bare(row.scenario), bare(row.region), bare(product), int(row.year))] = bits(row.value)
        expect(found, folder, market)
