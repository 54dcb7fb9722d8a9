"""One page of the wizard per module."""
