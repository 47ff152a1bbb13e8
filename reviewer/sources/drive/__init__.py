"""Google Drive, read-only in fact.

``source.DriveSource`` is the way in. This package is light to import; Google's libraries are loaded by the first call that
needs them, so that local reviews and ``--help`` stay quick.
"""
