"""From the text of a query to its printed answer: prepare, run, render."""
