# SPDX-License-Identifier: GPL-2.0-or-later
"""Long calls into C, made on a thread of their own, so that Ctrl-C works meanwhile.

Python runs the handlers of signals in the main thread, between two steps of Python code. While
that thread is inside C there are none; and when C calls back, a handler runs at the very start
of the function called, before any `try` of it: ctypes prints what the handler raised and goes
on, and the interrupt is lost. So another thread makes the call and hands over what C tells it,
and the thread that asked waits for that and does all that may raise.
"""

from __future__ import annotations

import _thread
import atexit
import os
import queue
import threading
from collections.abc import Callable, Generator
from contextlib import closing
from typing import Any, Generic, TypeVar

from . import errors

T = TypeVar("T")

WAITING = 64  # things handed over and not yet taken, at most
LOOK = 0.1  # seconds after which a thread that waits for room looks whether it is to stop

# What C gets to hear from a callback.
GO_ON, STOP = 0, 1


class Errand(Generic[T]):
    """One call: `call(send)`, where `send(thing)` tells C whether to go on.

    cancel   has C end the call, where it need not be sending anything
    in_step  C waits until what it sent has been dealt with, and is not ahead of it
    """

    def __init__(
        self,
        call: Callable[[Callable[[T], int]], object],
        cancel: Callable[[], object] | None = None,
        in_step: bool = False,
    ) -> None:
        self._call: Callable[[Callable[[T], int]], object] | None = call
        self._cancel = cancel
        self._steps = threading.Semaphore(0) if in_step else None
        self._process = os.getpid()
        self._ticket = [None]  # who takes it, the thread or who no longer wants it, has decided
        self._things: queue.Queue[tuple[T, ...]] = queue.Queue(WAITING)
        self._stopped = False
        self._over = threading.Event()
        self._error: BaseException | None = None

    def things(self) -> Generator[T, None, None]:
        """Make the call; what is sent meanwhile. To close this is to stop the call."""
        try:
            _live.add(self)
            _thread.start_new_thread(self._run, ())
            while sent := self._things.get():
                yield sent[0]
                if self._process != os.getpid():
                    raise errors.ForkedError("this was begun before the process was forked")
                if self._steps is not None:
                    self._steps.release()
        finally:
            if self._process == os.getpid():
                self.stop()
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        if not self._take_ticket():
            return
        try:
            assert self._call is not None
            self._call(self._send)
        except BaseException as error:
            self._error = error
        finally:
            self._call = None
            self._hand(())
            self._over.set()

    def _take_ticket(self) -> bool:
        try:
            self._ticket.pop()
            return True
        except IndexError:
            return False

    def _send(self, thing: T) -> int:
        answer = self._hand((thing,))
        while answer == GO_ON and self._steps is not None:
            if self._steps.acquire(timeout=LOOK):
                break
            if self._stopped:
                answer = STOP
        return answer

    def _hand(self, sent: tuple[T, ...]) -> int:
        while not self._stopped:
            try:
                self._things.put(sent, timeout=LOOK)
                return GO_ON
            except queue.Full:
                pass
        return STOP

    def stop(self) -> None:
        """Have the call end, if it has not, and wait until it has."""
        self._stopped = True
        if self._take_ticket():
            self._over.set()  # before it began
        if self._cancel is not None and not self._over.is_set():
            self._cancel()
        while not self._over.is_set():
            try:
                self._over.wait()
            except KeyboardInterrupt:
                pass  # it is about to end
        _live.discard(self)


def tell(
    call: Callable[[Callable[[Any], int]], object],
    told: Callable[[Any], object] | None = None,
    cancel: Callable[[], object] | None = None,
) -> None:
    """Make a call that sends things for `told`. What that raises stops the call."""
    with closing(Errand(call, cancel, in_step=True).things()) as things:
        for thing in things:
            if told is not None:
                told(thing)


_live: set[Errand[Any]] = set()


@atexit.register
def _stop_all() -> None:
    """Python ends threads that are still at work in ways that C++ does not survive."""
    for errand in list(_live):
        if errand._process == os.getpid():
            errand.stop()


os.register_at_fork(after_in_child=_live.clear)
