"""What was read or made lately, up to a bound."""

from __future__ import annotations

from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memory(dict[Key, Value]):
    """A dictionary for what can be had again: when it holds ``most`` entries, it forgets all."""

    __slots__ = ("most",)

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def keep(self, key: Key, value: Value) -> Value:
        """Return a value that is remembered from now on."""
        if len(self) >= self.most:
            self.clear()
        self[key] = value
        return value
