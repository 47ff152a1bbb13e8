"""Rubric and clause library: data in YAML, checked while it is loaded."""

from reviewer.library.audit import load_stages
from reviewer.library.clauses import check_criteria, load_clauses, read_clauses
from reviewer.library.find import find_clause, find_criterion
from reviewer.library.load import Library, load_library, read_criteria, read_library

__all__ = [
    "Library",
    "check_criteria",
    "find_clause",
    "find_criterion",
    "load_clauses",
    "load_library",
    "load_stages",
    "read_clauses",
    "read_criteria",
    "read_library",
]
