"""Why a copy has another digest: line ends, normal forms, quotes, spaces, and only these."""

# ruff: noqa: RUF001  (curly quotes are the point)

from __future__ import annotations

from hashlib import sha256
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visitkg.evidence.model import SourceDocument
from visitkg.evidence.normal_form import apply_changes, find_likely_changes, find_normal_form
from visitkg.evidence.quotes import curl, straighten

TEXT = "Zoë’s tea: “hot”.\nŌta said ‘no’ (“so what”)\n\n"


def document(text: str) -> SourceDocument:
    return SourceDocument("d", len(text), sha256(text.encode()).hexdigest())


def names(original: str, copy: str) -> list[str] | None:
    changes = find_normal_form(copy, document(original))
    return None if changes is None else [change.name for change in changes]


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        (TEXT, []),
        (TEXT.replace("\n", "\r\n"), ["Unix line ends (LF)"]),
        (TEXT.replace("\n", "\r"), ["Unix line ends (LF)"]),
        (normalize("NFD", TEXT), ["Unicode normal form NFC"]),
        (straighten(TEXT), ["curly quotes"]),
        (TEXT.replace(" ", "\u00a0"), ["plain spaces"]),
        (TEXT.rstrip(), ["the document's number of line ends at its end"]),
        (TEXT + "\n\n\n", ["the document's number of line ends at its end"]),
        (
            straighten(normalize("NFD", TEXT)).replace("\n", "\r\n").rstrip(),
            [
                "Unix line ends (LF)",
                "Unicode normal form NFC",
                "curly quotes",
                "the document's number of line ends at its end",
            ],
        ),
    ],
    ids=[
        "itself",
        "Windows line ends",
        "old Macintosh line ends",
        "decomposed",
        "straight quotes",
        "non-breaking spaces",
        "no line end at its end",
        "more line ends at its end",
        "all of it",
    ],
)
def test_what_makes_a_copy_the_text_is_named(copy: str, expected: list[str]) -> None:
    assert names(TEXT, copy) == expected
    assert apply_changes(copy, find_normal_form(copy, document(TEXT)) or ()) == TEXT


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        (TEXT.replace("\n", "\r\n"), ["Windows line ends (CRLF)"]),
        (normalize("NFD", TEXT), ["Unicode normal form NFD"]),
        (straighten(TEXT), ["straight quotes"]),
    ],
    ids=["Windows line ends", "decomposed", "straight quotes"],
)
def test_the_document_may_be_the_unusual_one(original: str, expected: list[str]) -> None:
    assert names(original, TEXT) == expected


@pytest.mark.parametrize(
    "copy",
    ["", TEXT.replace("tea", "Tea"), TEXT.replace("no", "on"), TEXT[1:], TEXT.upper(), "x" + TEXT],
    ids=["empty", "a capital", "two letters changed", "a letter less", "capitals", "a letter more"],
)
def test_another_text_has_no_explanation(copy: str) -> None:
    assert names(TEXT, copy) is None


@pytest.mark.parametrize(
    ("straight", "curly"),
    [
        ("it's", "it’s"),
        ("'twas", "‘twas"),
        ('"Yes."', "“Yes.”"),
        ('("Yes")', "(“Yes”)"),
        ("\"'Yes,' he said\"", "“‘Yes,’ he said”"),
        ("he said, 'she said \"no\"'", "he said, ‘she said “no”’"),
        ("the dogs' bowl", "the dogs’ bowl"),
        ("", ""),
    ],
)
def test_quotes_are_curled_as_word_processors_do(straight: str, curly: str) -> None:
    assert curl(straight) == curly
    assert straighten(curly) == straight


@given(text=st.text(st.sampled_from("aé한 \n.")), windows=st.booleans(), decomposed=st.booleans())
@settings(max_examples=100, deadline=None)
def test_line_ends_and_normal_forms_are_always_explained(
    text: str, *, windows: bool, decomposed: bool
) -> None:
    text = normalize("NFC", text)
    copy = normalize("NFD", text) if decomposed else text
    copy = copy.replace("\n", "\r\n") if windows else copy
    changes = find_normal_form(copy, document(text))
    assert changes is not None
    assert len(changes) <= windows + decomposed
    assert apply_changes(copy, changes) == text


def test_changes_that_explain_nothing_are_not_proposed() -> None:
    assert find_likely_changes("quite another text\r\n", [], 5) == ()
