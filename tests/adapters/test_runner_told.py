"""What a sandboxed process claims is bounded and well-formed by the time that anybody sees it."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.run import Event, IsolationLevel, StartFailure
from quizapp.runner import told
from quizapp.runner.agent.channel import GarbledError, Inbox, pieces
from quizapp.runner.isolation import judged

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(ANYTHING)
def test_no_claim_is_too_odd(claim: object) -> None:
    """Whatever JSON can say, the answer has the right type and no exception comes of it."""
    assert all(isinstance(event, Event) for event in told.events(claim))
    assert all(isinstance(event, Event) for event in told.events([claim]))
    assert isinstance(told.failure(claim, ""), StartFailure)
    assert all(isinstance(route, str) for route in told.routes(claim))
    assert all(isinstance(name, str) for name in told.modules(claim))
    told.line(claim)
    told.pytest_run(claim, "")


def test_long_texts_and_many_events_are_cut() -> None:
    """A journal of a million long messages becomes one that fits."""
    event = {"at": 0.1, "kind": "log", "message": "x" * 100_000, "logger": "\ud800"}

    events = told.events([event] * 20_000)

    assert len(events) == told.MAX_EVENTS
    assert len(events[0].message) == told.MAX_TEXT
    assert events[0].logger.encode() == b"?"


def test_what_makes_no_sense_is_left_out() -> None:
    """Good events stay, in their order, when bad ones stand between them."""
    good = {"at": 0.1, "kind": "request", "request": "GET /"}

    events = told.events([good, {"kind": "launch missiles"}, None, {**good, "at": "soon"}, {**good, "at": 2}])

    assert [event.at for event in events] == [0.1, 2.0]


@pytest.mark.parametrize("above", [["run-1"], ["a", "work"], ["a", "work", "b", "work"], []])
def test_the_line_that_hung_is_found_wherever_the_run_folder_lies(above: list[str]) -> None:
    """Folders above the run's may be called `work` as well; library lines above the learner's are passed over."""
    sources = {"app/main.py": b"import time\nasync def slow():\n    time.sleep(60)\n"}
    folder = PurePosixPath("/", *above, "work")
    dump = f"""Stack (most recent call first):
      File "/usr/lib/python3.12/asyncio/base_events.py", line 7 in _run_once
      File "{folder}/app/main.py", line 3 in slow"""

    actual = told.dumped_line(dump, sources)

    assert actual is not None
    assert (actual.file, actual.line, actual.function, actual.code) == ("app/main.py", 3, "slow", "time.sleep(60)")


def test_a_given_line_that_hung_is_told_where_it_was_called() -> None:
    """Of a file that nobody may change only where nothing else is on the stack."""
    sources = {"main.py": b"import support\nsupport.hang()\n", "support.py": b"def hang():\n    while True: pass\n"}
    folder = PurePosixPath("/", "run-1", "work")
    dump = f'File "{folder}/support.py", line 2 in hang\nFile "{folder}/main.py", line 2 in <module>'

    called = told.dumped_line(dump, sources, ["support.py"])
    alone = told.dumped_line(dump.splitlines()[0], sources, ["support.py"])

    assert called is not None
    assert (called.file, called.line) == ("main.py", 2)
    assert alone is not None
    assert (alone.file, alone.line) == ("support.py", 2)


@given(
    st.lists(st.dictionaries(st.text(), ANYTHING, max_size=3), max_size=5),
    st.data(),
)
def test_messages_survive_any_cut(messages: list[dict[str, object]], data: st.DataObject) -> None:
    """Framing gives back what was sent, wherever the pieces are cut."""
    messages = [json.loads(json.dumps(message)) for message in messages]
    wire = b"".join(piece for message in messages for piece in pieces(message))
    inbox, found = Inbox(), []
    while wire:
        length = data.draw(st.integers(1, len(wire)))
        found += inbox.feed(wire[:length])
        wire = wire[length:]

    assert json.dumps(found) == json.dumps(messages)


@pytest.mark.parametrize("wire", [b"\xff\xff\xff\xff", b"\0\0\0\1[", b"\0\0\0\2[]", b"\0\0\x03\xe8" + b"[" * 1000])
def test_garbage_is_named(wire: bytes) -> None:
    """A length beyond the limit, no JSON, no object: each is an error at once, not a wait for more."""
    with pytest.raises(GarbledError):
        Inbox(1 << 20).feed(wire)


def test_isolation_is_what_was_proved() -> None:
    """A layer that was entered but whose effect was not seen does not count, and silence counts as nothing."""
    held = ("disk", "pids", "reading", "writing", "tcp", "udp", "unix", "processes", "signals", "memory")
    proof = dict.fromkeys(held, True)

    assert judged({"missing": {}, "proof": proof}).level is IsolationLevel.FULL
    assert judged({"missing": {}, "proof": {**proof, "disk": False}}).level is IsolationLevel.STRONG
    assert judged({"missing": {}, "proof": {**proof, "reading": False}}).level is IsolationLevel.LIMITED
    assert judged({"missing": {}, "proof": {**proof, "udp": False}}).level is IsolationLevel.NONE
    assert judged({"missing": {}, "proof": {}}).level is IsolationLevel.NONE
    assert judged({}).level is IsolationLevel.NONE
    assert judged({"missing": {}, "proof": {**proof, "udp": False}}).missing == {
        "seccomp": "the self-test got through: udp"
    }
