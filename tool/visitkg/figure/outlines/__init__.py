"""Outlines of countries, as data: README.md says where they come from.

Reading order: ``make`` (the script that wrote them).
"""
