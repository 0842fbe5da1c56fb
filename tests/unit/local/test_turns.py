"""Requests are answered one after the other, and none twice."""

from __future__ import annotations

import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from lakeform.local import turns
from lakeform.local.turns import Answer, Turns


def request(call: str = "", method: str = "POST", body: bytes = b"", **more: Any) -> dict[str, Any]:
    named = {"HTTP_AMZ_SDK_INVOCATION_ID": call} if call else {}
    length = {"CONTENT_LENGTH": str(len(body))}
    return {"REQUEST_METHOD": method, "wsgi.input": io.BytesIO(body), **length, **named, **more}


class Counter:
    """Answers with the number of the request, and notes how many there were at once."""

    def __init__(self, *statuses: str) -> None:
        self.asked = 0
        self.most = 0
        self._statuses = list(statuses)
        self._running = 0

    def __call__(self, _: dict[str, Any]) -> Answer:
        self._running += 1
        self.most = max(self.most, self._running)
        time.sleep(0.002)
        self.asked += 1
        self._running -= 1
        status = self._statuses.pop(0) if self._statuses else "200 OK"
        return Answer(status, [], f"{self.asked}".encode())


def test_requests_from_many_threads_are_answered_one_after_the_other() -> None:
    service = Counter()
    line = Turns(service)
    with ThreadPoolExecutor(16) as pool:
        bodies = {answer.body for answer in pool.map(line.answer, [request() for _ in range(64)])}
    assert len(bodies) == service.asked == 64
    assert service.most == 1


def test_a_second_attempt_gets_the_answer_of_the_first() -> None:
    service = Counter()
    line = Turns(service)
    first = line.answer(request("a"))
    assert line.answer(request("b")).body == b"2"
    assert line.answer(request("a")) == first
    assert service.asked == 2


def test_a_second_attempt_waits_for_the_first() -> None:
    """The client may have given up before the answer was there."""
    service = Counter()
    line = Turns(service)
    with ThreadPoolExecutor(8) as pool:
        bodies = {answer.body for answer in pool.map(line.answer, [request("a") for _ in range(8)])}
    assert bodies == {b"1"}


def test_what_failed_is_tried_again() -> None:
    service = Counter("500 Internal Server Error", "400 Bad Request")
    line = Turns(service)
    statuses = [line.answer(request("a")).status[:3] for _ in range(4)]
    assert statuses == ["500", "400", "200", "200"]
    assert service.asked == 3


def test_what_only_reads_is_read_again() -> None:
    service = Counter()
    line = Turns(service)
    assert [line.answer(request("a", "GET")).body for _ in range(2)] == [b"1", b"2"]


def test_requests_without_a_number_are_all_carried_out() -> None:
    service = Counter()
    line = Turns(service)
    assert [line.answer(request()).body for _ in range(2)] == [b"1", b"2"]


def test_the_oldest_answers_are_forgotten() -> None:
    service = Counter()
    line = Turns(service)
    for number in range(turns._KEPT + 1):
        line.answer(request(f"{number}"))
    asked = service.asked
    line.answer(request("1"))
    assert service.asked == asked
    line.answer(request("0"))
    assert service.asked == asked + 1


def test_a_long_poll_keeps_nobody_waiting() -> None:
    sent = threading.Event()

    def service(environ: dict[str, Any]) -> Answer:
        if "HTTP_X_AMZ_TARGET" in environ:
            assert sent.wait(20)
        else:
            sent.set()
        return Answer("200 OK", [], b"")

    line = Turns(service)
    poll = request(HTTP_X_AMZ_TARGET="AmazonSQS.ReceiveMessage")
    with ThreadPoolExecutor(1) as pool:
        polling = pool.submit(line.answer, poll)
        line.answer(request())
        assert polling.result().succeeded


class SlowUpload(io.BytesIO):
    def __init__(self, content: bytes, arrived: threading.Event) -> None:
        super().__init__(content)
        self._arrived = arrived

    def read(self, size: int | None = -1) -> bytes:
        assert self._arrived.wait(20)
        return super().read(size)

    def readinto(self, buffer: Any) -> int:
        assert self._arrived.wait(20)
        return super().readinto(buffer)


def test_a_slow_upload_keeps_nobody_waiting_and_arrives_whole() -> None:
    arrived = threading.Event()

    def service(environ: dict[str, Any]) -> Answer:
        return Answer("200 OK", [], environ["wsgi.input"].read())

    line = Turns(service)
    upload = request(body=b"content")
    upload["wsgi.input"] = SlowUpload(b"content", arrived)
    with ThreadPoolExecutor(1) as pool:
        uploading = pool.submit(line.answer, upload)
        assert line.answer(request(body=b"small")).body == b"small"
        arrived.set()
        assert uploading.result().body == b"content"
