"""The pages show everything a reader needs, and nothing of a document becomes markup."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re

import pytest
from lxml import html

from reviewer.model import Review
from reviewer.report.html_report import html_report, web_address
from reviewer.report.interface import Tier
from tests.report.sample_review import GUIDANCE, PARTIAL, REVIEW


def pages(review: Review = REVIEW, tier: Tier = Tier.detailed) -> dict[str, str]:
    return {name: content.decode("utf-8") for name, content in html_report(review, GUIDANCE, tier).items()}


@pytest.fixture(scope="module")
def detailed() -> str:
    return pages()["detailed.html"]


@pytest.fixture(scope="module")
def words(detailed: str) -> str:
    return " ".join(html.fromstring(detailed).text_content().split())


def test_tiers() -> None:
    assert set(pages()) == {"summary.html", "detailed.html"}
    assert set(pages(tier=Tier.summary)) == {"summary.html"}


@pytest.mark.parametrize("name", ["summary.html", "detailed.html"])
def test_pages_are_self_contained_and_locked(name: str) -> None:
    page = pages()[name]
    assert page.startswith("<!doctype html>\n")
    tree = html.fromstring(page)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = tree.xpath("//style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; ") and f"'sha256-{digest}'" in policy and "unsafe" not in policy
    assert not tree.xpath("//script | //link | //img | //iframe | //object | //form | //@style | //@onclick | //@src")
    assert tree.get("lang") == "en" and tree.xpath("//title")[0].text
    for scheme in tree.xpath("//a/@href"):
        assert scheme.startswith(("#", "https://"))


def test_text_of_documents_never_becomes_markup(detailed: str, words: str) -> None:
    assert "<script" not in detailed and "&lt;script&gt;alert(1)" in detailed
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", detailed)
    assert "[bold]" in words
    assert "javascript:" not in detailed


@pytest.mark.parametrize("link", ["javascript:alert(1)", " https://x", "//x", "data:text/html,x", "", None, "https://a b"])
def test_only_web_addresses_become_links(link: str | None) -> None:
    assert web_address(link) == ""


def test_web_address() -> None:
    assert web_address("https://drive.invalid/d/1?x=1#2") == "https://drive.invalid/d/1?x=1#2"


@pytest.mark.parametrize(
    "said",
    [
        "67 %",
        "2 of 2",
        "nothing on devices in use",
        "Coverage is stated without 1 document",
        "no page has a text layer",
        "read, but does not count",
        "training material",
        "It calls itself a draft.",
        "procedure, draft",
        "SOP-012 <Change>",
        "3 mentions",
        "Choice of route",
        "✓ covered",
        "◐ partly covered",
        "✗ missing",
        "⚡ conflicting",
        "– not applicable",
        "→ left to another document",
        "The PSIRT opens a ticket for each weakness.",
        "In context: The lead does this:",
        "SOP-7.docx, page 3, 5 Handling of weaknesses › 5.2 Resolution",
        "says the opposite",
        "Sends the reader to: SOP-012; SOP-013 (SOP-13.doc: in the set, but could not be read).",
        "What is missing: A target time.",
        "Name the kinds of remediation.",
        "the nearest text; it does not establish it",
        "An issue without a path is forgotten.",
        "each issue is put through a path",
        "You could write: List the remedies.",
        "Show me one issue from report to release.",
        "The ticket with its history",
        "Second line.",
        "confirm this: 62 % sure",
        "auditors look for it; no clause asks for it",
        "No third-party code is used.",
        "81001-9.5-inform-third-parties: no third-party code",
        "2026-01-02T03:04:05+00:00",
    ],
)
def test_detailed_says(words: str, said: str) -> None:
    assert said in words


def test_only_unsure_statuses_are_to_be_confirmed(words: str) -> None:
    assert len(re.findall(r"confirm this: \d+ % sure", words)) == 1
    assert "1 status below is marked" in words


def test_no_advice_for_what_is_met(words: str) -> None:
    assert "Write the path down." not in words


def test_contents_lead_somewhere(detailed: str) -> None:
    tree = html.fromstring(detailed)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")} <= set(ids)
    assert len(tree.xpath("//article")) == len(REVIEW.findings)
    for label in tree.xpath("//@aria-labelledby"):
        assert label in ids


def test_headings_do_not_skip_a_level(detailed: str) -> None:
    levels = [int(heading.tag[1]) for heading in html.fromstring(detailed).iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in itertools.pairwise(levels))


def test_the_summary_has_no_quotes_and_no_advice() -> None:
    page = " ".join(html.fromstring(pages()["summary.html"]).text_content().split())
    for finding in REVIEW.findings:
        for element in finding.elements:
            for evidence in (*element.evidence, *element.conflicts):
                assert evidence.quote not in page
    assert "Name the kinds of remediation." not in page
    assert "67 %" in page and "Formal remediation path" in page and "SOP-012 <Change>" in page
    assert page.index("Formal remediation path") < page.index("Problem reports analysed") < page.index("Proactive identification")


def test_same_review_same_bytes() -> None:
    assert pages() == pages(Review.model_validate(REVIEW.model_dump()))


def test_a_report_is_complete_without_guidance() -> None:
    page = html_report(REVIEW, {}, Tier.detailed)["detailed.html"].decode()
    assert PARTIAL.elements[1].missing in page and "remediation path" in page.lower()
    assert "You could write" not in page


def test_nothing_found_at_all() -> None:
    bare = REVIEW.model_copy(update={"findings": (), "probably_missing": ()})
    assert "No gap was found" in pages(bare)["summary.html"]
    assert "Probably missing" not in pages(bare)["detailed.html"]
