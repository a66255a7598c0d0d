"""The matcher of a pattern ends, whatever the pattern and the text."""

from __future__ import annotations

import pytest

from visitkg.errors import InputError
from visitkg.shacl.pattern import compile_pattern

BOMBS = {
    "plus of plus": ("(a+)+$", "a" * 5000 + "b", False),
    "plus of plus that is found": ("^(a+)+$", "a" * 5000, True),
    "choice of the same": ("(a|a)*b", "a" * 5000, False),
    "choice of the same, anchored": ("^(a|a)*b$", "a" * 5000, False),
    "star of star": ("(.*)*x", "a" * 5000, False),
    "star of star, anchored": ("^(.*)*x$", "a" * 5000, False),
    "star of star of star": ("^((a*)*)*b", "a" * 5000, False),
    "plus after plus": ("(x+x+)+y", "x" * 5000, False),
    "words": (r"^(\w+\s?)*$", "word " * 1000 + "!", False),
    "optional letters": ("^(a?){300}a{300}$", "a" * 299, False),
    "three loops": ("a.*b.*c.*d", "abc" * 2000, False),
    "a mail address": (r"^([^@]+)@[^@]+\.[^@]+$", "a@." + "." * 5000 + "@", False),
    "nested quantities": ("^((a{1,8}){1,8}){1,8}$", "a" * 513, False),
    "spaces at the end": (r"\s+$", " " * 5000 + "a", False),
    "looks in a loop": ("^((?=a*b)a)*c", "a" * 5000, False),
    "choice with x": ("^ ( a | b | a b )* c $", "ab" * 2500, False),
}


@pytest.mark.parametrize(("pattern", "text", "expected"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_does_not_go_off(pattern: str, text: str, expected: bool) -> None:  # noqa: FBT001
    flags = "x" if pattern.startswith("^ ") else ""
    assert compile_pattern(pattern, flags)(text) is expected


REFERENCES = {
    "twice the same": (r"^(.+)-\1$", "", ["ab-ab"], ["ab-ac", "ab-abc", "AB-ab"]),
    "in any case": (r"^(.+)-\1$", "i", ["ab-AB"], ["ab-ac"]),
    "quotes": (r"""^(['"]).*\1$""", "", ["'a'", '"a"'], ["'a\""]),
    "a group that matched nothing": (r"^(a)?b\1$", "", ["aba", "b"], ["ab", "ba"]),
    "the second group": (r"^(?:x)(a)(b)\2\1$", "", ["xabba"], ["xabab"]),
    "a group and a digit": (r"^(a)\10$", "", ["aa0"], ["aa"]),
    "group ten": (rf"^{'(a)' * 9}(b)\10$", "", ["a" * 9 + "bb"], ["a" * 9 + "ba0"]),
    "a loop": (r"^((.)\2)*$", "", ["aabb", ""], ["aab"]),
}


@pytest.mark.parametrize(
    ("pattern", "flags", "matched", "others"), REFERENCES.values(), ids=REFERENCES
)
def test_a_reference_stands_for_what_its_group_matched(
    pattern: str, flags: str, matched: list[str], others: list[str]
) -> None:
    search = compile_pattern(pattern, flags)
    assert {text: search(text) for text in matched} == dict.fromkeys(matched, True)
    assert {text: search(text) for text in others} == dict.fromkeys(others, False)


REFUSED = {
    "a reference in a bomb": (
        r"^(a|aa)+\1$",
        "it refers back to a group in a way that can take forever",
    ),
    "a reference and a look behind": (
        r"^(a)(?<=a+)\1$",
        "it refers back to a group in a way that can take forever",
    ),
    "too many states": ("((a{1,100}b?){1,100}c?)+$", "it repeats more than can be kept track of"),
    "not a pattern": ("a(", "an unclosed group, at character 2"),
}


@pytest.mark.parametrize(("pattern", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_matched_is_refused_with_the_reason(pattern: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as caught:
        compile_pattern(pattern)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("pattern", "longest"),
    [(r"^.*(.+)-.*\1$", 33), ("^.{0,3000}a.{0,3000}b$", 1195)],
    ids=["reference", "many states"],
)
def test_a_text_too_long_for_a_costly_pattern_ends_the_run(pattern: str, longest: int) -> None:
    search = compile_pattern(pattern)
    assert search("c" * longest) is False
    with pytest.raises(InputError) as caught:
        search("c" * (longest + 1))
    assert str(caught.value) == (
        f"a text of more than {longest:,} characters for a pattern that can take too long\n"
        "Write the pattern so that no part of it can match in two ways."
    )
