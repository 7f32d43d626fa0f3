"""A curated catalog of papers: checked YAML in, a searchable site out.

`from llmpapers import load` reads a catalog for notebooks and scripts; see the page *From Python*.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from llmpapers.errors import LlmpapersError
    from llmpapers.library import Library, load
    from llmpapers.models import Paper, Resource, Topic, Venue

__version__ = "0.1.0"
__all__ = ["Library", "LlmpapersError", "Paper", "Resource", "Topic", "Venue", "__version__", "load"]

_HOMES = {"Library": "library", "load": "library", "LlmpapersError": "errors"}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for, so that the command line starts at once."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'models')}"), name)
