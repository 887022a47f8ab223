"""A picture's size as its author wrote it, never wider than the card, never out of shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.clients import CLIENTS, Client
from browser.gallery import STYLES
from browser.reviewer import Reviewer
from media.made import png

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

SIZES = {
    "": (400, 200),
    'width="100"': (100, 50),
    'height="100"': (200, 100),
    'width="100" height="50"': (100, 50),
    'width="200" height="50"': (200, 100),
    'width="50%"': (None, None),
    'width="3000"': (None, None),
}


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_pictures_keep_their_size_and_shape(chromium: Browser, client: Client) -> None:
    page = Reviewer(chromium, client, {"a.png": png(400, 200)}, None)
    pictures = "".join(f'<p><img src="a.png" alt="" {size}></p>' for size in SIZES)
    css = (STYLES / "card.css").read_text("utf-8")
    page.show(f'<style>{css}</style><div class="dw"><section class="dw-answer">{pictures}</section></div>')
    measure = "[...document.images].map(each => [each.clientWidth, each.clientHeight, each.parentNode.clientWidth])"
    for width in (900, 320):
        page.resize(width)
        found = dict(zip(SIZES, page.page.evaluate(measure), strict=True))
        for size, (wide, high, room) in found.items():
            asked = SIZES[size][0] or (room / 2 if "%" in size else room)
            assert wide == pytest.approx(min(asked, room), abs=1), (size, width)
            if "height" not in size or "width" in size or wide < room:
                assert high == pytest.approx(wide / 2, abs=1), (size, width)
            assert wide <= room
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
