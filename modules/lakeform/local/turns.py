"""The order in which requests are answered: one after the other, and none twice.

What moto holds are plain objects that nothing guards: it goes through a dictionary while a request
beside adds to it, and fails, or puts back what the other one has just taken away. Two threads of
one Python gain nothing from that, so here each request waits for its turn.

A client that lost an answer makes its request again. AWS's SDKs number the attempts of one call,
and a second attempt gets the answer that the first one had: the rule of a security group that is
already there isn't a duplicate then, and what has been revoked isn't missing.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from werkzeug.wsgi import get_input_stream

# Far more than the requests that are made between a lost answer and the second attempt.
_KEPT = 256
_CALL = "HTTP_AMZ_SDK_INVOCATION_ID"  # the same for all attempts of a call
_READING = ("GET", "HEAD")
# A long poll waits for what another request sends.
_WAITING = ("AmazonSQS.ReceiveMessage",)


@dataclass(frozen=True)
class Answer:
    """A whole HTTP answer."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def succeeded(self) -> bool:
        return self.status.startswith("2")


class Turns:
    """Lets requests to `ask`, which answers one, through one at a time. Safe to use from threads.

    An answer is kept for a second attempt when the call succeeded, and may have changed something.
    """

    def __init__(self, ask: Callable[[dict[str, Any]], Answer]) -> None:
        self._ask = ask
        self._turn = threading.Lock()
        self._kept: OrderedDict[str, Answer] = OrderedDict()

    def answer(self, environ: dict[str, Any]) -> Answer:
        # A slow upload shall keep nobody waiting.
        environ["wsgi.input"] = io.BytesIO(get_input_stream(environ).read())
        if environ.get("HTTP_X_AMZ_TARGET") in _WAITING:
            return self._ask(environ)
        call: str = environ.get(_CALL, "")
        with self._turn:
            if call in self._kept:
                return self._kept[call]
            answer = self._ask(environ)
            if call and answer.succeeded and environ["REQUEST_METHOD"] not in _READING:
                self._keep(call, answer)
            return answer

    def _keep(self, call: str, answer: Answer) -> None:
        self._kept[call] = answer
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
