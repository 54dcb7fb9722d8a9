"""The domain: exports, turns, examples and the tuning state machine. No Qt, no SDK, no network."""
