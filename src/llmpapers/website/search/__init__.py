"""Search without a server: an index in static files, which the search box reads in parts."""

from llmpapers.website.search.files import INDEX_FOLDER, TOP_FILE, search_files
from llmpapers.website.search.pages import PageText, page_text

__all__ = ["INDEX_FOLDER", "TOP_FILE", "PageText", "page_text", "search_files"]
