# SPDX-License-Identifier: GPL-2.0-or-later
"""C objects in Python: freed once, never used after that, never freed while they are in use.

Whoever calls C passes an Owner as the argument. Arguments stay alive for as long as a call
lasts, so an object that one thread closes while another is inside a call on it goes when that
call comes back. Nothing is counted or locked that an interrupt or a fork could leave behind.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable
from ctypes import POINTER
from typing import Any

from . import errors

_forks = 0
_renewal = threading.Lock()


def _in_child() -> None:
    global _forks, _renewal
    _forks += 1
    _renewal = threading.Lock()


os.register_at_fork(after_in_child=_in_child)


class Owner:
    """A pointer and the duty to free what it points to.

    It exists before the object does: the C function that makes the object writes it into
    `byref(owner.pointer)`, so that no interrupt can come between.
    """

    __slots__ = ("pointer", "finalizer", "_as_parameter_", "__weakref__")

    def __init__(self, kind: Any, free: Callable[[Any], object]) -> None:
        self.pointer = self._as_parameter_ = POINTER(kind)()
        self.finalizer = weakref.finalize(self, free, self.pointer)
        # At exit the system takes all back; other threads might still be inside a call.
        self.finalizer.atexit = False


class Handle:
    """What a Python object holds of a C object until it is closed."""

    __slots__ = ("_owner", "_name")

    def __init__(self, owner: Owner, name: str) -> None:
        self._owner: Owner | None = owner
        self._name = name

    @property
    def closed(self) -> bool:
        return self._owner is None

    def use(self) -> Owner:
        """The argument for one call. Keep it in no variable: it would keep the object open."""
        owner = self._owner
        if owner is None:
            raise ValueError(f"{self._name} is closed")
        return owner

    def close(self) -> None:
        """Free the object, now or as soon as calls of other threads on it have come back."""
        self._owner = None


class Turns:
    """Lets one thread at a time use an object, also in the child of a fork."""

    __slots__ = ("_lock", "_forks", "_name")

    def __init__(self, name: str) -> None:
        self._lock = threading.Lock()
        self._forks = _forks
        self._name = name

    def take(self) -> threading.Lock:
        """The lock, for a `with` block."""
        if self._forks != _forks:
            with _renewal:
                if self._forks != _forks:
                    self._renew()
        return self._lock

    def _renew(self) -> None:
        # locked() would not do: a thread that had just got the lock, but not yet said so, is as
        # little there to give it back as one that was changing the object.
        if not self._lock.acquire(blocking=False):
            raise errors.ForkedError(
                f"another thread was using {self._name} when this process was forked"
            )
        self._lock.release()
        self._forks = _forks
