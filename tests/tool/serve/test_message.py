"""Parameters are read as the standard library reads them."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitkg.serve.message import MOST_PARAMETERS, read_parameters


def by_library(text: str) -> list[tuple[str, str]] | None:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict")
    except ValueError:
        return None


@given(st.text(st.sampled_from("a%=&+;2 0fFgüZ#?\n\r\t_."), max_size=30))
def test_any_text_is_read_as_the_library_reads_it(text: str) -> None:
    expected = by_library(text)
    if expected is None:
        with pytest.raises(ValueError, match=r"."):
            read_parameters(text)
    else:
        assert list(read_parameters(text)) == expected


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=6))
def test_what_a_form_says_is_what_was_filled_in(pairs: list[tuple[str, str]]) -> None:
    assert list(read_parameters(urlencode(pairs))) == pairs
    spaced = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
    assert list(read_parameters(spaced)) == pairs


@pytest.mark.parametrize("text", ["a=%ff", "%ff=a", "a=%ed%a0%80", "a&" * (MOST_PARAMETERS + 1)])
def test_what_is_no_text_or_too_much_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_parameters(text)
