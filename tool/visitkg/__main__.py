"""Run the command line as ``python -m visitkg``."""

from visitkg.cli import main

main()
