"""A path that can't be walked is refused, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from visitkg.shacl.model import ShapesGraph

REMEDY: Final = (
    "Write an IRI, a list of at least two paths, or a blank node with one of sh:alternativePath, "
    "sh:inversePath, sh:zeroOrMorePath, sh:oneOrMorePath and sh:zeroOrOnePath."
)
SHAPE: Final = "ex:S a sh:PropertyShape ; sh:path "

ILL_FORMED: Final = {
    "a literal": ('"p" .', "it is a literal"),
    "a literal inside": ("[ sh:inversePath 1 ] .", "it is a literal"),
    "nothing": ("[] .", "nothing describes it"),
    "itself": ("_:p . _:p sh:inversePath _:p .", "it contains itself"),
    "itself as a step": ("_:p . _:p rdf:first _:p ; rdf:rest ( ex:q ) .", "it contains itself"),
    "two keywords": (
        "[ sh:inversePath ex:p ; sh:zeroOrOnePath ex:q ] .",
        "a blank node in it has two properties",
    ),
    "no keyword": ("[ ex:inverse ex:p ] .", "<http://example.org/inverse> makes no path"),
    "one step": ("( ex:p ) .", "a list in it has fewer than two members"),
    "one choice": (
        "[ sh:alternativePath ( ex:p ) ] .",
        "a list in it has fewer than two members",
    ),
    "no list of choices": (
        "[ sh:alternativePath ex:p ] .",
        "its list ends without rdf:nil",
    ),
    "no end": ("[ rdf:first ex:p ] .", "its list ends without rdf:nil"),
    "depth": (
        "[ sh:inversePath " * 51 + "ex:p" + " ]" * 51 + " .",
        "it is deeper or longer than anybody can walk",
    ),
    "breadth": (
        "_:p0 . "
        + " ".join(f"_:p{n} sh:alternativePath ( _:p{n + 1} _:p{n + 1} ) ." for n in range(40))
        + " _:p40 sh:inversePath ex:p .",
        "it is deeper or longer than anybody can walk",
    ),
}


@pytest.mark.parametrize(("path", "reason"), ILL_FORMED.values(), ids=ILL_FORMED)
def test_an_ill_formed_path_is_refused_with_the_reason(
    read: Callable[[str], ShapesGraph], path: str, reason: str
) -> None:
    (problem,) = read(SHAPE + path).problems
    assert problem.fatal
    assert str(problem) == f"shapes.ttl:2: ill-formed property path: {reason}\n{REMEDY}"


@pytest.mark.parametrize(
    "path",
    [
        "[ sh:inversePath " * 49 + "ex:p" + " ]" * 49,
        "( ex:p " * 20 + "ex:q" + " )" * 20,
        "( " + "ex:p " * 5000 + ")",
    ],
    ids=["deep", "nested lists", "long"],
)
def test_a_deep_or_long_path_is_taken(read: Callable[[str], ShapesGraph], path: str) -> None:
    assert read(f"{SHAPE} {path} .").problems == ()
