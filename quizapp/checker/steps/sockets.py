"""WebSockets: named peers that connect, are refused, send, receive, close or vanish."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidStatus

from quizapp.checker.breakdown import ended_early, raised_while
from quizapp.checker.client import MAX_EXCHANGES
from quizapp.checker.context import CheckContext
from quizapp.checker.failure import PackFaultError, StepFailedError
from quizapp.checker.judge import status_fits
from quizapp.checker.matchers import compare
from quizapp.checker.peer import Peer
from quizapp.checker.prepared import target_of
from quizapp.checker.steps.handshake import Attempt, connect, no_handshake, tell_refusal
from quizapp.checker.telling import status_line, tell
from quizapp.checker.values import fill, fill_text
from quizapp.checker.wording import clean, clip, line, phrase, shown, wanted
from quizapp.domain.expectation import StatusSpec
from quizapp.domain.report import Exchange
from quizapp.domain.run import REQUEST_HEADER
from quizapp.domain.steps.sockets import PeerStep, SocketStep

MAX_PEERS = 50
_NO_CLOSE_FRAME = 1006
_GOODBYE = 0.3
"""Seconds in which an app that accepted a socket may think better of it."""


async def run_socket_step(step: SocketStep | PeerStep, context: CheckContext) -> None:
    """Open a socket, or let an open one act."""
    if isinstance(step, SocketStep):
        await _open(step, context)
        return
    peer = context.peers.get(step.peer)
    if peer is None:
        raise PackFaultError(f"no peer is called {step.peer}; open it first with {{ws: ..., as: {step.peer}}}")
    try:
        await _act(step, peer, context)
    except ConnectionClosed as closed:
        raise await _closed_early(step, peer, context) from closed


async def _open(step: SocketStep, context: CheckContext) -> None:
    target = target_of(step.ws, step.query, context.names)
    sent = f"WebSocket {clip(line(target), 160)}"
    served = await context.app()
    number = context.numbers.take()
    headers = {name: fill_text(value, context.names) for name, value in step.headers.items()}
    refused = step.expect.refused if step.expect else None
    try:
        connection = await connect(served, target, {**headers, REQUEST_HEADER: str(number)}, step.subprotocols)
    except InvalidStatus as error:
        _record(context, sent, phrase(error.response.status_code))
        if refused is None or not status_fits(refused, error.response.status_code):
            failure = StepFailedError("", sent=sent, got=f"refused with {phrase(error.response.status_code)}")
            await tell_refusal(failure, error.response.status_code, refused, Attempt(target, number, served))
            raise failure from error
        return
    except (InvalidHandshake, InvalidMessage, OSError, EOFError, ValueError, TimeoutError) as error:
        raise await no_handshake(sent, error, number, served) from error
    peer = Peer(step.peer_name, target, connection, number)
    if len(context.peers) >= MAX_PEERS:
        await peer.abort()
        raise PackFaultError(f"a check may open {MAX_PEERS} sockets at once")
    if (replaced := context.peers.get(peer.name)) is not None:
        await replaced.abort()
    context.peers[peer.name] = peer
    _record(context, sent, "101 Switching Protocols")
    if refused is not None:
        raise await _accepted(sent, refused, peer)
    if step.expect and "subprotocol" in step.expect.model_fields_set:
        mismatches = compare(fill(step.expect.subprotocol, context.names), connection.subprotocol, "subprotocol")
        if mismatches:
            told = tell(mismatches[0])
            raise StepFailedError(
                told.message, sent=sent, got=f"subprotocol: {connection.subprotocol}", expected=told.expected
            )


async def _accepted(sent: str, asked: StatusSpec, peer: Peer) -> StepFailedError:
    failure = StepFailedError(
        "The WebSocket was accepted, it should be refused.",
        sent=sent,
        got="accepted",
        expected=f"refused with {status_line(asked)}",
    )
    try:
        async with asyncio.timeout(_GOODBYE):
            await peer.connection.recv()
    except ConnectionClosed:
        code = peer.connection.close_code
        failure.message = f"The WebSocket was accepted first and closed with {code} after; it should be refused."
        failure.got = f"accepted, then closed with {code}"
        failure.hint = "Decide before await websocket.accept(): a close before it refuses the handshake with 403."
    except TimeoutError:
        pass
    return failure


async def _act(step: PeerStep, peer: Peer, context: CheckContext) -> None:
    asked = step.model_fields_set
    names = context.names
    if "send" in asked or "text" in asked:
        written = fill_text(step.text or "", names) if "text" in asked else json.dumps(fill(step.send, names))
        _record(context, f"{peer.name} sends {written}", "")
        await peer.connection.send(written)
    elif "recv" in asked or "recv_text" in asked:
        await _receive(step, peer, context)
    elif step.silent is not None:
        await _stay_silent(step.silent, peer)
    elif "close" in asked:
        await peer.connection.close(step.close or 1000)
    elif step.leave:
        await peer.abort()
    elif step.stall:
        peer.connection.transport.pause_reading()
    else:
        await _see_closed(step, peer, context)


async def _receive(step: PeerStep, peer: Peer, context: CheckContext) -> None:
    matcher = fill(step.recv if "recv" in step.model_fields_set else step.recv_text, context.names)
    expected = f"{peer.name} receives {wanted(matcher)}"
    try:
        async with asyncio.timeout(step.within):
            message = await peer.connection.recv()
    except TimeoutError:
        failure = StepFailedError(
            f"{peer.name} received nothing within {step.within:g} s.", got="no message", expected=expected
        )
        await raised_while(failure, peer.number, await context.app())
        raise failure from None
    text = _text(message)
    _record(context, "", f"{peer.name} receives {text}")
    value: Any = text
    if "recv" in step.model_fields_set:
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            raise StepFailedError(
                f"{peer.name} received text that is not JSON.", got=shown(text), expected=expected
            ) from None
    mismatches = compare(matcher, value)
    if mismatches:
        told = tell(mismatches[0], value)
        place = "The message" if mismatches[0].path == "$" else f"In the message, {mismatches[0].path}"
        message_text = told.message.replace("The body", place, 1) if mismatches[0].path == "$" else told.message
        raise StepFailedError(
            f"{peer.name} received another message: {message_text[:1].lower()}{message_text[1:]}",
            got=f"{peer.name} received {shown(value)}",
            expected=expected,
        )


async def _stay_silent(within: float, peer: Peer) -> None:
    try:
        async with asyncio.timeout(within):
            message = await peer.connection.recv()
    except TimeoutError:
        return
    raise StepFailedError(
        f"{peer.name} received a message that was not for it.",
        got=shown(_text(message)),
        expected=f"{peer.name} receives nothing for {within:g} s",
    )


async def _see_closed(step: PeerStep, peer: Peer, context: CheckContext) -> None:
    expected = f"{peer.name} is closed with {wanted(step.closed)}"
    try:
        async with asyncio.timeout(step.within):
            message = await peer.connection.recv()
    except TimeoutError:
        message_text = f"{peer.name} was not closed within {step.within:g} s."
        raise StepFailedError(message_text, got="still open", expected=expected) from None
    except ConnectionClosed:
        code = peer.connection.close_code
        if compare(fill(step.closed, context.names), code):
            failure = StepFailedError(
                f"{peer.name} was closed with {code}, the task asks for {wanted(step.closed)}.",
                got=_how_closed(peer),
                expected=expected,
            )
            await raised_while(failure, peer.number, await context.app())
            raise failure from None
        return
    text = _text(message)
    raise StepFailedError(
        f"{peer.name} received a message instead of a close.",
        got=f"{peer.name} received {shown(text)}",
        expected=expected,
    )


async def _closed_early(step: PeerStep, peer: Peer, context: CheckContext) -> StepFailedError:
    served = await context.app()
    act = "send" if {"send", "text"} & step.model_fields_set else "receive"
    failure = StepFailedError(
        f"{peer.name} could not {act}: the app has closed the connection.",
        got=_how_closed(peer),
        expected="an open socket",
    )
    if "recv" in step.model_fields_set or "recv_text" in step.model_fields_set:
        asked = step.recv if "recv" in step.model_fields_set else step.recv_text
        failure.expected = f"{peer.name} receives {wanted(asked)}"
    if not await ended_early(failure, f"WebSocket {peer.path}", served):
        await raised_while(failure, peer.number, served)
    return failure


def _text(message: str | bytes) -> str:
    return message if isinstance(message, str) else message.decode("utf-8", errors="replace")


def _how_closed(peer: Peer) -> str:
    code = peer.connection.close_code
    if code in {None, _NO_CLOSE_FRAME}:
        return f"{peer.name}: connection lost without a close"
    reason = line(peer.connection.close_reason or "")
    return f"{peer.name}: closed with {code}" + (f" ({reason})" if reason else "")


def _record(context: CheckContext, sent: str, got: str) -> None:
    if context.exchanges is not None and len(context.exchanges) < MAX_EXCHANGES:
        context.exchanges.append(Exchange(sent=clip(clean(sent), 2000), got=clip(clean(got), 2000)))
