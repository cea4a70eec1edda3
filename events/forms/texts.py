"""The team's words for a letter, in three languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Meeting, MessageText
from events.models.messages import WORDS
from events.queries.texts import Words, text_for, words_beneath
from kernel.languages.choices import LANGUAGES, OWN_NAMES, direction

ROWS = {"opening": 6, "closing": 3}


@dataclass(frozen=True)
class LanguagePart:
    """The fields of one language, beside what readers of that language get."""

    language: str
    name: str
    dir: str
    fields: list[forms.BoundField]


class MessageTextForm(forms.ModelForm[MessageText]):
    """Subject, opening and closing in each language, filled with what the letter says; blank is the text beneath."""

    class Meta:
        model = MessageText
        fields = [f"{word}_{language}" for language in LANGUAGES for word in WORDS]

    def __init__(self, data: Any = None, *, kind: str, meeting: Meeting | None) -> None:
        own = text_for(kind, meeting.pk if meeting else None) or MessageText(kind=kind, meeting=meeting)
        super().__init__(data, instance=own)
        self.kind, self.meeting = kind, meeting
        ident = meeting.pk if meeting else None
        self.beneath = {language: words_beneath(kind, ident, language) for language in LANGUAGES}
        for name, field in self.fields.items():
            word, _underscore, language = name.rpartition("_")
            attrs = {"lang": language, "dir": direction(language), "placeholder": getattr(self.beneath[language], word)}
            self.initial[name] = getattr(own, name) or attrs["placeholder"]
            field.widget = forms.TextInput() if word == "subject" else forms.Textarea({"rows": ROWS[word]})
            field.widget.attrs.update(attrs)
            field.label = LABELS[word]
            field.required = False

    @property
    def words(self) -> dict[str, str]:
        """What was written, by field."""
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}

    def words_in(self, language: str) -> Words:
        """What a letter would say in one language: what was typed, and what stands beneath where nothing was."""
        typed = {word: (self.data.get(f"{word}_{language}", "") if self.is_bound else "") for word in WORDS}
        kept = {word: typed[word] if self.is_bound else getattr(self.instance, f"{word}_{language}") for word in WORDS}
        beneath = self.beneath[language]
        return Words(**{word: (kept[word] or "").strip() or getattr(beneath, word) for word in WORDS})

    def parts(self) -> Iterator[LanguagePart]:
        """The form by language."""
        for language in LANGUAGES:
            fields = [self[f"{word}_{language}"] for word in WORDS]
            yield LanguagePart(language, OWN_NAMES[language], direction(language), fields)


LABELS = {"subject": _("Objet"), "opening": _("Début"), "closing": _("Fin")}
