"""The window as a whole: composition, crash reports, log and self-test."""
