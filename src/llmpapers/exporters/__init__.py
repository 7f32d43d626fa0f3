"""Entries in the formats of other programs."""
