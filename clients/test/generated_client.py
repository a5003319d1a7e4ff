"""What a script does with the client that is generated."""

import json
import sys

from fritz_client import Fritz, FritzError

url, token, object_id = sys.argv[1:4]
fritz = Fritz(url, token)
try:
    fritz.get_group(999999)
    refused = None
except FritzError as error:
    refused = [error.status, error.code]

print(
    json.dumps(
        {
            "sysinfo": fritz.get_sysinfo(),
            "groups": [group["name"] for group in fritz.list_groups()["user_groups"]],
            "refused": refused,
            "candids": [alert["candid"] for alert in fritz.get_alerts(object_id)],
            "same": fritz.api("GET", "sysinfo") == fritz.get_sysinfo(),
        }
    )
)
