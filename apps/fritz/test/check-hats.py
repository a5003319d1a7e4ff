"""Reads a HATS collection with whatever of DuckDB, hats and LSDB is there, and prints what it found as JSON."""
import importlib.util
import json
import logging
import sys
from pathlib import Path

folder = Path(sys.argv[1])
ra, dec, radius = (float(text) for text in sys.argv[2:5])
catalog = next(path.parent for path in folder.glob("*/hats.properties") if "arcs" not in path.parent.name)
found = {}

if importlib.util.find_spec("duckdb"):
    import duckdb

    files = str(catalog / "dataset" / "**" / "*.parquet")
    rows, low, high = duckdb.execute(
        f"select count(*), min(_healpix_29), max(_healpix_29) from read_parquet('{files}')"
    ).fetchone()
    near = duckdb.execute(
        f"select count(*) from read_parquet('{files}') where sqrt(pow((ra - ?) * cos(radians(?)), 2)"
        " + pow(dec - ?, 2)) * 3600 < ?",
        [ra, dec, dec, radius],
    ).fetchone()[0]
    found["duckdb"] = {"rows": rows, "near": near, "range": [str(low), str(high)]}

if importlib.util.find_spec("hats"):
    import hats
    from hats.io.validation import is_valid_catalog

    logging.basicConfig(stream=sys.stderr)
    read = hats.read_hats(folder)
    found["hats"] = {
        "rows": read.main_catalog.catalog_info.total_rows,
        "partitions": len(read.main_catalog.get_healpix_pixels()),
        "valid": bool(is_valid_catalog(folder, strict=True)),
    }

if importlib.util.find_spec("lsdb"):
    import lsdb

    opened = lsdb.open_catalog(folder)
    everything = opened.compute()
    near = opened.cone_search(ra=ra, dec=dec, radius_arcsec=radius).compute()
    matched = opened.crossmatch(opened, radius_arcsec=radius, n_neighbors=1).compute()
    found["lsdb"] = {"rows": len(everything), "near": len(near), "matched": len(matched)}

print(json.dumps(found))
