"""Answering conversations with the base model and its adapters."""
