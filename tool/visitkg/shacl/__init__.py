"""From shapes and data to a validation report: https://www.w3.org/TR/shacl/.

Reading order: ``vocabulary`` (the terms of SHACL), ``index`` (triples with their places),
``path``, ``result`` (results and reports), ``model`` (shapes), ``value``, ``syntax``, ``spelling``
and ``query`` (what is wrong with shapes), ``read`` (triples to model), ``target`` (focus nodes),
``compile`` (model to plan), ``reference`` (the plan run by pySHACL), ``locate`` (the line of a
result), ``run`` (the straight line through them), and ``report_text``, ``report_json`` and
``report_turtle``.
"""
