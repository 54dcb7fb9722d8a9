"""The parts of the People page."""
