"""The chat window and its parts."""
