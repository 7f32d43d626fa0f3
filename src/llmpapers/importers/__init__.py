"""From lists, bibliographies and tables to candidates."""
