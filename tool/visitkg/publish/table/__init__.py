"""Tables for people without SPARQL, as CSV with CSVW and as Parquet.

Reading order: ``csv`` (tables, and how they are written as CSV), ``csvw`` (what the tables mean,
for programs), ``index`` (what the tables look up), ``source`` (the tables of where claims come
from), ``claim`` (the tables of who claims what, how surely, and through whom), ``content`` (what is
in the tables, made alike from the graph of any project of this shape), ``parquet`` (the tables as
Parquet, for those who install pyarrow).
"""
