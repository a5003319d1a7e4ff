"""Altitudes of places over a night by astropy: reads {"site", "places", "mjds"}, prints the median time in ms.

The first of the rounds is left out: it loads tables.
"""

import json
import statistics
import sys
import time

import numpy
from astropy import units
from astropy.coordinates import AltAz, EarthLocation, SkyCoord
from astropy.time import Time
from astropy.utils import iers

iers.conf.auto_download = False
iers.conf.auto_max_age = None
iers.conf.iers_degraded_accuracy = "warn"

given = json.load(sys.stdin)
site = given["site"]
location = EarthLocation(site["lonDeg"] * units.deg, site["latDeg"] * units.deg, site["elevationM"] * units.m)
times = Time(given["mjds"], format="mjd", scale="utc")
ra, dec = numpy.transpose(given["places"])
places = SkyCoord(ra * units.deg, dec * units.deg)
frame = AltAz(obstime=times[numpy.newaxis, :], location=location)
taken = []
for _ in range(6):
    start = time.perf_counter()
    altitudes = places[:, numpy.newaxis].transform_to(frame).alt.deg
    taken.append((time.perf_counter() - start) * 1000)
print(json.dumps({"ms": statistics.median(taken[1:]), "altitudes": altitudes[:, 0].tolist()}))
