"""Another language is told where running text bears it out, and not of lists, forms and tables."""

from __future__ import annotations

import pytest

from reviewer.classify.tongue import detect_language, language_name

SENTENCES = {
    "en": "If you find a fault, tell us what you saw and how we can see it too; then a person of our team looks into it.",
    "de": "Jede Schwachstelle wird von der zuständigen Person bewertet und in das Verzeichnis eingetragen, sobald sie bekannt ist.",
    "fr": "Chaque vulnérabilité est évaluée par la personne responsable et inscrite dans le registre des défauts du produit.",
    "es": "Cada vulnerabilidad es evaluada por la persona responsable y se anota en el registro de los defectos del producto.",
    "it": "Ogni vulnerabilità è valutata dalla persona responsabile ed è annotata nel registro dei difetti con la data della nota.",
    "nl": "Elke kwetsbaarheid wordt door de verantwoordelijke persoon beoordeeld en in het register van het product opgenomen.",
    "pl": "Każda podatność jest oceniana przez osobę, która za nią odpowiada, i wpisywana do rejestru, a nie tylko do notatek na dysku.",
    "cs": "Každá zranitelnost je posouzena osobou, která za ni odpovídá, a zapíše se do seznamu, který je na disku.",
    "sv": "Varje sårbarhet bedöms av den som är ansvarig och skrivs in i registret för produkten, och det ska vara gjort i tid.",
    "fi": "Jokainen haavoittuvuus on arvioitava, ja se kirjataan luetteloon, joka on kaikkien saatavilla, tai se on hylättävä.",
    "hu": "Minden sérülékenységet a felelős személy értékel, és az nem törölhető, ha már egy bejegyzés van a nyilvántartásban.",
    "tr": "Her güvenlik açığı sorumlu kişi tarafından değerlendirilir ve bu kayıt için bir tarih ile neden olarak bir not yazılır.",
    "ru": "Каждая уязвимость оценивается ответственным лицом и вносится в журнал, который хранится на сервере.",
    "el": "Κάθε ευπάθεια αξιολογείται από τον υπεύθυνο και καταγράφεται στο μητρώο του προϊόντος χωρίς καθυστέρηση.",
    "he": "כל פגיעות מוערכת על ידי האדם האחראי ונרשמת ברשימה של המוצר ללא דיחוי נוסף.",
    "ja": "すべての 脆弱性は 責任者が 評価し、 製品の 台帳に 記録します。 記録は 毎月 確認されます。",
    "zh": "每个 漏洞 都由 负责人 评估， 并且 记录在 产品的 登记册 中， 登记册 每月 检查 一次。",
    "ko": "모든 취약점은 담당자가 평가하고 제품의 대장에 기록합니다. 기록은 매월 확인합니다.",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_running_text(code: str) -> None:
    assert detect_language(SENTENCES[code] * 4) == code


SUPPLIERS = (
    "Supplier, Company Name, Contact Name, City, Country: Norske Meierier, Beate Vileid, Sandvika; "
    "Heli Süßwaren GmbH & Co. KG, Petra Winkler, Berlin, Tiergartenstraße; Plutzer Lebensmittelgroßmärkte AG, Martin Bein, Frankfurt; "
    "Gai pâturage, Eliane Noz, Annecy, Rue de la Gare; Aux joyeux ecclésiastiques, Guylène Nodier, Paris, Rue des Francs; "
)


@pytest.mark.parametrize(
    "text",
    [
        "Employee Name, Employee ID, Manager, Department, Week, Monday, Tuesday, Wednesday, Hours, Overtime, Sick, Total, Signature. "
        * 5,
        "Table 1. Column 1, Column 2, Column 3. Row 1, Cell 1 contents, Cell 2 contents, Cell 3 contents. " * 8,
        "Andhra Pradesh, Arunachal Pradesh, Assam, Bihar, Goa, Gujarat, Haryana, Himachal Pradesh, Karnataka, Kerala, Manipur. "
        * 4,
        SUPPLIERS * 4,
    ],
    ids=["form", "table", "names", "addresses"],
)
def test_lists_and_forms_are_in_no_other_language(text: str) -> None:
    assert detect_language(text) in {None, "en"}


def test_an_english_form_with_a_sentence_of_another_language_is_english() -> None:
    english = "The device is to be returned by the owner. Name, Address, Serial Number, Date, Reason, Signature, Department. "
    assert detect_language(english * 6 + SENTENCES["de"]) in {None, "en"}


def test_names_of_languages() -> None:
    assert [language_name(code) for code in ("de", "zh")] == ["German", "Chinese"]
