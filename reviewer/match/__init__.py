"""From passages to candidates: which text speaks of which element, and what it is worth."""

from reviewer.match.search import Knowledge, Part, Search, Source, Spread, Terms, knowledge, search, search_document

__all__ = ["Knowledge", "Part", "Search", "Source", "Spread", "Terms", "knowledge", "search", "search_document"]
