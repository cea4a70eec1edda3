"""One spelling for the many ways of writing a word, for comparing and finding; never for showing."""

import unicodedata

_LETTERS = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ı": "i",
        "’": "'",
        "ʼ": "'",
        "ٱ": "ا",  # alef wasla; the hamza and madda forms fall apart under NFKD
        "ة": "ه",  # taa marbuta
        "ى": "ي",  # alef maqsura
        "ی": "ي",  # Persian yeh
        "ک": "ك",  # Persian kaf
        "ـ": None,  # tatweel
    }
)


def fold(text: str) -> str:
    """Lower case, without accents; Arabic without vowel signs and tatweel, with one form of alef, yaa and taa marbuta;
    digits as 0-9. Idempotent."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(_digit(char) for char in decomposed if unicodedata.category(char) not in {"Mn", "Cf"})
    return bare.translate(_LETTERS)


def _digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if unicodedata.category(char) == "Nd" else char


def without_tashkeel(text: str) -> str:
    """Arabic without vowel signs and tatweel, other scripts as they are: what a stemmer reads."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(char for char in composed if not ("\u064b" <= char <= "\u065f" or char in "\u0670\u0640"))
