"""Writes the HATS catalog of golden/hats with pyarrow and astropy-healpix: python3 make-hats.py."""
from pathlib import Path

import astropy.units as u
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from astropy_healpix import HEALPix

root = Path(__file__).parent / "golden" / "hats"
random = np.random.default_rng(7)
rows = 150
ra = random.uniform(0, 360, rows)
dec = np.degrees(np.arcsin(random.uniform(-1, 1, rows)))
# A cluster, in partitions of its own; both sides of right ascension 0; the poles.
ra[:60] = (359.98 + random.uniform(0, 0.04, 60)) % 360
dec[:60] = 20 + random.uniform(-0.02, 0.02, 60)
dec[60:64] = [90, 89.9999, -90, -89.9999]
ra[64:] = ra[64:] / 4
hpx = HEALPix(nside=2**29, order="nested").lonlat_to_healpix(ra * u.deg, dec * u.deg).astype(np.int64)
ids = 2**60 + np.arange(rows, dtype=np.int64)
mag = random.uniform(10, 20, rows).astype(np.float32)
pmra = np.where(np.arange(rows) % 10 == 0, 2000.0, 1.0)

order = np.argsort(hpx, kind="stable")
split = 4  # of the base pixels this one is kept at order 1
partitions = [(0, p) for p in range(12) if p != split] + [(1, 4 * split + c) for c in range(4)]
written = []
for norder, npix in partitions:
    inside = [i for i in order if hpx[i] >> (2 * (29 - norder)) == npix]
    if not inside:
        continue
    folder = root / "dataset" / f"Norder={norder}" / "Dir=0"
    folder.mkdir(parents=True, exist_ok=True)
    table = pa.table({
        "_healpix_29": hpx[inside], "source_id": ids[inside], "ra": ra[inside], "dec": dec[inside],
        "mag": mag[inside], "pmra": pmra[inside], "pmdec": np.zeros(len(inside)),
    })
    pq.write_table(table, folder / f"Npix={npix}.parquet", row_group_size=40, compression="zstd",
                   write_statistics=["_healpix_29"], store_schema=False)
    written.append((norder, npix))
(root / "partition_info.csv").write_text("Norder,Npix\n" + "".join(f"{o},{p}\n" for o, p in written))
(root / "hats.properties").write_text(
    "# HATS\nobs_collection=small\ndataproduct_type=object\n"
    f"hats_nrows={rows}\nhats_col_ra=ra\nhats_col_dec=dec\nhats_col_healpix=_healpix_29\n"
    "hats_col_healpix_order=29\nhats_npix_suffix=.parquet\n"
)
