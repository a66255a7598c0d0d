"""Large shapes graphs are read without a recursion, and with as much work as they are large."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from visitkg.shacl.model import ShapesGraph

EX: Final = "http://example.org/"


def test_a_list_of_a_hundred_thousand_members_is_read(read: Callable[[str], ShapesGraph]) -> None:
    shapes = read("ex:S sh:in ( " + " ".join(map(str, range(100_000))) + " ) .")
    (constraint,) = shapes.shapes[NamedNode(EX + "S")].constraints
    assert constraint.members is not None
    assert len(constraint.members) == 100_000
    assert shapes.problems == ()


def test_five_thousand_property_shapes_are_read(read: Callable[[str], ShapesGraph]) -> None:
    shapes = read(make_shapes(5000))
    assert len(shapes.shapes) == 5001
    assert shapes.problems == ()


def test_twice_as_many_shapes_take_at_most_twice_as_many_calls(
    read: Callable[[str], ShapesGraph],
) -> None:
    read(make_shapes(5))
    few, many = (count_calls(read, make_shapes(number)) for number in (200, 400))
    assert few > 200
    assert many <= 2 * few


def test_a_list_of_twice_as_many_members_takes_at_most_twice_as_many_calls(
    read: Callable[[str], ShapesGraph],
) -> None:
    texts = ["ex:S sh:or ( " + "[ sh:class ex:C ] " * number + ") ." for number in (5, 200, 400)]
    read(texts[0])
    few, many = (count_calls(read, text) for text in texts[1:])
    assert few > 200
    assert many <= 2 * few


@pytest.mark.parametrize("depth", [1000, 3000])
def test_a_chain_of_shapes_is_deeper_than_the_stack(
    read: Callable[[str], ShapesGraph], depth: int
) -> None:
    assert depth >= sys.getrecursionlimit()
    text = "".join(f"_:s{n} sh:not _:s{n + 1} .\n" for n in range(depth))
    shapes = read(f"{text}_:s{depth} sh:class ex:C .")
    assert len(shapes.shapes) == depth + 1
    assert shapes.problems == ()


def make_shapes(number: int) -> str:
    properties = "".join(
        f"ex:P{n} a sh:PropertyShape ; sh:path ex:p{n} ; sh:minCount 1 ; sh:maxCount 2 .\n"
        for n in range(number)
    )
    names = " , ".join(f"ex:P{n}" for n in range(number))
    return f"{properties}ex:S sh:targetClass ex:C ; sh:property {names} ."


def count_calls(read: Callable[[str], ShapesGraph], text: str) -> int:
    """Return how many functions of Python are called to read shapes."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(text)
    finally:
        sys.setprofile(before)
    return calls
