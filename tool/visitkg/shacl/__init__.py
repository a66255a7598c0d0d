"""From shapes and data to a validation report."""
