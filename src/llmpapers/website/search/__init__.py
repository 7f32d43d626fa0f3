"""Search without a server: an index in static files, which the search box reads in parts."""

INDEX_FOLDER = "search"
"""Where the files are, below the assets."""
TOP_FILE = f"{INDEX_FOLDER}/index.json"
"""What is read first."""
