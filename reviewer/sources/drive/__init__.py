"""Google Drive, read-only in fact.

``source.DriveSource`` is the way in. This package is light to import; Google's libraries are loaded by the first call that
needs them, so that local reviews and ``--help`` stay quick.
"""

import logging

# What these libraries have to say is said in words of our own; without a handler, Python would print it among them.
for _library in ("google", "google_auth_httplib2", "google_auth_oauthlib", "googleapiclient", "oauthlib", "requests_oauthlib"):
    logging.getLogger(_library).addHandler(logging.NullHandler())
