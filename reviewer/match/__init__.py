"""From passages to candidates: which text speaks of which element, and what it is worth."""

from reviewer.match.search import Part, Search, Source, Spread, Terms, search, search_document

__all__ = ["Part", "Search", "Source", "Spread", "Terms", "search", "search_document"]
