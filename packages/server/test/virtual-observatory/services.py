"""What pyvo's users do, at a service and with a token; prints nothing where all is well."""

import sys

import pyvo
import requests
from astropy.table import Table

home, token = sys.argv[1:]
session = requests.Session()
session.headers["Authorization"] = f"Bearer {token}"
tap = pyvo.dal.TAPService(f"{home}/tap", session=session)

assert tap.available
assert "ztf.alerts" in tap.tables
assert len(tap.examples) >= 5

near = "1 = CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 0.01))"
found = tap.search(f"SELECT object_id, candid, drb FROM ztf.alerts WHERE {near} ORDER BY candid")
assert list(found["object_id"]) == ["ZTF26vo1", "ZTF26vo2"], found.to_table()
assert found["candid"][0] > 2**53 and found["candid"].dtype.kind == "i"
assert len(pyvo.dal.TAPService(f"{home}/tap").search("SELECT * FROM marshal.sources")) == 0
assert len(tap.search("SELECT obj_id, saved_at FROM marshal.sources")) == 1

mine = Table({"ra": [10.0, 99.0], "dec": [20.0, -45.0], "name": ["a", "b"]})
query = """SELECT m.name, o.candid FROM tap_upload.mine AS m
    JOIN ztf.alerts AS o ON DISTANCE(m.ra, m.dec, o.ra, o.dec) < 1/3600."""
assert len(tap.search(query, uploads={"mine": mine})) == 2

# Jobs of earlier checks.
before = {one.jobid for one in tap.get_job_list()}
job = tap.submit_job(query, uploads={"mine": mine}, maxrec=1)
job.run()
job.wait(timeout=60)
job.raise_if_error()
assert job.phase == "COMPLETED"
assert len(job.fetch_result()) == 1
assert {one.jobid for one in tap.get_job_list()} - before == {job.job_id}
job.delete()
assert {one.jobid for one in tap.get_job_list()} == before

bad = tap.submit_job("SELECT nothing FROM ztf.alerts")
bad.run()
bad.wait(phases=["ERROR", "COMPLETED"], timeout=60)
assert bad.phase == "ERROR"

try:
    tap.search("SELECT nothing FROM ztf.alerts")
    raise AssertionError("a query that means nothing was answered")
except pyvo.dal.DALQueryError as error:
    assert "there is no column nothing" in str(error), error

cone = pyvo.dal.SCSService(f"{home}/vo/scs/ztf.alerts?", session=session)
assert len(cone.search(pos=(10, 20), radius=0.01)) == 2
