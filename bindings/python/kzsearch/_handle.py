# SPDX-License-Identifier: GPL-2.0-or-later
"""A C object in Python: freed once, never used after that, never freed while it is in use."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Handle:
    """The pointer of a C object that several threads may use.

    close() waits for calls of other threads to end; a call made from inside a callback of the
    same object cannot be waited for and is refused.
    """

    def __init__(self, pointer: Any, free: Callable[[Any], Any], name: str) -> None:
        self._pointer = pointer
        self._free = free
        self._name = name
        self._users: dict[int, int] = {}
        self._changed = threading.Condition(threading.Lock())
        self._closing = False
        # At exit the system takes all back; other threads might still be inside a call.
        self._finalizer = weakref.finalize(self, free, pointer)
        self._finalizer.atexit = False

    @property
    def closed(self) -> bool:
        return self._closing or not self._finalizer.alive

    @contextmanager
    def use(self) -> Iterator[Any]:
        """The pointer, which stays valid within the block."""
        thread = threading.get_ident()
        with self._changed:
            if self.closed:
                raise ValueError(f"{self._name} is closed")
            self._users[thread] = self._users.get(thread, 0) + 1
        try:
            yield self._pointer
        finally:
            with self._changed:
                self._users[thread] -= 1
                if not self._users[thread]:
                    del self._users[thread]
                self._changed.notify_all()

    def close(self) -> Any:
        """Free the object; what freeing returned, or None when it was closed before."""
        with self._changed:
            if self.closed:
                return None
            if threading.get_ident() in self._users:
                raise RuntimeError(f"{self._name} cannot be closed from inside one of its calls")
            self._closing = True
            self._changed.wait_for(lambda: not self._users)
        self._finalizer.detach()
        return self._free(self._pointer)
