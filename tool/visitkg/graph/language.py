"""Language tags as people write them: https://www.rfc-editor.org/rfc/rfc5646#section-2.1.1."""

from __future__ import annotations


def write_language(tag: str) -> str:
    """Return a language tag in the case of RFC 5646, section 2.1.1: ``zh-Hans``, ``en-GB``."""
    first, *others = tag.lower().split("-")
    subtags = [first]
    for subtag in others:
        if len(subtag) == len("GB") and len(subtags[-1]) > 1:
            subtags.append(subtag.upper())
        elif len(subtag) == len("Hans") and len(subtags[-1]) > 1:
            subtags.append(subtag.title())
        else:
            subtags.append(subtag)
    return "-".join(subtags)
