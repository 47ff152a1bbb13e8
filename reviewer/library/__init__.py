"""Rubric and clause library: data in YAML, checked while it is loaded."""

from reviewer.library.load import Library, load_library, read_library

__all__ = ["Library", "load_library", "read_library"]
