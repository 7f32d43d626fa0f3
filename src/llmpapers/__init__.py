"""A curated catalog of papers: checked YAML in, a searchable site out."""

__version__ = "0.1.0"
