"""Who may ask the preview's server: pages of its own, by a name of this machine."""

from __future__ import annotations

from collections.abc import Mapping

HOSTS = ("localhost", "127.0.0.1", "[::1]")
_UNSAID = 80  # the port that browsers leave out
HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}
"""What every answer says, so that no page of another origin gets anything out of it."""


def refusal(method: str, headers: Mapping[str, str], port: int) -> str:
    """Say why a request is refused; empty where it is answered. The names of `headers` are in lower case.

    Another host name is a trick of name servers ("DNS rebinding"), another origin a page on the web. A browser that
    says nothing of the origin, as for scripts, says by `Sec-Fetch-Site` whether it is another.
    """
    names = {f"{host}:{port}" for host in HOSTS} | ({*HOSTS} if port == _UNSAID else set())
    if headers.get("host", "").lower() not in names:
        return "This server answers to localhost only."
    origin = headers.get("origin")
    if origin is not None and origin.lower() not in {f"http://{name}" for name in names}:
        return "This server answers to its own pages only."
    if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        return "This server answers to its own pages only."
    if method not in {"GET", "HEAD"}:
        return "This server only shows."
    return ""
