"""Only pages of our own on this machine are answered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.app.loopback import HOSTS, refusal

PORT = 8642
OWN = [f"{host}:{PORT}" for host in HOSTS]


@pytest.mark.parametrize("host", OWN)
def test_our_own_names_are_answered(host: str) -> None:
    assert refusal("GET", {"host": host}, PORT) == ""
    assert refusal("GET", {"host": host, "origin": f"http://{host}", "sec-fetch-site": "same-origin"}, PORT) == ""
    assert refusal("HEAD", {"host": host.upper()}, PORT) == ""


def test_a_browser_leaves_out_the_port_of_the_web() -> None:
    asked = {"host": "localhost", "origin": "http://localhost", "sec-fetch-site": "same-origin"}
    assert refusal("GET", asked, 80) == ""
    assert refusal("GET", {"host": "evil.test"}, 80)


@given(st.one_of(st.text(), st.sampled_from(["localhost", "localhost:80", "localhost.evil.test:8642", "0.0.0.0:8642"])))
def test_any_other_name_is_refused(host: str) -> None:
    assert (refusal("GET", {"host": host}, PORT) == "") is (host.lower() in OWN)


@given(
    st.one_of(st.text(), st.sampled_from(["null", "http://localhost", "https://localhost:8642", "http://evil.test"]))
)
def test_any_other_origin_is_refused(origin: str) -> None:
    allowed = origin.lower() in {f"http://{host}" for host in OWN}
    assert (refusal("GET", {"host": OWN[0], "origin": origin}, PORT) == "") is allowed


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_elsewhere_gets_no_script_of_ours(site: str) -> None:
    assert refusal("GET", {"host": OWN[0], "sec-fetch-site": site}, PORT)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", ""])
def test_nothing_can_be_asked_but_to_show(method: str) -> None:
    assert refusal(method, {"host": OWN[0]}, PORT)


def test_a_request_without_a_name_is_refused() -> None:
    assert refusal("GET", {}, PORT)
