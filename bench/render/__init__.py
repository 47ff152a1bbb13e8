"""Turns the authored sources of a sample set into the files that users really have.

    docs-src/*.md, *.sheets.yaml ─▶ blocks ─▶ docx | pdf | html | xlsx | md ─▶ docs/

The sources say what a document states; a recipe (``recipes``) says what its file looks like: numbers that Word counts
or that somebody typed, headings that are only bold, tracked changes, two columns, slides. Every writer is a function of
the blocks and the recipe: the same source gives the same bytes.
"""
