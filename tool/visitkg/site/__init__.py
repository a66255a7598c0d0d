"""What the graph says of one thing, and later its pages."""
