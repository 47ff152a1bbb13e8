"""The language of a document. The rules read English; text in another language is listed, not judged."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_MIN_WORDS = 25
_SAMPLE = 20_000
# English words that other languages do not write so. Where they are this share of the words, and several of them, no model has to be
# asked, which would take longer to load than a small document takes to read.
_ENGLISH: Final = frozenset([
    "the", "of", "and", "to", "shall", "is", "are", "be", "by", "with", "from", "this", "that", "which", "each", "their", "has", "been", "must", "any", "not", "where", "who", "its",
])  # fmt: skip
_PLAINLY = 0.2
_DIFFERENT = 8

_NAMES: Final = {
    "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "gl": "Galician", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian",
    "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "ko": "Korean", "la": "Latin",
    "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ms": "Malay", "nl": "Dutch", "nn": "Norwegian",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip
"""Languages that are told apart: those a manufacturer may write in, and that of filler text."""

# Words that text in a language cannot do without, whereas lists, forms, names and addresses do. Those of languages in Latin letters:
# other letters say enough by themselves.
_SERBO_CROATIAN = "je se na da su od za koji koja koje kao ili ne po iz što sa nije biti može mora ako te bi"
_NORWEGIAN = "og er det som på en av til for med den ikke har de et om ved fra skal kan være eller ein eit dei av ikkje frå"
_FUNCTION_WORDS: Final = {
    code: frozenset(words.split())
    for code, words in {
        "bs": _SERBO_CROATIAN,
        "ca": "de la el els les que en per amb del al un una és no es als dels com més aquest aquesta són ha o si però",
        "cs": "se na je že do pro jsou ve jako od za nebo ze by po při které který která být musí není může pokud podle aby",
        "da": "og er det som på en af til for med den ikke har de et om ved fra skal kan være eller der at",
        "de": "der die und das den von zu mit ist des für im dem nicht ein eine auf sich als auch werden wird sind oder bei aus nach wie an einer einen durch über zur zum",
        "en": "the of and to in is are be by with for on as or from this that which at it not an if we you shall must may can has have",
        "es": "de la el los las que en por con del al un una es no se su para como más este esta son ha si pero sobre",
        "et": "ja on ei et see mis ning või kui ka oma selle mille võib peab tuleb ta nii siis kuid poolt alusel",
        "fi": "ja on ei se että joka ovat tai kun myös sekä mukaan olla jos voi kuin niin mutta tämä sen jotka ole oli",
        "fr": "de la le les des et en du que une un pour dans est par sur au qui pas ce sont avec ou il aux se plus cette être votre nous vous",
        "gl": "de os as que en do da dos das un unha por con ao para non se como máis este esta é son ou polo pola",
        "hr": _SERBO_CROATIAN,
        "hu": "az és hogy nem is egy ez van meg vagy azt csak de ha mint kell már el ki még volt által után minden",
        "id": "yang dan di untuk dengan dari dalam ini pada tidak atau akan itu oleh sebagai adalah dapat ke harus telah",
        "is": "og að er sem við um til ekki það fyrir með af frá eru en hafa eða var þar skal þegar hefur þess",
        "it": "di il la che le un una per con non del della in si da è dei delle al nel come alla sono più gli lo ha o questo essere",
        "la": "et in est non ad ut cum sed qui quae quod ex per aut ac ab si sit nec enim eu id vel",
        "lt": "ir kad yra su iš tai kaip bet ar arba nuo buvo į apie prie jei turi būti po už dėl pagal tik",
        "lv": "un ir ka no ar par uz kas to vai lai kā pie bet tiek tas pēc ja šo nav līdz jābūt",
        "ms": "yang dan di untuk dengan dari dalam ini pada tidak atau akan itu oleh sebagai adalah dapat ke hendaklah telah",
        "nl": "de het een en van is op te dat in zijn met voor niet die aan er om worden wordt of door bij als naar ook uit deze",
        "nn": _NORWEGIAN,
        "no": _NORWEGIAN,
        "pl": "się na nie do jest to że od za oraz po przez są dla lub co jak jego tym które który która może być przy ze",
        "pt": "de os as que em do da dos das um uma por com ao para não se como mais no na ou pelo pela são ser este esta",
        "ro": "de şi și în la cu pe nu este să care din pentru un al ale sau se fi prin mai sunt au ce că fost trebuie",
        "sk": "sa na je že do pre sú vo ako od za alebo zo by po pri ktoré ktorý ktorá byť musí nie môže podľa aby",
        "sl": "in je na za da se so ne ki tudi od po pri ali kot iz lahko mora ter biti če ni pa do",
        "sq": "të në dhe për me një nga është që se si do nuk ka më ose jo kjo ky duhet janë",
        "sr": _SERBO_CROATIAN,
        "sv": "och är det som på en av till för med den inte har de ett om vid från ska kan vara eller att",
        "tr": "ve bir bu için ile da de olarak olan daha çok ne gibi var veya her kadar sonra değil ise",
        "vi": "và của các có được cho là trong với không này một những khi để từ người phải trên theo",
    }.items()
}  # fmt: skip
_RUNNING = 0.05
"""Share of the words of running text that function words of its language are at least; of lists and forms they are less."""
_SEVERAL = 4
_OUTWEIGHS = 3
"""How many function words of another language there are for each English one where most of the text is in it."""
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language that most of the text is in; None where there is too little to tell.

    Names, numbers and codes are left out first: they look alike in every language. A language other than English is told only
    where the text holds words that nobody writes a sentence in it without, or is in other letters.
    """
    prose = re.findall(r"[^\W\d_]{2,}", text[:_SAMPLE])
    prose = [w for w in prose if not w.isupper()]
    if len(prose) < _MIN_WORDS:
        return None
    lower = [w.lower() for w in prose]
    known = [w for w in lower if w in _ENGLISH]
    if len(known) >= _PLAINLY * len(prose) and len(set(known)) >= _DIFFERENT:
        return "en"
    code = str(_identifier().classify(" ".join(prose))[0])
    return code if _is_borne_out(code, prose) else None


def language_name(code: str) -> str:
    """The English name of a language that ``detect_language`` tells."""
    return _NAMES.get(code, code)


def _is_borne_out(code: str, words: Sequence[str]) -> bool:
    letters = "".join(words)
    others = _LATIN.sub("", letters)
    # In bytes, for a Chinese character says as much as several letters.
    if len(others.encode()) > len(letters) - len(others):
        return code not in _FUNCTION_WORDS
    # As they are written: capitals begin names, such as those of streets and firms in other countries.
    own = [w for w in words if w in _FUNCTION_WORDS.get(code, ())]
    english = sum(w in _ENGLISH for w in words)
    plain = len(own) >= _RUNNING * len(words) and len(set(own)) >= _SEVERAL
    return plain and (code == "en" or len(own) > _OUTWEIGHS * english)


@functools.cache
def _identifier() -> LanguageIdentifier:
    # A model of its own: the one that the package shares would stay restricted for everybody.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(_NAMES)
    return identifier
