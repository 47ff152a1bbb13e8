"""The columns that a person fills in, by the names under which they are found again, and the words for a decision."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import NamedTuple

from reviewer.model import Action, Status
from reviewer.report import words

ELEMENT, CRITERION = "Element id", "Criterion id"
STATUS = "Status"
OWNER, DUE = "Owner", "Due"
DECISION, DECIDED, REASON, BY, DATE = "Decision", "Decided status", "Why", "By", "Decided on"
STATE = "State of the decision"
SEEN_STATUS, SEEN, AS_WRITTEN = "Seen status", "Seen", "As written"
"""Hidden: the status and fingerprint of what stands in the row; those of an older decision, with a digest of its cells."""

ASKED = (OWNER, DUE, DECISION, DECIDED, REASON, BY, DATE)

ACTIONS: Mapping[Action, str] = {
    Action.confirm: "confirm",
    Action.overrule: "overrule",
    Action.not_applicable: "not applicable",
}
DECIDABLE: Mapping[Status, str] = {status: words.STATUSES[status] for status in Status if status is not Status.not_applicable}


class Cells(NamedTuple):
    """What stands in the cells of one decision."""

    action: str = ""
    status: str = ""
    reason: str = ""
    by: str = ""
    date: str = ""

    def digest(self) -> str:
        """By which it is known again whether somebody has changed a cell."""
        return hashlib.sha256(json.dumps(self).encode("utf-8")).hexdigest()[:16]
