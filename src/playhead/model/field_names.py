"""Reading the short names of beacon fields: `xtitofifr` is `view_time_to_first_frame`.

Players of different versions abbreviate different words, so one field has several short names;
all of them are read word by word, never looked up whole. What cannot be read keeps the name it
came with: an unknown field is no error.

Law: pure. The caches are bounded, since hostile clients may invent names without end.
"""

from playhead.model.field_words import FIRST_WORDS, LATER_WORDS

_FIRST_CODES = {word: code for code, word in FIRST_WORDS.items()}
_LATER_CODES = {word: code for code, word in LATER_WORDS.items()}

MOST_CACHED_NAMES = 20_000
LONGEST_NAME = 200


def long_name(short: str) -> str:
    """Return the long name of a short one, or the name itself where it is none."""
    if len(short) > LONGEST_NAME:
        return short[:LONGEST_NAME]
    first = FIRST_WORDS.get(short[:1])
    if first is not None:
        rest = _later_words(short[1:])
        if rest is not None:
            return "_".join((first, *rest))
    spelled, separator, tail = short.removeprefix("_").partition("_")
    if separator and spelled:
        rest = _later_words(tail)
        if rest is not None:
            return "_".join((spelled, *rest))
    return short


def short_name(long: str) -> str:
    """Return the short name that today's SDKs give a field, all of whose words are listed."""
    first, *rest = long.split("_")
    return _FIRST_CODES[first] + "".join(w if w.isdigit() else _LATER_CODES[w] for w in rest)


def _later_words(text: str) -> list[str] | None:
    """Return the words that `text` abbreviates, or None where it is not such a text."""
    words: list[str] = []
    at = 0
    while at < len(text):
        if text[at] == "_":
            end = text.find("_", at + 1)
            if end < 0:
                return None
            words.append(text[at + 1 : end])
            at = end + 1
        elif text[at].isdigit():
            end = at
            while end < len(text) and text[end].isdigit():
                end += 1
            words.append(text[at:end])
            at = end
        else:
            word = LATER_WORDS.get(text[at : at + 2])
            if word is None:
                return None
            words.append(word)
            at += 2
    return words


class LongNames(dict[str, str]):
    """Short name to long name, remembered."""

    def __missing__(self, short: str) -> str:
        """Read a name not met before."""
        name = long_name(short)
        if len(self) < MOST_CACHED_NAMES and len(short) <= LONGEST_NAME:
            self[short] = name
        return name


LONG_NAMES = LongNames()
"""Every caller's memory of names: a pure function's cache, so sharing it changes nothing."""
