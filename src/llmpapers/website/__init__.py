"""The site: planned, rendered, stamped into shells, and published file by file."""
