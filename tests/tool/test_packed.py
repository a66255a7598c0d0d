"""What waits packed comes out as it was, in order, and a block at a time."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitkg import packed
from visitkg.packed import Packed

CELLS = st.none() | st.integers() | st.text()


@given(st.lists(CELLS | st.tuples(CELLS, CELLS), max_size=40))
def test_the_items_are_those_that_were_put_in(items: list[object]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "_BLOCK", 7)
        kept = Packed(items)
        assert list(kept) == list(kept) == items
        assert len(kept) == len(items)
        assert [len(block) for block in kept.blocks()][:-1] == [7] * ((len(items) - 1) // 7)


def test_an_item_is_found_by_its_place() -> None:
    items = [str(number) for number in range(2_000)]
    kept = Packed(items)
    assert [kept[place] for place in (0, 511, 512, 1_999, -1, -2_000)] == [
        items[place] for place in (0, 511, 512, 1_999, -1, -2_000)
    ]
    assert kept[510:514] == items[510:514]
    for place in (2_000, -2_001):
        with pytest.raises(IndexError):
            kept[place]


def test_what_is_packed_takes_little_room() -> None:
    rows = [(f"https://example.org/id/claim-{n}", n, None) for n in range(10_000)]
    assert len(pickle.dumps(Packed(rows))) < len(pickle.dumps(rows)) / 5


def test_nothing_packed_is_nothing() -> None:
    kept: Packed[str] = Packed()
    assert not kept
    assert list(kept) == []
    assert list(kept.blocks()) == []
