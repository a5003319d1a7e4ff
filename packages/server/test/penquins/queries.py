"""Asks Fritz with penquins, as scripts for Kowalski do. Arguments: port, user, token."""

import sys

import penquins
from penquins import Kowalski

port, username, token = sys.argv[1:]
kowalski = Kowalski(
    username=username,
    password=token,
    protocol="http",
    host="127.0.0.1",
    port=int(port),
    verbose=False,
)

assert kowalski.ping(), "it does not answer"

find = {
    "query_type": "find",
    "query": {
        "catalog": "ZTF_alerts",
        "filter": {"candidate.programid": {"$in": [1, 2, 3]}},
        "projection": {"_id": 0, "candid": 1, "candidate.jd": 1},
    },
    "kwargs": {"limit": 10, "sort": [["candid", -1]]},
}
answer = kowalski.query(query=find)["default"]
assert answer["status"] == "success", answer
assert answer["data"] == [], answer

cone = {
    "query_type": "cone_search",
    "query": {
        "object_coordinates": {
            "cone_search_radius": 2,
            "cone_search_unit": "arcsec",
            "radec": {"star": [10.0, 20.0]},
        },
        "catalogs": {"Stars_1": {"filter": {}, "projection": {"coordinates": 0}}},
    },
}
star = kowalski.query(query=cone)["default"]["data"]["Stars_1"]["star"][0]
assert star["_id"] == 9007199254740993, star
assert isinstance(star["mag"], float), star

answers = kowalski.query(queries=[find, cone] * 4, use_batch_query=True, max_n_threads=4)
assert len(answers["default"]) == 8, answers
assert all(one["status"] == "success" for one in answers["default"]), answers

where = {"dateobs": "2026-02-03T04:05:06", "localization_name": "penguins"}
put = kowalski.api(
    "put",
    "api/skymap",
    {
        "dateobs": where["dateobs"],
        "skymap": {"localization_name": "penguins", "ra": 10, "dec": 20, "error": 1},
        "contours": [50, 90],
    },
)
assert put["status"] == "success", put
kept = kowalski.api("get", "api/skymap", {**where, "contours": 90})
assert "contour90" in kept["data"]["contours"], kept
for contour in (50, 90):
    inside = {
        "query_type": "skymap",
        "query": {
            "skymap": {**where, "contour": contour},
            "catalog": "Stars_1",
            "filter": {},
            "projection": {"mag": 1},
        },
    }
    answer = kowalski.query(query=inside)["default"]
    assert answer["status"] == "success" and len(answer["data"]) >= 1, answer
assert kowalski.api("delete", "api/skymap", where)["status"] == "success"

try:
    kowalski.query(query={"query_type": "find", "query": {"catalog": "nothing", "filter": {}}})
    raise AssertionError("a catalog that is not there was not missed")
except ValueError:
    pass

bad = {"query_type": "find", "query": {"catalog": "ZTF_alerts", "filter": {"a": {"$gtt": 1}}}}
answer = kowalski.query(query=bad)["default"]
assert answer["status"] == "error" and "$gtt" in answer["message"], answer
print(penquins.__version__)
