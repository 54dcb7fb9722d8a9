"""The parts of the examples page."""
