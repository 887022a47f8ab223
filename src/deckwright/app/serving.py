"""A preview on this machine's own address: served from memory, made anew on every save."""

from __future__ import annotations

import asyncio
import mimetypes
import secrets
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import ExitStack, aclosing
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from deckwright.app.loopback import HEADERS, refusal
from deckwright.app.watching import Watched, missing, saves
from deckwright.errors import DeckwrightError, UsageError
from deckwright.preview.deck import PreviewDeck
from deckwright.preview.page import CARD_POLICY, INDEX_POLICY
from deckwright.preview.site import Page, mathjax_folder, read, site
from deckwright.swift import dataclass

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send
    from uvicorn import Server

_QUIET = 20  # milliseconds without a change that end a save
_TICK = 0.1  # seconds between two looks at whether the server is to end
_KEPT = "private, max-age=3600"  # MathJax is large and everybody's, so that a browser may keep it
_OTHER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_TYPES = {"css": "text/css", "html": "text/html", "js": "text/javascript", "woff": "font/woff"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a server shows: how to work it out, and whom to tell."""

    make: Callable[[], tuple[PreviewDeck, Watched]]
    """Gives the deck as it is now, and what is to be watched for the next change."""
    made: Callable[[PreviewDeck, float], None]
    """Is told of every deck that was made anew, and of the seconds that it took."""
    failed: Callable[[DeckwrightError], None]


class Served:
    """The site as it is now, under a name for each of its versions, and those who wait for the next."""

    def __init__(self, deck: PreviewDeck) -> None:
        self._mathjax = mathjax_folder()
        start = secrets.token_hex(4)
        self._versions = (f"{start}-{number}" for number in count(1))
        self._deck: PreviewDeck | None = None
        self._changed = asyncio.Event()
        self._ended = False
        self.show(deck)

    def show(self, deck: PreviewDeck) -> bool:
        """Serve this deck from now on; says whether it is another than before."""
        if deck == self._deck:
            return False
        self._deck = deck
        self._version = next(self._versions)
        self._pages = site(replace(deck, live=self._version), self._mathjax)
        self._wake()
        return True

    def complain(self, problem: str) -> None:
        """Say on every page that what is shown isn't what the sources say."""
        assert self._deck
        self.show(replace(self._deck, problem=problem))

    def page(self, path: str) -> Page | None:
        """Give what lies at a path of the site; nothing else can be reached."""
        return self._pages.get(path or "index.html")

    async def news(self) -> AsyncIterator[str]:
        """Name the version that is served, now and whenever there is another, as server-sent events."""
        while not self._ended:
            changed = self._changed  # before the version is sent, or a change meanwhile would be missed
            yield f"retry: 500\nevent: built\ndata: {self._version}\n\n"
            await changed.wait()

    def end(self) -> None:
        """Let go of all who wait."""
        self._ended = True
        self._wake()

    def _wake(self) -> None:
        waiting, self._changed = self._changed, asyncio.Event()
        waiting.set()


def serve(work: Work, port: int, ready: Callable[[PreviewDeck, str], None]) -> None:
    """Serve until interrupted; `ready` is told the deck and the address. Raises KeyboardInterrupt in the end.

    Raises UsageError where the port is taken or the extra is missing.
    """
    try:
        import starlette  # noqa: F401, PLC0415  (of the extra)
        import uvicorn  # noqa: F401, PLC0415  (of the extra)
        import watchfiles  # noqa: F401, PLC0415  (of the extra)
    except ImportError:
        raise missing() from None
    with ExitStack() as open_sockets:
        sockets = [open_sockets.enter_context(each) for each in _bound(port)]
        own_port = sockets[0].getsockname()[1]
        deck, watched = work.make()
        for each in sockets:
            each.listen()  # so that whoever is told the address is answered
        ready(deck, f"http://localhost:{own_port}/")
        asyncio.run(_serve(work, deck, watched, sockets))
        raise KeyboardInterrupt  # which the loop swallows where it comes while all is ending


def application(served: Served, port: int) -> Starlette:
    """Make the server's application: pages by their path, and the news."""
    from starlette.applications import Starlette  # noqa: PLC0415  (of the extra)
    from starlette.middleware import Middleware  # noqa: PLC0415
    from starlette.responses import Response, StreamingResponse  # noqa: PLC0415
    from starlette.routing import Route  # noqa: PLC0415

    async def show(request: Request) -> Response:
        path = request.path_params["path"]
        page = served.page(path)
        if page is None:
            return Response("There is no such page.", status_code=404, media_type="text/plain")
        content = await asyncio.to_thread(read, page)
        kind, policy = _kind(path or "index.html")
        kept = {"Cache-Control": _KEPT} if path.startswith("mathjax/") else {}
        return Response(content, media_type=kind, headers={"Content-Security-Policy": policy, **kept})

    async def news(_: Request) -> Response:
        return StreamingResponse(served.news(), media_type="text/event-stream")

    return Starlette(
        routes=[Route("/events", news), Route("/{path:path}", show)], middleware=[Middleware(_Guard, port=port)]
    )


class _Guard:
    """Refuses whoever isn't a page of ours, before anything else is done."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.responses import Response  # noqa: PLC0415  (of the extra)

        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope.get("headers", ())}
        reason = refusal(scope.get("method", ""), headers, self._port)
        if reason:
            await Response(reason, status_code=403, media_type="text/plain", headers=HEADERS)(scope, receive, send)
            return

        async def sealed(message: Mapping[str, object]) -> None:
            if message["type"] == "http.response.start":
                said = dict(message.get("headers", ()))  # type: ignore[call-overload]
                extra = {name.lower().encode(): value.encode() for name, value in HEADERS.items()}
                message = {**message, "headers": [*{**extra, **said}.items()]}
            await send(dict(message))

        await self._app(scope, receive, sealed)


async def _serve(work: Work, deck: PreviewDeck, watched: Watched, sockets: list[socket.socket]) -> None:
    from uvicorn import Config, Server  # noqa: PLC0415  (of the extra)

    served = Served(deck)
    config = Config(
        application(served, sockets[0].getsockname()[1]),
        lifespan="off",
        log_config=None,
        log_level="critical",
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=2,
    )
    server = Server(config)
    following = asyncio.create_task(_follow(work, served, watched))
    following.add_done_callback(lambda _: setattr(server, "should_exit", True))
    ending = asyncio.create_task(_end_with(server, served))
    try:
        await server.serve(sockets=sockets)
    finally:
        following.cancel()
        ending.cancel()
        failure, _ = await asyncio.gather(following, ending, return_exceptions=True)
    if isinstance(failure, Exception):
        raise failure


async def _follow(work: Work, served: Served, watched: Watched) -> None:
    """Make the deck anew on every save."""
    while True:
        async with aclosing(saves(watched, quiet=_QUIET)) as changes:
            async for _ in changes:
                before = watched
                watched = await _remake(work, served, watched)
                if watched != before:
                    break


async def _remake(work: Work, served: Served, watched: Watched) -> Watched:
    start = time.perf_counter()
    try:
        deck, watched = await asyncio.to_thread(work.make)
    except DeckwrightError as error:
        served.complain(f"{error.message}\n{error.hint}".strip())
        work.failed(error)
    else:
        if served.show(deck):
            work.made(deck, time.perf_counter() - start)
    return watched


async def _end_with(server: Server, served: Served) -> None:
    """Let go of the pages that wait for news as soon as the server is to end; it waits for them otherwise."""
    while not server.should_exit:  # noqa: ASYNC110  (a flag that a signal sets)
        await asyncio.sleep(_TICK)
    served.end()


def _bound(port: int) -> list[socket.socket]:
    """Claim the port on this machine's own addresses, of the old kind and, where there is one, of the new."""
    first = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        first.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        first.bind(("127.0.0.1", port))
    except OSError as error:
        first.close()
        raise UsageError(
            f"The port {port} can't be used ({error.strerror or error})",
            hint="Name another; --port 0 finds a free one.",
        ) from None
    second = socket.socket(socket.AF_INET6, socket.SOCK_STREAM) if socket.has_ipv6 else None
    try:
        if second:
            second.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            second.bind(("::1", first.getsockname()[1]))
    except OSError:
        second.close() if second else None
        return [first]
    return [first, second] if second else [first]


def _kind(path: str) -> tuple[str, str]:
    """Give a path's media type, and what a page of it may do."""
    suffix = path.rpartition(".")[2].lower()
    kind = _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    if path == "index.html":
        return kind, f"{INDEX_POLICY}; frame-ancestors 'none'"
    return kind, f"{CARD_POLICY}; frame-ancestors 'self'" if suffix == "html" else _OTHER_POLICY
