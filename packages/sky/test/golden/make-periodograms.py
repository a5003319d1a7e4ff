"""Writes periodogram-points.csv and periodogram-powers.csv: astropy's Lomb-Scargle periodograms.

Run with astropy (made with 8.0.2) in this folder: python make-periodograms.py
"""

import numpy as np
from astropy.timeseries import LombScargle, LombScargleMultiband

rng = np.random.default_rng(1976)
MAX_FREQUENCY = {"rr-lyrae": 5.0, "gaps": 2.0, "noise": 4.0, "few": 3.0, "bands": 4.0}


def nights(n, span, seasons=1):
    season = rng.integers(0, seasons, n)
    day = np.floor(rng.uniform(0, span, n)) + 365.0 * season
    return np.sort(59000.0 + day + rng.uniform(0.2, 0.45, n))


def series(n, period, amplitude, error, **where):
    time = nights(n, **where)
    errors = error * rng.uniform(0.5, 2.0, n)
    phase = 2 * np.pi * (time - 59000.0) / period
    value = 17.3 + amplitude * (np.sin(phase) + 0.3 * np.cos(2 * phase))
    return time, value + rng.normal(0, errors), errors


cases = {
    "rr-lyrae": [("g", *series(120, 0.5668, 0.5, 0.03, span=180))],
    "gaps": [("r", *series(60, 11.3, 0.2, 0.05, span=90, seasons=3))],
    "noise": [("g", *series(45, 1.0, 0.0, 0.1, span=60))],
    "few": [("r", *series(6, 2.2, 0.4, 0.02, span=20))],
    "bands": [
        ("g", *series(40, 0.71, 0.4, 0.04, span=120)),
        ("r", *series(55, 0.71, 0.25, 0.03, span=120)),
        ("i", *series(12, 0.71, 0.2, 0.05, span=120)),
    ],
}

with open("periodogram-points.csv", "w") as points, open("periodogram-powers.csv", "w") as powers:
    points.write("case,band,time_d,value,error\n")
    powers.write("case,number,frequency_per_d,power,false_alarm_probability\n")
    for name, bands in cases.items():
        for band, time, value, error in bands:
            for row in zip(time, value, error):
                points.write(f"{name},{band},{','.join(repr(float(x)) for x in row)}\n")
        if len(bands) == 1:
            _, time, value, error = bands[0]
            model = LombScargle(time, value, error)
        else:
            time, value, error = (np.concatenate([b[k] for b in bands]) for k in (1, 2, 3))
            labels = np.concatenate([[b[0]] * len(b[1]) for b in bands])
            # A sinusoid and a constant for each band and none for all: what its method "fast" is
            # meant for, but that weights bands by their powers instead of their chi square.
            terms = {"nterms_base": 0, "nterms_band": 1, "reg_base": None, "reg_band": None}
            model = LombScargleMultiband(time, value, labels, error, **terms)
        top = MAX_FREQUENCY[name]
        frequency = model.autofrequency(maximum_frequency=top)
        if len(bands) == 1:
            power = model.power(frequency, method="slow")
        else:
            power = model.power(frequency, method="flexible")
        chosen = sorted({*range(0, len(frequency), max(1, len(frequency) // 60)), int(np.argmax(power))})
        for i in chosen:
            fap = ""
            if len(bands) == 1:
                fap = repr(float(model.false_alarm_probability(power[i], method="baluev", maximum_frequency=top)))
            powers.write(f"{name},{i},{float(frequency[i])!r},{float(power[i])!r},{fap}\n")
