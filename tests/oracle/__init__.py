"""Comparison with programs that did the same before."""
