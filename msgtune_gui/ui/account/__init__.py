"""An account at a service: its address, its key, and what it can do; for the launch page and for own models."""
