"""Keeping a catalog true: links that died, preprints that were published, code that moved."""
