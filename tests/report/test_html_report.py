"""The pages show everything a reader needs, and nothing of a document becomes markup."""

from __future__ import annotations

import itertools
import re

import pytest
from lxml import html

from reviewer.model import Basis, DocumentEntry, Finding, Review, Role, Scores, SourceKind, Status, Verdict
from reviewer.report import words as report_words
from reviewer.report.html_report import anchor, html_report, web_address
from reviewer.report.interface import Guidance, Tier
from tests.report.sample_review import CONFLICTING, DOCUMENTS, GUIDANCE, HOSTILE, MISSING, PARTIAL, REVIEW, evidence

NAMES = ("summary.html", "detailed.html")


def pages(review: Review = REVIEW, tier: Tier = Tier.detailed, guidance: Guidance = GUIDANCE) -> dict[str, str]:
    return {name: content.decode("utf-8") for name, content in html_report(review, guidance, tier).items()}


def text_of(page: str) -> str:
    tree = html.fromstring(page)
    for style in tree.xpath("//style"):
        style.drop_tree()
    return " ".join(tree.text_content().split())


def changed(finding: Finding, **values: object) -> Finding:
    return finding.model_copy(update=values)


EMPTY = REVIEW.model_copy(
    update={
        "documents": (),
        "findings": (),
        "probably_missing": (),
        "standards": (),
        "scores": Scores(overall=None, by_standard={}),
    }
)
"""Nothing was read and nothing is in scope."""

LONG = "x" * 300
MANY = REVIEW.model_copy(
    update={
        "documents": tuple(
            DocumentEntry.model_validate(DOCUMENTS[i % 3].model_dump() | {"id": f"{i}-{LONG}", "name": f"{i}-{LONG}"})
            for i in range(40)
        ),
        "findings": tuple(
            changed(
                [MISSING, PARTIAL, CONFLICTING][i % 3],
                criterion=f"c-{i:02}",
                title=f"{LONG} {i}",
                elements=tuple(
                    e.model_copy(
                        update={"id": f"c-{i:02}/e{n}", "evidence": (evidence(f"Quote {i} {n}", document=f"{i % 40}-{LONG}"),)}
                    )
                    for n, e in enumerate([MISSING, PARTIAL, CONFLICTING][i % 3].elements)
                ),
            )
            for i in range(66)
        ),
        "probably_missing": REVIEW.probably_missing * 30,
    }
)
"""More of everything than a page is made for."""


@pytest.fixture(scope="module")
def detailed() -> str:
    return pages()["detailed.html"]


@pytest.fixture(scope="module")
def words(detailed: str) -> str:
    return text_of(detailed)


def test_tiers() -> None:
    assert set(pages()) == set(NAMES)
    assert set(pages(tier=Tier.summary)) == {"summary.html"}


@pytest.mark.parametrize("review", [REVIEW, EMPTY, MANY], ids=["usual", "empty", "many"])
@pytest.mark.parametrize("name", NAMES)
def test_pages_fetch_nothing_and_run_nothing(name: str, review: Review) -> None:
    page = pages(review)[name]
    assert page.startswith("<!doctype html>\n")
    tree = html.fromstring(page)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ") and "script-src" not in policy and "http" not in policy
    assert not tree.xpath("//script | //link | //img | //iframe | //object | //embed | //base | //@src | //@style | //@srcset")
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on") or name.endswith(":href")]
    assert not re.search(r"@import|url\(", "".join(tree.xpath("//style/text()")))
    assert not tree.xpath("//form/@action | //@formaction")
    assert tree.get("lang") == "en" and tree.xpath("//title")[0].text
    for link in tree.xpath("//@href"):
        assert link.startswith(("#", "https://drive.invalid/"))


@pytest.mark.parametrize("review", [REVIEW, EMPTY, MANY], ids=["usual", "empty", "many"])
@pytest.mark.parametrize("name", NAMES)
def test_pages_hold_together(name: str, review: Review) -> None:
    tree = html.fromstring(pages(review)[name])
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")} <= set(ids)
    assert set(tree.xpath("//@aria-labelledby | //label/@for")) <= set(ids)
    assert len(tree.xpath("//main")) == len(tree.xpath("//h1")) == 1
    levels = [int(heading.tag[1]) for heading in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1 and all(below <= above + 1 for above, below in itertools.pairwise(levels))
    assert all(heading.text_content().strip() for heading in tree.iter("h1", "h2", "h3", "h4"))


@pytest.mark.parametrize("name", NAMES)
def test_text_of_documents_never_becomes_markup(name: str) -> None:
    hostile = DocumentEntry(
        id=f"{HOSTILE}.docx", name=f"{HOSTILE}.docx", source=SourceKind.local, path="x", status="read", establishes=True, title=HOSTILE,
        reason=HOSTILE, revision=HOSTILE, error_code="x",
    )  # fmt: skip
    quote = evidence(HOSTILE, document=hostile.id, name=hostile.name, heading_path=(HOSTILE,), context=HOSTILE)
    element = PARTIAL.elements[0].model_copy(
        update={"evidence": (quote,), "conflicts": (quote,), "reason": HOSTILE, "missing": HOSTILE}
    )
    review = REVIEW.model_copy(
        update={
            "documents": (hostile, *DOCUMENTS),
            "findings": (changed(PARTIAL, elements=(element,), title=HOSTILE, clause=HOSTILE), MISSING),
            "probably_missing": (REVIEW.probably_missing[0].model_copy(update={"name": HOSTILE, "example": quote}),),
        }
    )
    page = pages(review)[name]
    assert "<script" not in page and "&lt;script&gt;alert(1)" in page
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", page)
    assert "javascript:" not in page
    assert {element.tag for element in html.fromstring(page).iter() if isinstance(element.tag, str)}.isdisjoint({"script", "b"})


def test_names_and_quotes_keep_their_direction_to_themselves(detailed: str) -> None:
    tree = html.fromstring(detailed)
    assert all(quote.get("dir") == "auto" for quote in tree.iter("blockquote"))
    assert {name.text_content() for name in tree.xpath("//section[@id='documents']//bdi[@class='name']")} >= {"SOP-7.docx"}


@pytest.mark.parametrize("link", ["javascript:alert(1)", " https://x", "//x", "data:text/html,x", "", None, "https://a b"])
def test_only_web_addresses_become_links(link: str | None) -> None:
    assert web_address(link) == ""


def test_web_address() -> None:
    assert web_address("https://drive.invalid/d/1?x=1#2") == "https://drive.invalid/d/1?x=1#2"


@pytest.mark.parametrize(
    "said",
    [
        "67 %",
        "nothing on devices in use",
        "no page has a text layer",
        "read, but does not count",
        "training material",
        "It calls itself a draft.",
        "draft",
        "SOP-012 <Change>",
        "3 mentions",
        "covered",
        "partly covered",
        "conflicting",
        "not applicable",
        "left to another document",
        "In context: The lead does this:",
        "SOP-7.docx, page 3, 5 Handling of weaknesses › 5.2 Resolution",
        "Says the opposite",
        "Sends the reader to: SOP-012 (not in the set); SOP-013 (SOP-13.doc: in the set, but could not be read)",
        "What is missing: A target time.",
        "What to do: Name the kinds of remediation.",
        "The nearest text; it does not establish it",
        "An issue without a path is forgotten.",
        "Each issue is put through a path",
        "You could write: List the remedies.",
        "Show me one issue from report to release.",
        "The ticket with its history",
        "The options.",
        "Second line.",
        "A path is asked for: a public page (single source)",
        "confirm this: 62 % sure",
        "1 status is less sure than 75 %",
        "Audit focus: auditors look for it",
        "Adjacent clause: a neighbouring clause or the parent standard asks for it",
        "No third-party code is used.",
        "81001-9.5-inform-third-parties: no third-party code",
        "2 January 2026, 03:04 UTC",
    ],
)
def test_detailed_says(words: str, said: str) -> None:
    assert said in words


def test_every_finding_element_and_quote_is_there(detailed: str) -> None:
    tree = html.fromstring(detailed)
    quotes = {" ".join(quote.text_content().split()) for quote in tree.iter("blockquote")}
    for finding in REVIEW.findings:
        (article,) = tree.xpath(f"//article[@id='{anchor(finding.criterion)}']")
        said = " ".join(article.text_content().split())
        assert finding.title in said
        for element in finding.elements:
            (place,) = article.xpath(f".//*[@id='{anchor(element.id, 'e')}']")
            assert element.reason in place.text_content() and (element.missing or "") in place.text_content()
            for quote in (*element.evidence, *element.conflicts):
                assert any(quote.quote.partition("<")[0].strip() in shown for shown in quotes)


def test_ids_do_not_depend_on_the_order_of_findings() -> None:
    turned = REVIEW.model_copy(update={"findings": tuple(reversed(REVIEW.findings)), "documents": tuple(reversed(DOCUMENTS))})
    assert set(html.fromstring(pages()["detailed.html"]).xpath("//@id")) == set(
        html.fromstring(pages(turned)["detailed.html"]).xpath("//@id")
    )


def test_open_and_opposed_elements_are_unfolded_and_met_ones_folded(detailed: str) -> None:
    tree = html.fromstring(detailed)
    for finding in REVIEW.findings:
        for element in finding.elements:
            (fold,) = tree.xpath(f"//details[@id='{anchor(element.id, 'e')}']")
            opposed = "another text says the opposite" in fold.text_content()
            assert opposed == bool(element.conflicts)
            assert (fold.get("open") is not None) == (opposed or element.status not in {Status.met, Status.not_applicable})


def test_only_unsure_statuses_are_to_be_confirmed(words: str) -> None:
    assert len(re.findall(r"confirm this: \d+ % sure", words)) == 1


def test_no_advice_for_what_is_met(words: str) -> None:
    assert "Write the path down." not in words


def test_what_only_auditors_look_for_is_no_gap_and_has_no_severity(detailed: str) -> None:
    (article,) = html.fromstring(detailed).xpath(f"//article[@id='{anchor(CONFLICTING.criterion)}']")
    (facts,) = article.xpath("./header/ul")
    said = facts.text_content()
    assert CONFLICTING.basis is Basis.audit_focus and "Audit focus" in said and "high priority" in said
    assert "major" not in said and "nonconformity" not in detailed.lower()


def test_basis_stands_at_every_finding_and_action(detailed: str) -> None:
    tree = html.fromstring(detailed)
    for place in (*tree.xpath("//article/header"), *tree.xpath("//ol[@class='actions']/li[h3/a]")):
        assert re.search("Requirement|Adjacent clause|Audit focus", place.text_content())


def test_filters_offer_what_occurs_and_hide_only_what_does_not_fit(detailed: str) -> None:
    tree = html.fromstring(detailed)
    style = "".join(tree.xpath("//style/text()"))
    assert {select.get("id") for select in tree.iter("select")} == {
        f"by-{name}" for name in ("verdict", "severity", "standard", "basis", "document")
    }
    for select in tree.iter("select"):
        name = select.get("id").removeprefix("by-")
        values = [option.get("value") for option in select.iter("option")]
        assert values[0] == "" and len(values) == len(set(values))
        for value in values[1:]:
            assert f'option[value="{value}"]:checked) .fits:not(.{name}-{value}) {{ display: none; }}' in style
        for article in tree.iter("article"):
            own = [item for item in article.get("class").split() if item.startswith(f"{name}-")]
            assert {item.removeprefix(f"{name}-") for item in own} <= set(values)
            assert own or name == "document"


def test_the_map_counts_elements_by_what_a_document_does(detailed: str) -> None:
    tree = html.fromstring(detailed)
    (row,) = tree.xpath(f"//table[@class='map']//tr[th/a/@href='#{anchor(PARTIAL.criterion)}']")
    said = [" ".join(does.text_content().split()) for does in row.xpath(".//span[starts-with(@class, 'does')]")]
    assert said == ["1 establishes", "1 speaks of, without binding", "1 sends elsewhere", "1 excludes, or says the opposite"]
    (nearest,) = tree.xpath(f"//table[@class='map']//tr[th/a/@href='#{anchor(MISSING.criterion)}']")
    assert MISSING.elements[0].evidence[0].role is Role.nearest and not nearest.xpath("./td//span")


def test_coverage_is_a_picture_with_words(detailed: str) -> None:
    pictures = html.fromstring(detailed).xpath("//*[local-name()='svg'][@class='cells']")
    assert [picture.get("aria-label") for picture in pictures] == [
        "IEC 81001-5-1: 100 % covered; of 3 elements, 2 met, 1 left to another document",
        "IEC 62304: 0 % covered; of 1 element, 1 not found",
    ]


def test_every_document_with_its_remarks(detailed: str) -> None:
    (section,) = html.fromstring(detailed).xpath("//section[@id='documents']")
    said = " ".join(section.text_content().split())
    assert [h.text_content().split()[0] for h in section.iter("h3")] == ["Not", "Counted", "Read,"]
    assert len(section.xpath(".//li[@class='document']")) == len(DOCUMENTS)
    assert "It calls itself a draft." in said and "Establishes 2 elements; bears on 3 criteria" in said


def test_the_summary_has_no_quotes_and_no_advice() -> None:
    page = text_of(pages()["summary.html"])
    for finding in REVIEW.findings:
        for element in finding.elements:
            for quote in (*element.evidence, *element.conflicts):
                assert quote.quote not in page
    assert REVIEW.probably_missing[0].example.quote not in page
    assert "Name the kinds of remediation." not in page and "<blockquote" not in pages()["summary.html"]
    assert "67 %" in page and "Formal remediation path" in page and "SOP-012 <Change>" in page
    assert page.index("Formal remediation path") < page.index("Problem reports analysed") < page.index("Proactive identification")


def test_the_summary_names_three_gaps_and_says_how_many_more() -> None:
    page = html.fromstring(pages(MANY)["summary.html"])
    assert len(page.xpath("//ol[@class='top']/li")) == 3
    assert f"and {len(MANY.findings) - 3} more in the detailed report" in text_of(pages(MANY)["summary.html"])


def test_the_summary_bounds_what_it_prints() -> None:
    page = html.fromstring(pages(MANY)["summary.html"])
    for fold in page.xpath("//details[@class='rest']"):
        assert not fold.xpath("@open")
        fold.drop_tree()
    items = page.xpath("//ul[contains(@class, 'short')]/li")
    assert all(len(item.text_content()) <= 140 for item in items)
    assert sum(len(item.text_content()) for item in items) <= 1900


def test_same_review_same_bytes() -> None:
    assert pages() == pages(Review.model_validate(REVIEW.model_dump()))


def test_a_report_is_complete_without_guidance() -> None:
    page = pages(guidance=Guidance())["detailed.html"]
    assert PARTIAL.elements[1].missing in page and "remediation path" in page.lower() and "Name the kinds" in page
    assert "You could write" not in page


@pytest.mark.parametrize("name", NAMES)
def test_nothing_read_says_so(name: str) -> None:
    said = text_of(pages(EMPTY)[name])
    assert "No procedure of the organisation was found among the documents" in said
    assert "No document was found." in said
    assert "name no other document" in said


def test_no_gap_says_so() -> None:
    review = REVIEW.model_copy(update={"findings": (REVIEW.findings[0],), "documents": DOCUMENTS[:1]})
    review = review.model_copy(update={"scores": Scores(overall=1.0, by_standard={})})
    both = pages(review)
    assert "No gap was found" in text_of(both["summary.html"])
    assert "Nothing is left to do by the texts that were read" in text_of(both["detailed.html"])


def test_all_verdicts_have_their_own_shape(detailed: str) -> None:
    tree = html.fromstring(detailed)
    shapes: dict[str, str] = {}
    for verdict in Verdict:
        kind = "missing" if verdict is Verdict.missing else verdict.value
        marks = tree.xpath(f"//*[local-name()='svg'][contains(@class, 'is-{kind}')]")
        shapes[verdict] = "".join(html.tostring(child, encoding="unicode") for child in marks[0])
    assert len(set(shapes.values())) == len(Verdict)


def test_reasons_do_not_speak_the_language_of_rules() -> None:
    reason = "No text of the set establishes it; the nearest passage does not count: lacks act.resolve."
    finding = changed(MISSING, elements=(MISSING.elements[0].model_copy(update={"reason": reason}),))
    page = text_of(pages(REVIEW.model_copy(update={"findings": (finding,)}))["detailed.html"])
    assert "act.resolve" not in page and report_words.reason(reason) in page


def test_documents_of_one_name_are_told_apart_in_the_filter() -> None:
    quotes = tuple(evidence(f"In {place}.", document=f"{place}/SOP.docx", name="SOP.docx") for place in ("old", "new"))
    element = PARTIAL.elements[0].model_copy(update={"evidence": quotes, "conflicts": ()})
    review = REVIEW.model_copy(update={"findings": (changed(PARTIAL, elements=(element,)),)})
    options = html.fromstring(pages(review)["detailed.html"]).xpath("//select[@id='by-document']/option/text()")
    assert options == ["all", "new/SOP.docx", "old/SOP.docx"]
