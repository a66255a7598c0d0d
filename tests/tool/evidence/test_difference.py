"""Where a text differs is told between the spans that stayed."""

from __future__ import annotations

from hashlib import sha256

import pytest

from visitkg.evidence.compare import place_spans
from visitkg.evidence.difference import find_differences
from visitkg.evidence.model import Span

TEXT = "Ann sang a song. Bob slept well.\nZoë ran.\n"
SENTENCES = ("Ann sang a song.", "Bob slept well.", "Zoë ran.")
PARTS = ("Ann sang", "song.", "slept")


def spans() -> list[Span]:
    found = []
    for words in (*SENTENCES, *PARTS):
        begin = TEXT.index(words)
        code = next(
            f"P1S{number}" for number, whole in enumerate(SENTENCES, start=1) if words in whole
        )
        kind = "sentence" if words in SENTENCES else None
        digest = sha256(words.encode()).hexdigest()
        found.append(Span(words, "d", begin, begin + len(words), digest, code, kind))
    return found


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (TEXT, []),
        (TEXT.replace(" a song", " the song"), [("P1S1 changed, 2 characters longer", " the ")]),
        (TEXT.replace(" a song", "song"), [("P1S1 changed, 3 characters shorter", "")]),
        (TEXT.replace("Ann sang", "Eve sang"), [("P1S1 changed", "Eve sang a ")]),
        (TEXT.replace("well", "ill"), [("P1S2 changed, 1 character shorter", "Bob slept ill.")]),
        (
            TEXT.replace("song.", "duet!").replace("Bob", "Rob"),
            [("P1S1 to P1S2 changed", " a duet! Rob slept well.")],
        ),
        (TEXT.replace(". Bob", ".  Bob"), [("1 character inserted after P1S1", "  ")]),
        (TEXT.replace("\nZ", "Z"), [("1 character missing after P1S2", "")]),
        ("By us: " + TEXT, [("7 characters inserted before the first segment", "By us: ")]),
        (TEXT + "End.", [("4 characters inserted after P1S3", "\nEnd.")]),
        (TEXT.rstrip(), [("1 character missing after P1S3", "")]),
        (
            "Zoë ran.\nAnn sang a song. Bob slept well.\n",
            [
                ("9 characters inserted before the first segment", "Zoë ran.\n"),
                ("P1S3 moved away from here, 9 characters shorter", ""),
            ],
        ),
        (
            "Zoë ran. Bob slept well.\nAnn sang a song.\n",
            [
                ("25 characters inserted before the first segment", "Zoë ran. Bob slept well.\n"),
                ("P1S2 to P1S3 moved away from here, 25 characters shorter", ""),
            ],
        ),
        ("nothing of it", [("P1S1 to P1S3 changed, 29 characters shorter", "nothing of it")]),
        ("", [("P1S1 to P1S3 changed, 42 characters shorter", "")]),
        (
            TEXT.replace("Ann", "Anna").replace("Zoë", "Zoe"),
            [("P1S1 changed, 1 character longer", "Anna sang a "), ("P1S3 changed", "Zoe ran.")],
        ),
    ],
    ids=[
        "nothing",
        "a longer word",
        "a word less",
        "the first word",
        "a word behind the part that stayed",
        "two sentences",
        "a space more between sentences",
        "no line end between sentences",
        "a line before all",
        "a line after all",
        "no line end at the end",
        "the last sentence first",
        "the first sentence last",
        "everything",
        "everything is gone",
        "two places",
    ],
)
def test_what_differs_is_told(changed: str, expected: list[tuple[str, str]]) -> None:
    found = find_differences(place_spans(spans(), changed), changed, len(TEXT))
    assert [(item.message, changed[item.begin : item.end]) for item in found] == expected


def test_a_change_outside_of_all_sentences_that_keeps_the_length_goes_unseen() -> None:
    changed = TEXT.replace("\n", " ")
    assert find_differences(place_spans(spans(), changed), changed, len(TEXT)) == ()


def test_without_spans_only_the_length_can_tell() -> None:
    assert find_differences((), "abc", 3) == ()
    (found,) = find_differences((), "abcd", 3)
    assert found.message == "1 character inserted before the first segment"
