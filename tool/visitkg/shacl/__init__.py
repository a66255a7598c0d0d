"""From shapes and data to a validation report: https://www.w3.org/TR/shacl/.

Reading order: ``vocabulary`` (the terms of SHACL), ``index`` (triples with their places), ``path``,
``result`` (results and reports), ``model`` (shapes), ``declaration`` and ``executable`` (SPARQL in
them), ``pattern`` (regular expressions), ``datatype``, ``instant`` and ``comparison`` (literals),
``value``, ``syntax``, ``expression``, ``recursion``, ``range``, ``contradiction``, ``component``,
``unused``, ``spelling``, ``restriction``, ``query`` and ``problems`` (what is wrong with shapes),
``read`` (triples to model), ``plan``, ``compile`` (model to plan), ``facts`` (what a term tells of
itself), ``target`` (focus nodes), ``finding`` (what an engine finds), ``walk`` (the values of a
path), ``prebinding`` and ``answers`` (queries in shapes), ``nodes`` (the plan run node by node),
``columns`` (the plan run on arrays), ``imports`` (what owl:imports adds), ``load`` (files to shapes
and data), ``engine`` (which of the two runs), ``unasked`` (shapes whose queries are not asked),
``step`` (the last triple of a path's way), ``locate`` (the place of a finding), ``materialise``
(findings to results), ``run`` (the straight line through them), ``endpoint`` (what lies in a
store), ``explain``, ``spark`` (what is too large for one machine), ``excerpt`` (the lines that
results point at), ``fingerprint`` (what makes a result the same in two runs),
``report_characters``, ``report_wording``, ``report_message``, ``report_groups`` and
``report_files`` (what reports share), ``report_text``, ``report_json``, ``report_rdf``,
``report_turtle``, ``report_sarif_rule``, ``report_sarif``, ``report_junit``, ``report_github``,
``report_markdown``, ``report_html_result``, ``report_html`` and ``report_formats`` (reports, and
which of them is asked for), ``baseline`` (results that are known), ``inputs``, ``revision``,
``checkout`` and ``unchanged`` (those that a revision has).
"""
