"""Talking to AnkiConnect: one request, one answer, and a sentence for everything that can go wrong in between."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from deckwright.errors import UsageError
from deckwright.targets.ankiconnect.answers import SHAPES
from deckwright.targets.target import TargetError, is_address

_VERSION = 6
_UNKNOWN = "unsupported action"  # as it says of an action that only newer ones know
_PORT_HINT = "Is Anki running, with the add-on AnkiConnect (2055492159)? Another address is named with --url."
_KEY_HINT = "Set DECKWRIGHT_ANKI_KEY to the apiKey in AnkiConnect's settings."
_AGAIN = "What was done until then stays; run this again to go on."

Action = tuple[str, Mapping[str, Any]]
"""The name of an action, and its parameters."""


class RefusedError(TargetError):
    """AnkiConnect answered with an error."""


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nobody elsewhere."""


class Client:
    """AnkiConnect at an address. The key stays in here: no message names it."""

    def __init__(self, url: str, key: str = "", timeout: float = 60) -> None:
        if not is_address(url):
            raise UsageError("--url is an address such as http://127.0.0.1:8765")
        self.url = url
        self._key = key
        self._timeout = timeout
        self._opener = build_opener(ProxyHandler({}), _NoRedirect())

    def call(self, action: str, **params: Any) -> Any:
        """Have one action done and give its result. Raises TargetError, RefusedError where Anki said no."""
        result = _result(self._send(self._request(action, params)))
        if action in SHAPES and not SHAPES[action](result):
            raise self._odd(f" ({action})")
        return result

    def calls(self, actions: Sequence[Action]) -> Sequence[Any]:
        """Have actions done in order, whatever becomes of each; gives each result, or the RefusedError in its place."""
        if not actions:
            return []
        requests = [self._request(action, params) for action, params in actions]
        answers = _result(self._send(self._request("multi", {"actions": requests})))
        if not isinstance(answers, list) or len(answers) != len(actions):
            raise self._odd()
        return [_result_or_error(answer) for answer in answers]

    def _request(self, action: str, params: Mapping[str, Any]) -> dict[str, Any]:
        key = {"key": self._key} if self._key else {}
        return {"action": action, "version": _VERSION, "params": dict(params), **key}

    def _send(self, request: dict[str, Any]) -> Any:
        body = json.dumps(request).encode()
        asked = Request(self.url, body, {"Content-Type": "application/json"})  # noqa: S310  (checked at the start)
        with self._troubles(), self._opener.open(asked, timeout=self._timeout) as answer:
            return json.loads(answer.read())

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except HTTPError as error:
            error.close()
            raise TargetError(f"{self.url} answered with HTTP status {error.code}", hint=_AGAIN) from None
        except TimeoutError:
            raise TargetError(f"Anki did not answer within {self._timeout:g} seconds", hint=_AGAIN) from None
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise TargetError(f"Anki did not answer within {self._timeout:g} seconds", hint=_AGAIN) from None
            raise TargetError(f"Nothing answers at {self.url}", hint=_PORT_HINT) from None
        except (OSError, HTTPException):
            raise TargetError(f"The connection to Anki at {self.url} broke off", hint=_AGAIN) from None
        except (ValueError, RecursionError):
            raise self._odd() from None

    def _odd(self, where: str = "") -> TargetError:
        return TargetError(f"{self.url} answered otherwise than AnkiConnect does{where}", hint=_PORT_HINT)


def _result(answer: Any) -> Any:
    """Give an answer's result. An error may be the empty string: only null is none."""
    if not isinstance(answer, dict) or not {"result", "error"} <= answer.keys():
        raise TargetError("What answers there is not AnkiConnect", hint=_PORT_HINT)
    if (error := answer["error"]) is not None:
        if "api key" in str(error):
            raise RefusedError("AnkiConnect wants another key", hint=_KEY_HINT)
        if error == _UNKNOWN:
            raise TargetError("This AnkiConnect is too old", hint="Update the add-on: Tools → Add-ons in Anki.")
        raise RefusedError(f"Anki refuses: {error or 'without saying why'}", hint=_AGAIN)
    return answer["result"]


def _result_or_error(answer: Any) -> Any:
    try:
        return _result(answer)
    except RefusedError as error:
        return error
