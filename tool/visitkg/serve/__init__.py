"""A server of a graph: a SPARQL endpoint that is safe to leave open, and pages to look around.

Reading order: ``message`` (what is asked and answered), ``limits``, ``holding`` (the graph that is
served), ``ask`` (one query within the limits), ``explore`` (pages for people).
"""
