"""A review fit to be shown outside: names replaced, quotes left out. Each is a function from Review to Review, before any report."""

from reviewer.sharing.find import found_names
from reviewer.sharing.names import Names, load_names
from reviewer.sharing.quotes import without_quotes
from reviewer.sharing.redact import redacted

__all__ = ["Names", "found_names", "load_names", "redacted", "without_quotes"]
