"""Sends requests to Fritz and reads its answers."""

import time
from urllib.parse import quote

import requests

from .generated.operations import Operations


class FritzError(Exception):
    """What Fritz refuses, or cannot do.

    status: of HTTP. code: stable; None where the answer was not Fritz's. data: what else it says.
    """

    def __init__(self, status, message, data):
        super().__init__(message)
        self.status = status
        self.data = data if isinstance(data, dict) else {}
        self.code = self.data.get("code")


def _query_value(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ",".join(str(one) for one in value)
    return value


def _seconds(retry_after):
    try:
        return float(retry_after)
    except (TypeError, ValueError):
        return 1.0


class Fritz(Operations):
    """Fritz at an address, asked with a token.

    retries: how often a request is sent again that came too soon (429).
    timeout: in seconds, of each request.
    """

    def __init__(self, url, token=None, *, retries=5, timeout=60):
        self.url = url.rstrip("/")
        self.retries = retries
        self.timeout = timeout
        self.session = requests.Session()
        if token is not None:
            self.session.headers["Authorization"] = f"token {token}"

    def api(self, method, endpoint, data=None, params=None, headers=None):
        """Asks for any path, as in `api('GET', 'sources/ZTF18aabcvnq')`; returns the data."""
        path = endpoint.lstrip("/")
        if not path.startswith("api/"):
            path = f"api/{path}"
        return self._read(self._send(method, path, params, data, headers))

    def each(self, endpoint, within, **params):
        """Goes through all pages of a list that has a cursor, as in `each('sources', 'sources')`.

        within: the list's name in the answer. params: as in the address; numPerPage among them.
        """
        given = {name: _query_value(value) for name, value in params.items() if value is not None}
        while True:
            page = self.api("GET", endpoint, params=given)
            yield from page[within]
            if page.get("cursor") is None:
                return
            given["cursor"] = page["cursor"]

    def call(self, method, path, params, body, is_file):
        """Asks for an operation: what its methods are made of."""
        quoted = "/".join(quote(str(part), safe="") for part in path)
        given = {
            name: _query_value(value) for name, value in params.items() if value is not None
        }
        response = self._send(method, quoted, given, body)
        if is_file and response.ok:
            return response.content
        return self._read(response)

    def _send(self, method, path, params, body, headers=None):
        for tried in range(self.retries + 1):
            response = self.session.request(
                method,
                f"{self.url}/{path}",
                params=params,
                json=body,
                headers=headers,
                timeout=self.timeout,
            )
            if response.status_code != 429 or tried == self.retries:
                break
            time.sleep(_seconds(response.headers.get("Retry-After")))
        return response

    @staticmethod
    def _read(response):
        try:
            envelope = response.json()
        except ValueError:
            envelope = {}
        if not isinstance(envelope, dict):
            envelope = {}
        if response.ok and envelope.get("status") == "success":
            return envelope.get("data")
        message = envelope.get("message") or f"status {response.status_code} without an envelope"
        raise FritzError(response.status_code, message, envelope.get("data"))
