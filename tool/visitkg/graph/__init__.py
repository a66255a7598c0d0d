"""The one seam to the triple libraries: parse with positions, load, match, write."""
