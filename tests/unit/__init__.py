"""Tests of the rooms without a window."""
