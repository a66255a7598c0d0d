"""What a line that was typed gives: a text, a note beside it, and an exit code."""

from __future__ import annotations

import marshal
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitkg.errors import VisitkgError


@dataclass(frozen=True, slots=True)
class Reply:
    """What is shown: ``text`` is asked for, ``note`` is beside it or tells an error.

    ``answer`` tells whether the text is data, which goes where answers go; ``ends`` whether nothing
    is read after it.
    """

    text: str = ""
    note: str = ""
    code: int = 0
    answer: bool = False
    ends: bool = False


def failure(error: VisitkgError) -> Reply:
    """Return the reply that tells an error as other commands do."""
    return Reply(note=str(error), code=error.exit_code)


def pack_reply(reply: Reply) -> bytes:
    """Return a reply as it travels from a process to the one that forked it."""
    return marshal.dumps((reply.text, reply.note, reply.code, reply.answer, reply.ends))


def unpack_reply(data: bytes) -> Reply:
    """Return the reply that was packed; raise EOFError, TypeError or ValueError for none whole."""
    return Reply(*marshal.loads(data))  # noqa: S302  (comes from a child of this very process)
