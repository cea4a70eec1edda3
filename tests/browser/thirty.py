"""A consultation of thirty statements, in the running site: `python -m tests.browser.thirty`. Safe to repeat."""

import django

SLUG = "trente-phrases"
STATEMENTS = 30


def main() -> None:
    django.setup()
    from consultations.models import Consultation
    from tests.factories.consultations import ConsultationFactory, StatementFactory

    if Consultation.objects.filter(slug=SLUG).exists():
        return
    consultation = ConsultationFactory(slug=SLUG, title_fr="Trente phrases")
    for number in range(1, STATEMENTS + 1):
        StatementFactory(consultation=consultation, number=number)


if __name__ == "__main__":
    main()
