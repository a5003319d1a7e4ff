"""What a script of an astronomer's does: no client, requests alone."""

import json
import sys

import requests

url, token = sys.argv[1:3]


def api(method, endpoint, data=None):
    headers = {"Authorization": f"token {token}"}
    response = requests.request(method, endpoint, json=data, headers=headers, timeout=30)
    return response


response = api("GET", f"{url}/api/sysinfo")
made = api("POST", f"{url}/api/groups", {"name": "From Python", "group_admins": []})
print(
    json.dumps(
        {
            "status": response.status_code,
            "sysinfo": response.json(),
            "made": made.json(),
        }
    )
)
