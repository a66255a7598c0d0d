"""What a dataset says of itself in VoID and DCAT, compared with what its files hold.

Reading order: ``description`` (what a file states), ``statistics`` (the parts of a dataset and
their counts), ``distribution`` (its files), ``compare`` (stated against counted), ``rewrite``
(the file with the right counts).
"""
