"""From passages to candidates: which text speaks of which element, and what it is worth."""

from reviewer.match.search import Search, Source, search

__all__ = ["Search", "Source", "search"]
