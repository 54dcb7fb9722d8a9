"""Tests of msgtune."""
