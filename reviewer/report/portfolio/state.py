"""The state of a portfolio in words, the same in every format."""

from __future__ import annotations

from statistics import median

from reviewer.model import ClientChanges, ClientResult, PortfolioReview, Standing
from reviewer.report import words

STANDINGS = {
    Standing.first: "reviewed for the first time",
    Standing.again: "reviewed again",
    Standing.unchanged: "as in the last run",
    Standing.failed: "failed",
}


def headline(portfolio: PortfolioReview) -> str:
    """Where the clients stand, in one line."""
    done, failed = reviewed(portfolio), failures(portfolio)
    said = f"{words.count(len(done), 'client')} reviewed"
    return f"{said}, {len(failed)} failed" if failed else said


def sentences(portfolio: PortfolioReview) -> tuple[str, ...]:
    """The state in a few sentences, under the headline."""
    done = reviewed(portfolio)
    shares = [client.overall for client in done if client.overall is not None]
    said = []
    if len(set(shares)) > 1:
        low, middle, high = (words.percent(share) for share in (min(shares), median(shares), max(shares)))
        said.append(f"Coverage is between {low} and {high}; the median is {middle}.")
    elif shares:
        said.append(f"Coverage is {words.percent(shares[0])}.")
    major = sum(client.major > 0 for client in done)
    if major:
        said.append(f"{words.count(major, 'client has', 'clients have')} a major gap against the clauses in scope.")
    unread = sum(len(client.unread) for client in done)
    if unread:
        said.append(
            f"{words.count(unread, 'document')} could not, or not wholly, be read; coverage is stated without what was not read."
        )
    return tuple(said)


def reviewed(portfolio: PortfolioReview) -> tuple[ClientResult, ...]:
    """The clients with a review."""
    return tuple(client for client in portfolio.clients if client.standing is not Standing.failed)


def failures(portfolio: PortfolioReview) -> tuple[ClientResult, ...]:
    """The clients without."""
    return tuple(client for client in portfolio.clients if client.standing is Standing.failed)


def moved(portfolio: PortfolioReview) -> tuple[ClientResult, ...]:
    """The clients that were reviewed again."""
    return tuple(client for client in reviewed(portfolio) if client.changes is not None)


def standards(portfolio: PortfolioReview) -> tuple[str, ...]:
    """The standards in the scope of any client."""
    return tuple(dict.fromkeys(name for client in portfolio.clients for name in client.coverage))


def steps(changes: ClientChanges) -> str:
    """What became of the elements, in a few words."""
    counts = changes.steps
    said = [
        f"{number} {name}"
        for number, name in (
            (counts.closed, "closed"), (counts.regressed, "got worse"), (counts.new, "new"), (counts.changed, "changed"),
            (counts.dropped, "no longer asked for"),
        ) if number
    ]  # fmt: skip
    return ", ".join(said) or "no status has changed"


def documents(changes: ClientChanges) -> str:
    """What became of the documents."""
    if changes.documents is None:
        return "not compared: names were replaced"
    return (
        words.count(changes.documents, "document has", "documents have") + " changed"
        if changes.documents
        else "no document has changed"
    )
