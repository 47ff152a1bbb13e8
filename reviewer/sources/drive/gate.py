"""The guard of the transport: which request may leave this machine, and which of them may carry the token.

Reading is all that is ever allowed. It holds for every hop of a redirect and for Google's own libraries alike: whoever speaks to
the network does so through ``http.BoundedHttp`` or ``login.GuardedAdapter``, which ask here first.
"""

from __future__ import annotations

from reviewer.sources.drive.settings import Endpoint, is_loopback, origin

GOOGLE_TOKEN_URI = "https://oauth2.googleapis.com/token"
_GOOGLE_REVOKE_URI = "https://oauth2.googleapis.com/revoke"
_API_HOSTS = {"www.googleapis.com", "drive.googleapis.com"}
_EXPORT_HOSTS = {"docs.google.com", "drive.google.com"}
_CONTENT_SUFFIX = ".googleusercontent.com"  # where Google's redirects for content end; the token never goes there
_TOKEN_HOSTS = {"oauth2.googleapis.com", "accounts.google.com", "www.googleapis.com"}


class Refused(Exception):
    """A request that must not be made. Names its method and host, never its path, which may hold what is secret."""

    def __init__(self, method: str, host: str) -> None:
        self.method, self.host = method, host
        super().__init__(f"{method} to {host} is not allowed")


class Gate:
    """What may pass, for one endpoint and one place that hands out tokens."""

    def __init__(self, endpoint: Endpoint, token_uri: str) -> None:
        self._endpoint = endpoint
        self._posts = {token_uri, revoke_uri(token_uri)}

    def check(self, method: str, url: str) -> None:
        """Raise Refused unless the request only reads, from a known place, or asks for or gives back a token."""
        found = origin(url)
        allowed = url in self._posts if method == "POST" else method == "GET" and found is not None and self._readable(found)
        if not allowed:
            raise Refused(method, found[1] if found else "an unreadable address")

    def may_carry_token(self, url: str) -> bool:
        """Whether the token may go with a request: to the API and to the first host of an export, nowhere else."""
        found = origin(url)
        if found is None:
            return False
        return self._is_endpoint(found) or (self._googles(found) and found[1] in _API_HOSTS | _EXPORT_HOSTS)

    def _readable(self, found: tuple[str, str, int]) -> bool:
        if self._is_endpoint(found):
            return True
        hosts = _API_HOSTS | _EXPORT_HOSTS
        return self._googles(found) and (found[1] in hosts or found[1].endswith(_CONTENT_SUFFIX))

    def _is_endpoint(self, found: tuple[str, str, int]) -> bool:
        if self._endpoint.loopback and is_loopback(found[1]):  # this machine has several names
            return (found[0], found[2]) == (self._endpoint.origin[0], self._endpoint.origin[2])
        return found == self._endpoint.origin

    def _googles(self, found: tuple[str, str, int]) -> bool:
        # With a server on this machine in its place, Google itself is not spoken to.
        return not self._endpoint.loopback and found[0] == "https" and found[2] == 443


def revoke_uri(token_uri: str) -> str:
    """Where a token is given back, going by where it was handed out."""
    found = origin(token_uri)
    if found is None or found[1] in _TOKEN_HOSTS:
        return _GOOGLE_REVOKE_URI
    scheme, host, port = found
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}/revoke"


def acceptable_token_uri(url: str, endpoint: Endpoint) -> bool:
    """Whether a credentials file may send its secret there: to Google, to the server in its place, or within this machine."""
    found = origin(url)
    if found is None:
        return False
    scheme, host, _ = found
    if is_loopback(host):
        return True
    return scheme == "https" and (host in _TOKEN_HOSTS or host == endpoint.origin[1])
