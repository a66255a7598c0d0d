"""What a maintainer's CI proves, one check a file."""
