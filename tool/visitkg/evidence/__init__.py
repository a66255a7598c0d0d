"""Spans of a source document, their digests, and what they cover.

Reading order: ``finding`` (one thing that is wrong), ``model`` (documents, spans and claims),
``read`` (triples to model), ``structure`` (spans that contradict themselves), ``coverage`` (which
sentence carries which claims), ``text`` (a copy of a report), ``compare`` (where the spans stand in
it), ``quotes`` and ``normal_form`` (the same text with other line ends, quotes or code points),
``difference`` (where a changed text differs), ``verify`` (a document against a copy), ``phrase``
(words of the report as a new span), ``render`` (all of it as rows, text, JSON and triples).
"""
