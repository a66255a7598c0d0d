"""Triples as integers within a limit of memory: terms lie in files, triples in three arrays.

What ``encode`` does with all lines is done here with some of them at a time, by a dictionary of
their own; its tokens then get the codes of the one dictionary, all at once.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, ClassVar, Final

from visitkg.errors import InputError
from visitkg.graph.dictionary import (
    Dictionary,
    UnusualLineError,
    read_token,
    rename_blank,
    write_token,
)
from visitkg.graph.encode import LARGE, EncodedTriples, cut_blocks
from visitkg.graph.hash_index import UNKNOWN, HashIndex, hash_tokens
from visitkg.graph.mapped import MappedText
from visitkg.graph.token_file import TokenFile
from visitkg.graph.worker import WorkerError, has_second_processor, work_beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from visitkg.graph.dictionary import Term
    from visitkg.graph.spill import Spill

    Codes = NDArray[np.int32]

_SHARE: Final = 1 << 12
"""Of so many bytes of the limit, one triple at a time is encoded before it is merged."""
_FEWEST: Final = 1 << 14
_MOST: Final = 1 << 19
_LONGEST: Final = 16
"""And so many times less than the limit are their lines."""
_REMEMBERED: Final = 1 << 16
_MOST_TERMS: Final = (1 << 31) - 1


class BoundedDictionary(Dictionary):
    """A dictionary whose tokens and codes lie in files; ``codes`` stays empty."""

    __slots__ = ("_given", "_index", "_renamed", "encode", "find")

    remembered: ClassVar[int | None] = _REMEMBERED

    def __init__(self, spill: Spill) -> None:
        super().__init__()
        self.tokens: TokenFile = TokenFile(spill)  # type: ignore[assignment]  # read as a list is
        self._index = HashIndex(spill)
        # The blank nodes of this file that have other labels here, and those labels.
        self._renamed: dict[bytes, bytes] = {}
        self._given: set[bytes] = set()
        self.encode = lru_cache(_REMEMBERED)(self._encode)  # type: ignore[method-assign]
        self.find = lru_cache(_REMEMBERED)(self._find)  # type: ignore[method-assign]

    def merge(self, tokens: Sequence[bytes]) -> Codes:
        """Return the codes of distinct tokens of the current file, new ones where need be."""
        return self._merge(self._relabel(tokens) if self._file > 1 else tokens)

    def _merge(self, tokens: Sequence[bytes]) -> Codes:
        import numpy as np

        hashes, codes = self._look_up(tokens)
        new = np.flatnonzero(codes == UNKNOWN)
        first = len(self.tokens)
        if first + len(new) > _MOST_TERMS:
            raise InputError(
                f"more than {_MOST_TERMS:,} different terms",
                remedy="Validate fewer files at a time.",
            )
        codes[new] = np.arange(first, first + len(new), dtype=np.int32)
        added = [tokens[row] for row in new.tolist()]
        self.tokens.extend(added)
        self._index.add(hashes[new], codes[new])
        self.triple_terms += [
            code for code, token in enumerate(added, first) if token[:3] == b"<<("
        ]
        return codes

    def _look_up(self, tokens: Sequence[bytes]) -> tuple[NDArray[np.int64], Codes]:
        """Return the hashes and the codes of tokens."""
        import numpy as np

        def agree(rows: NDArray[np.intp], codes: Codes) -> NDArray[np.bool_]:
            # In the order of the file, for neighbours are read together.
            order = np.argsort(codes)
            known = self.tokens.many(codes[order].tolist())
            own = map(tokens.__getitem__, rows[order].tolist())
            same = np.empty(len(rows), dtype=bool)
            same[order] = [one == other for one, other in zip(own, known, strict=True)]
            return same

        hashes = hash_tokens(tokens)
        return hashes, self._index.find(hashes, agree)

    def _relabel(self, tokens: Sequence[bytes]) -> Sequence[bytes]:
        """Return the tokens with labels that no blank node of another file has."""
        labels = [token for token in tokens if token[:2] == b"_:"]
        if not labels:
            return tokens
        codes = self._look_up(labels)[1].tolist()
        own = set(labels)
        for label, code in zip(labels, codes, strict=True):
            if label in self._renamed or code == UNKNOWN:
                continue
            if code < self._begin or label in self._given:
                self._rename(label, own)
        if not self._renamed:
            return tokens
        return [self._relabel_one(token) for token in tokens]

    def _rename(self, label: bytes, own: set[bytes]) -> None:
        for number in count(self._file):
            other = b"%s.%d" % (label, number)
            if other not in own and self.look_up(other) is None:
                self._renamed[label] = other
                self._given.add(other)
                own.add(other)
                return

    def _relabel_one(self, token: bytes) -> bytes:
        if token[:3] == b"<<(" and b"_:" in token:
            return write_token(rename_blank(read_token(token), self._relabel_one))
        return self._renamed.get(token, token)

    def end_file(self) -> None:
        """Let the next file have blank nodes of its own, whatever their labels."""
        self._renamed.clear()
        self._given.clear()
        self._begin = len(self.tokens)
        self._file += 1
        self.tokens.release()

    def forget(self, size: int) -> None:
        """Take back all codes from ``size`` on, of a file that has not ended yet."""
        self._renamed.clear()
        self._given.clear()
        self._index.forget(size)
        self.tokens.truncate(size)
        self.triple_terms = [code for code in self.triple_terms if code < size]

    def look_up(self, token: bytes) -> int | None:
        """Return the code of a canonical token, or None."""
        code = int(self._look_up([token])[1][0])
        return None if code == UNKNOWN else code

    def tokens_of(self, codes: Sequence[int]) -> list[bytes]:
        """Return the tokens of some codes."""
        return self.tokens.many(codes)

    def first_bytes(self) -> NDArray[np.uint8]:
        """Return the first byte of each token."""
        return self.tokens.first_bytes()

    def release(self) -> None:
        """Let go of tokens that are in memory."""
        self.tokens.release()

    def _find(self, term: Term) -> int | None:
        return self.look_up(write_token(term))

    def _encode(self, term: Term) -> int:
        # What a query asks about later is found then.
        self.find.cache_clear()  # type: ignore[attr-defined]  # it has one
        return int(self._merge([write_token(term)])[0])


class BoundedTriples(EncodedTriples):
    """Encoded triples that take little more memory than twelve bytes each."""

    __slots__ = ("_chunk", "_most", "_read", "_widest")

    def __init__(self, spill: Spill) -> None:
        super().__init__()
        self.dictionary: BoundedDictionary = BoundedDictionary(spill)
        self.limit = spill.limit
        self._most = max(_FEWEST, min(_MOST, spill.limit // _SHARE))
        self._widest = spill.limit // _LONGEST
        self._chunk = EncodedTriples()
        self._read = 0

    def add_lines(self, block: bytes) -> None:
        """Encode whole lines; raise ValueError if one is not canonical."""
        self._chunk.add_lines(block)
        self._read += len(block)
        if len(self._chunk) >= self._most or self._read >= self._widest:
            self._flush()

    def end_lines(self) -> None:
        """End what lines were of."""
        self._flush()
        super().end_lines()

    def _flush(self) -> None:
        """Give the triples of the chunk the codes of the dictionary."""
        chunk, self._chunk, self._read = self._chunk, EncodedTriples(), 0
        if len(chunk):
            self._merge(chunk.dictionary.tokens, _columns(chunk))

    def _merge(self, tokens: Sequence[bytes], columns: Sequence[bytes]) -> None:
        """Add triples whose codes are the places of some tokens."""
        import numpy as np

        codes = self.dictionary.merge(tokens)
        for column, own in zip(
            (self.subjects, self.predicates, self.objects), columns, strict=True
        ):
            column.frombytes(codes[np.frombuffer(own, dtype=np.int32)].tobytes())
        self.dictionary.release()

    def _add_canonical(self, data: bytes) -> bool:
        begin, size = len(self), len(self.dictionary.tokens)
        try:
            if len(data) >= LARGE and has_second_processor():
                self._add_encoded_beside(data)
            else:
                for chunk in self._encode_chunks(data):
                    self._merge(chunk.dictionary.tokens, _columns(chunk))
        except (UnusualLineError, ValueError, WorkerError):
            self._forget(begin, size)
            return False
        return True

    def _encode_chunks(self, data: bytes) -> Iterator[EncodedTriples]:
        """Yield the triples of canonical N-Triples, some at a time."""
        chunk, read = EncodedTriples(), 0
        for block in cut_blocks(data, 0, len(data)):
            chunk.add_lines(block)
            read += len(block)
            if len(chunk) >= self._most or read >= self._widest:
                yield chunk
                chunk, read = EncodedTriples(), 0
                if isinstance(data, MappedText):
                    data.release()
        if len(chunk):
            yield chunk

    def _add_encoded_beside(self, data: bytes) -> None:
        """Merge what another process encodes meanwhile."""

        def encode() -> Iterator[bytes]:
            for chunk in self._encode_chunks(data):
                yield b"\n".join(chunk.dictionary.tokens)
                yield from _columns(chunk)

        with work_beside(encode) as pieces:
            for tokens in pieces:
                self._merge(tokens.split(b"\n"), [next(pieces) for _ in range(3)])

    def _forget(self, begin: int, size: int) -> None:
        self._chunk, self._read = EncodedTriples(), 0
        super()._forget(begin, size)


def _columns(triples: EncodedTriples) -> Sequence[bytes]:
    return [each.tobytes() for each in (triples.subjects, triples.predicates, triples.objects)]
