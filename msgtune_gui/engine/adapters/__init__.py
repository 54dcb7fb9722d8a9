"""Adapters that were trained elsewhere: looked at closely, then kept like those trained here."""
