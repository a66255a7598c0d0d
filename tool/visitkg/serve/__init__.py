"""A server of a graph: a SPARQL endpoint that is safe to leave open, and pages to look around.

Reading order: ``message`` (what is asked and answered), ``limits``, ``holding`` (the graph that is
served), ``ask`` (one query within the limits), ``endpoint`` (queries and graphs by the protocols of
SPARQL), ``published`` (the published site, served), ``explore`` (pages for people), ``frame``
(messages between processes), ``coding`` (answers that travel packed), ``worker`` (answers one
request at a time), ``order`` and ``keeper`` (holds the graph and forks workers), ``front`` (speaks
to clients).
"""
