"""The published site, served: each file as ``visitkg publish`` writes it, made when it is asked.

Reading order: ``library`` (the files by their paths), ``answer`` (what a server says with them).
"""
