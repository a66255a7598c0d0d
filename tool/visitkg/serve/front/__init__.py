"""The process that clients speak to: it passes what they ask to workers, and outlives them.

Reading order: ``listen`` (sockets that clients connect to), ``spawn`` (the process that holds the
data), ``line`` (one worker), ``pool`` (the workers of one keeper, and who waits for them),
``generation`` (one state of the data, with its workers), ``cache`` (answers that were given),
``conditional`` (what a client has already), ``log``, ``metrics``, ``trouble`` (what went wrong with
a page), ``client`` (who asks, and what), ``application`` (from a request to its answer),
``connection`` (HTTP, within bounds), ``watch`` (files that change), ``server``, ``get`` (one answer
without a server).
"""
