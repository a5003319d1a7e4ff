"""What people have in their notebooks for SkyPortal, its documented recipes: requests alone."""

import base64
import json
import math
import sys

import requests

url, token, filter_id = sys.argv[1:4]
session = requests.Session()
session.headers.update({"Authorization": f"token {token}"})


def api(method, endpoint, data=None, params=None, status="success"):
    response = session.request(
        method, f"{url}/api/{endpoint}", json=data, params=params, timeout=30
    )
    answer = response.json()
    assert answer["status"] == status, f"{method} {endpoint}: {response.text[:800]}"
    return answer["data"]


group_id = api("POST", "groups", {"name": "Of recipes", "group_admins": []})["id"]
imager = api("GET", "instrument", params={"name": "ZTF"})[0]["id"]
spectrograph = api("GET", "instrument", params={"name": "SEDM"})[0]["id"]
names = [f"ZTF26rcp{letter}" for letter in "abcde"]

# Save sources; saving again changes nothing.
for place, name in enumerate(names):
    source = {"id": name, "ra": 10 + place, "dec": -5.5, "redshift": 0.03, "group_ids": [group_id]}
    assert api("POST", "sources", source)["id"] == name
api("POST", "sources", {"id": names[0], "group_ids": [str(group_id)]})
assert session.head(f"{url}/api/sources/{names[0]}").status_code == 200
assert session.head(f"{url}/api/sources/nosuch").status_code == 404
assert api("GET", f"source_exists/{names[0]}")["source_exists"] is True

# Photometry by columns, of which some are one value; the same rows again by PUT.
rows = {
    "obj_id": names[0],
    "instrument_id": imager,
    "mjd": [59000.5, 59001.5, 59002.5],
    "mag": [18.1, 18.2, None],
    "magerr": [0.1, 0.1, None],
    "limiting_mag": 20.5,
    "filter": ["ztfr", "ztfg", "ztfr"],
    "magsys": "ab",
    "ra": 10.0001,
    "dec": None,
    "altdata": {"exposure": 30},
    "group_ids": [group_id],
}
made = api("POST", "photometry", rows)
assert len(made["ids"]) == 3 and made["upload_id"]
assert api("PUT", "photometry", rows)["ids"] == made["ids"]
fluxes = {**rows, "mjd": 59003.5, "flux": 12.24, "fluxerr": 0.3, "zp": 25.0, "filter": "ztfr"}
for key in ("mag", "magerr", "limiting_mag"):
    del fluxes[key]
api("PUT", "photometry", fluxes)
points = api("GET", f"sources/{names[0]}/photometry", params={"format": "flux", "magsys": "ab"})
assert len(points) == 4 and points[-1]["zp"] == 23.9
assert math.isclose(points[-1]["flux"], 12.24 * 10 ** (-0.4 * 1.1), rel_tol=1e-9)
point = api("GET", f"photometry/{made['ids'][0]}", params={"format": "mag"})
assert math.isclose(point["mag"], 18.1, rel_tol=1e-9)

# A spectrum as the pipelines send it, under its old path, too.
lines = [f"{4000 + 10 * i} {1e-16 * (1 + 0.1 * i)} {1e-17}" for i in range(50)]
text = "\n".join(["#EXPTIME: 300", "#INSTRUME= 'SEDM-P60' / camera", *lines])
spectrum = api(
    "POST",
    "spectrum/ascii",
    {
        "obj_id": names[0],
        "observed_at": "2020-06-02T12:00:00",
        "instrument_id": spectrograph,
        "ascii": text,
        "filename": "ZTF26rcpa.ascii",
        "wave_column": 0,
        "flux_column": 1,
        "fluxerr_column": 2,
        "group_ids": [group_id],
        "reduced_by": [],
        "observed_by": [],
    },
)
assert len(api("GET", f"spectra/{spectrum['id']}")["wavelengths"]) == 50
assert len(api("GET", f"sources/{names[0]}/spectra")["spectra"]) == 1

# Comments with a file, annotations, and sharing, where one of the lists is empty.
body = base64.b64encode(b"from a notebook").decode()
comment = {"text": "see the file", "attachment": {"body": body, "name": "a.txt"}}
told = api("POST", f"sources/{names[0]}/comments", comment)
kept = session.get(
    f"{url}/api/sources/{names[0]}/comments/{told['comment_id']}/attachment",
    params={"download": True},
)
assert kept.content == b"from a notebook"
annotation = {"origin": "notebook", "data": {"period": 0.3}, "group_ids": [group_id]}
api("POST", f"sources/{names[0]}/annotations", annotation)
api("POST", f"sources/{names[0]}/annotations", annotation, status="error")
shared = {"groupIDs": [group_id], "photometryIDs": made["ids"], "spectrumIDs": []}
assert api("POST", "sharing", shared)["shared"] == 0

# All pages of a search, as long as there are more.
found, page, total = [], 1, None
while total is None or len(found) < total:
    answer = api(
        "GET",
        "sources",
        params={
            "group_ids": [group_id],
            "pageNumber": page,
            "numPerPage": 2,
            "totalMatches": total,
            "useCache": True,
            "includePhotometry": True,
            "includeComments": True,
            "includeThumbnails": False,
            "includeGCNCrossmatches": False,
            "savedAfter": "2001-01-01",
            "sortBy": "saved_at",
            "sortOrder": "asc",
        },
    )
    total, page = answer["totalMatches"], page + 1
    assert answer["sources"] and page < 20
    found += [source["id"] for source in answer["sources"]]
assert found == names, found
one = api("GET", "sources", params={"annotationsFilter": "period:0.2:gt", "numPerPage": 10000})
assert [source["id"] for source in one["sources"]] == names[:1] and one["numPerPage"] == 500
assert len(one["sources"][0]["groups"]) == 1
saves = api("GET", "sources", params={"saveSummary": True, "group_ids": f"{group_id}, {group_id}"})
assert [save["obj_id"] for save in saves["sources"]] == names[::-1]
assert saves["sources"][0]["group_id"] == group_id
wanted = {"includeComments": True, "includePhotometry": "true", "includeHosts": True}
detail = api("GET", f"sources/{names[0]}", params=wanted)
assert len(detail["photometry"]) == 4 and detail["comments"][0]["text"] == "see the file"

# Candidates of another broker; the conditions of a GET may come in its body.
candidate = {"id": "ZTF26cand", "ra": 33, "dec": 3, "filter_ids": [int(filter_id)]}
alert = 987654321012345678
api("POST", "candidates", {**candidate, "passed_at": "2026-11-30 03:04:05", "passing_alert_id": alert})
scan = {"filterIDs": [int(filter_id)], "savedStatus": "notSavedToAnyAccessible", "numPerPage": 1000}
for given in ({"params": scan}, {"data": scan}):
    listed = api("GET", "candidates", **given)["candidates"]
    assert "ZTF26cand" in [entry["id"] for entry in listed]

# Take it back.
assert api("DELETE", f"photometry/bulk_delete/{made['upload_id']}") is not None
api("DELETE", f"sources/{names[4]}", {"group_id": group_id})
assert api("GET", "sources", params={"group_ids": group_id})["totalMatches"] == len(names) - 1
print(json.dumps({"done": len(names)}))
