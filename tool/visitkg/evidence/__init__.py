"""Spans of a source document, their digests, and what they cover."""
