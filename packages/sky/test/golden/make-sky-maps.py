"""Makes sky-maps.json, and the files in packages/archive/test/sky-maps/golden.

    pip install healpy mocpy astropy scipy && python make-sky-maps.py

Pixels are healpy's, regions of pixels mocpy's, integrals scipy's, files astropy's and healpy's. Credible
regions are numpy's cumulative sum of the sorted probabilities, as the LIGO/Virgo/KAGRA Public Alerts User
Guide takes it, with the pixel that reaches the level included.
"""
import gzip
import json
import pathlib

import healpy as hp
import numpy as np
from astropy.io import fits
from astropy.table import Table
from mocpy import MOC
from scipy.integrate import quad

HERE = pathlib.Path(__file__).parent
FILES = HERE.parents[2] / "archive/test/sky-maps/golden"
rng = np.random.default_rng(20261201)


def simulated(nside):
    """Two spots; each value is of the pixel's middle. Nested order."""
    x, y, z = hp.pix2vec(nside, np.arange(hp.nside2npix(nside)), nest=True)
    first = hp.ang2vec(150.0, 30.0, lonlat=True)
    second = hp.ang2vec(310.0, -45.0, lonlat=True)
    dot = lambda v: x * v[0] + y * v[1] + z * v[2]
    p = np.exp(40 * (dot(first) - 1)) + 0.5 * np.exp(300 * (dot(second) - 1))
    return p / p.sum()


def credible(prob, nside):
    order = np.argsort(-prob, kind="stable")
    cumulative = np.cumsum(prob[order])
    found = {}
    for percent in (10, 50, 90, 99):
        n = int(np.searchsorted(cumulative, percent / 100)) + 1
        found[str(percent)] = {"pixels": n, "area": n * hp.nside2pixarea(nside, degrees=True)}
    level = np.empty_like(prob)
    level[order] = cumulative
    places = [[150, 30], [155, 20], [310, -45], [300, -40], [10, 10], [0, 90], [123.4, -5.6]]
    at = hp.ang2pix(nside, *np.array(places).T, nest=True, lonlat=True)
    return {
        "regions": found,
        "places": [
            {"ra": ra, "dec": dec, "level": float(level[i]), "prob": float(prob[i])}
            for (ra, dec), i in zip(places, at)
        ],
    }, order[: found["90"]["pixels"]]


def ring_numbers():
    found = {str(n): hp.nest2ring(n, np.arange(12 * n * n)).tolist() for n in (1, 2, 4)}
    for nside in (512, 4096):
        nest = rng.integers(0, 12 * nside**2, 200)
        found[str(nside)] = {"nest": nest.tolist(), "ring": hp.nest2ring(nside, nest).tolist()}
    return found


def mocs(region, order):
    a = MOC.from_string("3/10-20 5/700 8/1000-1003 29/3458764513820540927")
    b = MOC.from_string("4/50-60 6/5000 0/11")
    of = lambda moc: {"ascii": moc.to_string(), "json": moc.serialize("json"), "fraction": moc.sky_fraction}
    cells = MOC.from_healpix_cells(region.astype(np.uint64), np.full(len(region), order, np.uint8), order)
    return {
        "a": of(a),
        "b": of(b),
        "union": of(a.union(b)),
        "intersection": of(a.intersection(b)),
        "complement": of(a.complement()),
        "region90": of(cells),
        "a_degraded_to_4": of(a.degrade_to_order(4)),
    }


def distances():
    found = []
    for mu, sigma in [(150, 40), (40, 30), (10, 50), (-20, 60), (3000, 100), (0, 5), (-100, 30)]:
        bell = lambda r: np.exp(-0.5 * ((r - mu) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))
        peak = max(mu, 0) + 3 * sigma
        moment = lambda k: quad(lambda r: r**k * bell(r), 0, peak + 12 * sigma, points=[max(mu, 0.1)], epsabs=0, epsrel=1e-12, limit=500)[0]
        m2, m3, m4 = moment(2), moment(3), moment(4)
        found.append({
            "mu": mu, "sigma": sigma, "norm": 1 / m2, "mean": m3 / m2,
            "std": float(np.sqrt(m4 / m2 - (m3 / m2) ** 2)),
        })
    return found


def write(name, content):
    (FILES / name).write_bytes(gzip.compress(content, mtime=0))


def files():
    """One map of nside 8 in each form that is read."""
    import io

    nside = 8
    prob = simulated(nside)
    n = len(prob)
    mu = 100 + np.arange(n, dtype=float)
    sigma = np.full(n, 20.0)
    norm = np.full(n, 1e-4)
    mu[5], sigma[5], norm[5] = np.inf, 1, 0
    columns = [prob, mu, sigma, norm]
    names = ["PROB", "DISTMU", "DISTSIGMA", "DISTNORM"]
    for nest in (True, False):
        target = io.BytesIO()
        maps = columns if nest else [hp.reorder(c, n2r=True) for c in columns]
        hp.write_map("/tmp/skymap.fits", maps, nest=nest, coord="C", column_names=names,
                     column_units=["pix-1", "Mpc", "Mpc", "Mpc-2"], dtype=np.float64, overwrite=True,
                     extra_header=[("OBJECT", "M1"), ("DATE-OBS", "2026-11-20T01:02:03.25")])
        write(f"flat-{'nested' if nest else 'ring'}.fits.gz", pathlib.Path("/tmp/skymap.fits").read_bytes())
    hp.write_map("/tmp/skymap.fits", hp.reorder(prob, n2r=True), nest=False, coord="G", dtype=np.float32, overwrite=True)
    write("galactic.fits.gz", pathlib.Path("/tmp/skymap.fits").read_bytes())
    hp.write_map("/tmp/skymap.fits", prob, nest=True, coord="C", dtype=np.float32, overwrite=True)
    write("float32.fits.gz", pathlib.Path("/tmp/skymap.fits").read_bytes())

    # Multi-order: some pixels whole, some cut up, the deepest to order 29.
    order = 3
    uniq = (4 * 4**order + np.arange(n)).astype(np.int64)
    density = prob / hp.nside2pixarea(nside)
    deep = 29
    children = 7 * 4 ** (deep - order)
    cells = [children + i for i in range(3)]
    around = MOC.from_healpix_cells(np.array([7], np.uint64), np.array([3], np.uint8), 29).difference(
        MOC.from_healpix_cells(np.array(cells, np.uint64), np.full(3, deep, np.uint8), 29))
    rest = around.uniq_hpx.astype(np.int64)
    keep = np.arange(n) != 7
    new_uniq = np.concatenate([uniq[keep], rest, 4 * 4**deep + np.array(cells, np.int64)])
    new_density = np.concatenate([density[keep], np.full(len(rest) + 3, density[7])])
    table = Table([new_uniq, new_density], names=["UNIQ", "PROBDENSITY"])
    table.meta.update({"PIXTYPE": "HEALPIX", "ORDERING": "NUNIQ", "COORDSYS": "C", "MOCORDER": deep, "INDXSCHM": "EXPLICIT", "OBJECT": "M2"})
    table.write("/tmp/skymap.fits", format="fits", overwrite=True)
    write("multiorder.fits.gz", pathlib.Path("/tmp/skymap.fits").read_bytes())
    cover = hp.nside2pixarea(nside) * prob.sum() / prob.sum()
    return {
        "nside": nside, "prob": prob.tolist(), "cells": len(new_uniq),
        "uniq": [str(u) for u in sorted(new_uniq.tolist())[-4:]],
        "pixel_area": cover,
    }


def main():
    nside = 64
    prob = simulated(nside)
    levels, region = credible(prob, nside)
    FILES.mkdir(parents=True, exist_ok=True)
    made = {
        "ring": ring_numbers(),
        "simulated": {"nside": nside, **levels},
        "moc": mocs(region, 6),
        "distances": distances(),
        "files": files(),
    }
    (HERE / "sky-maps.json").write_text(json.dumps(made) + "\n")


main()
