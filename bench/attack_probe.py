"""A client without malice: it asks simple questions all the while, and checks each answer."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from attack_wire import PATIENCE, TALKING_ERRORS, connect, drop, is_busy, receive
from serve_wire import Answer, BrokenAnswerError

if TYPE_CHECKING:
    import socket

    from attack_target import Target

_PAUSE: Final = 0.01
_EACH: Final = 25
"""So many questions are asked over one connection, then another one is opened."""
_MOST_FAULTS: Final = 5


class Prober(threading.Thread):
    """Counts right answers, and refusals that say when to come again; all else is a fault."""

    def __init__(self, target: Target, begin: int = 1) -> None:
        super().__init__(daemon=True)
        self.target = target
        self.begin = begin
        self.right = 0
        self.refused = 0
        self.wrong = 0
        self.faults: list[str] = []
        self.took: list[float] = []
        self._over = threading.Event()
        self._line: socket.socket | None = None

    def run(self) -> None:
        """Ask until told to stop."""
        number = self.begin
        start = time.monotonic()
        while not self._over.wait(_PAUSE):
            number += 1
            begin = time.monotonic()
            try:
                answer = self._ask(number)
            except TALKING_ERRORS as error:
                self._drop()
                self._fail(f"{type(error).__name__}: {error}", begin - start)
                continue
            self.took.append(time.monotonic() - begin)
            self._judge(answer, begin - start)
            if answer.closes or number % _EACH == 0:
                self._drop()

    def _ask(self, number: int) -> Answer:
        if self._line is None:
            self._line = connect(self.target.port)
        self._line.sendall(self.target.simple(number))
        found = list(receive(self._line, 1, PATIENCE))
        if not found:
            raise BrokenAnswerError("the connection ended without an answer")
        return found[0]

    def _judge(self, answer: Answer, when: float) -> None:
        if is_busy(answer):
            self.refused += 1
            return
        fault = self.target.judge(answer)
        if fault:
            self._fail(fault, when)
        else:
            self.right += answer.status == 200

    def _fail(self, fault: str, when: float) -> None:
        self.wrong += 1
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(f"after {when:.1f} s: {fault}")

    def _drop(self) -> None:
        if self._line is not None:
            drop(self._line)
        self._line = None

    def stop(self) -> None:
        """Ask no more."""
        self._over.set()
        self.join()
        self._drop()

    def p99(self) -> float:
        """Return the seconds within which 99 of a hundred answers came; 0 without any."""
        took = sorted(self.took)
        return took[-(-len(took) * 99 // 100) - 1] if took else 0
