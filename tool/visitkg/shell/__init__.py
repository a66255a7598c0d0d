"""A conversation at a terminal: questions and queries one after the other, on data loaded once.

Reading order: ``material`` (what is asked), ``statement`` (what was typed, and whether it is
whole), ``command`` (what begins with a dot); ``vocabulary`` (names to choose from), ``place`` (what
can stand where), ``complete``; ``reply`` (what a line gives), ``interrupt`` (signals that break off
nothing but what runs), ``child`` (a query in a process that can be killed), ``history``,
``paging``, ``state`` (what has been set), ``answer`` (of questions and queries), ``perform``
(whatever was typed), ``converse`` (line after line), ``plain``, ``prompt`` (where lines come from).
"""
