"""The countries of both shores, of the Union, and those around. Names from CLDR, but Palestine and "and" spelled out.

North: members of the European Union and the European coast. South: Morocco to Egypt. East: Türkiye to Jordan.
Other countries have no shore. A country of the basin has a coast on the sea; Jordan is counted in.
"""

from django.db import migrations

# code, shore, in the basin, French, English, Arabic
COUNTRIES = [
    ("AL", "north", True, "Albanie", "Albania", "ألبانيا"),
    ("AT", "north", False, "Autriche", "Austria", "النمسا"),
    ("BA", "north", True, "Bosnie-Herzégovine", "Bosnia and Herzegovina", "البوسنة والهرسك"),
    ("BE", "north", False, "Belgique", "Belgium", "بلجيكا"),
    ("BG", "north", False, "Bulgarie", "Bulgaria", "بلغاريا"),
    ("CY", "north", True, "Chypre", "Cyprus", "قبرص"),
    ("CZ", "north", False, "Tchéquie", "Czechia", "التشيك"),
    ("DE", "north", False, "Allemagne", "Germany", "ألمانيا"),
    ("DK", "north", False, "Danemark", "Denmark", "الدانمرك"),
    ("EE", "north", False, "Estonie", "Estonia", "إستونيا"),
    ("ES", "north", True, "Espagne", "Spain", "إسبانيا"),
    ("FI", "north", False, "Finlande", "Finland", "فنلندا"),
    ("FR", "north", True, "France", "France", "فرنسا"),
    ("GR", "north", True, "Grèce", "Greece", "اليونان"),
    ("HR", "north", True, "Croatie", "Croatia", "كرواتيا"),
    ("HU", "north", False, "Hongrie", "Hungary", "هنغاريا"),
    ("IE", "north", False, "Irlande", "Ireland", "أيرلندا"),
    ("IT", "north", True, "Italie", "Italy", "إيطاليا"),
    ("LT", "north", False, "Lituanie", "Lithuania", "ليتوانيا"),
    ("LU", "north", False, "Luxembourg", "Luxembourg", "لوكسمبورغ"),
    ("LV", "north", False, "Lettonie", "Latvia", "لاتفيا"),
    ("MC", "north", True, "Monaco", "Monaco", "موناكو"),
    ("ME", "north", True, "Monténégro", "Montenegro", "الجبل الأسود"),
    ("MT", "north", True, "Malte", "Malta", "مالطا"),
    ("NL", "north", False, "Pays-Bas", "Netherlands", "هولندا"),
    ("PL", "north", False, "Pologne", "Poland", "بولندا"),
    ("PT", "north", False, "Portugal", "Portugal", "البرتغال"),
    ("RO", "north", False, "Roumanie", "Romania", "رومانيا"),
    ("SE", "north", False, "Suède", "Sweden", "السويد"),
    ("SI", "north", True, "Slovénie", "Slovenia", "سلوفينيا"),
    ("SK", "north", False, "Slovaquie", "Slovakia", "سلوفاكيا"),
    ("DZ", "south", True, "Algérie", "Algeria", "الجزائر"),
    ("EG", "south", True, "Égypte", "Egypt", "مصر"),
    ("LY", "south", True, "Libye", "Libya", "ليبيا"),
    ("MA", "south", True, "Maroc", "Morocco", "المغرب"),
    ("TN", "south", True, "Tunisie", "Tunisia", "تونس"),
    ("IL", "east", True, "Israël", "Israel", "إسرائيل"),
    ("JO", "east", True, "Jordanie", "Jordan", "الأردن"),
    ("LB", "east", True, "Liban", "Lebanon", "لبنان"),
    ("PS", "east", True, "Palestine", "Palestine", "فلسطين"),
    ("SY", "east", True, "Syrie", "Syria", "سوريا"),
    ("TR", "east", True, "Turquie", "Türkiye", "تركيا"),
    ("AD", "", False, "Andorre", "Andorra", "أندورا"),
    ("AE", "", False, "Émirats arabes unis", "United Arab Emirates", "الإمارات العربية المتحدة"),
    ("CA", "", False, "Canada", "Canada", "كندا"),
    ("CH", "", False, "Suisse", "Switzerland", "سويسرا"),
    ("GB", "", False, "Royaume-Uni", "United Kingdom", "المملكة المتحدة"),
    ("IQ", "", False, "Irak", "Iraq", "العراق"),
    ("IS", "", False, "Islande", "Iceland", "آيسلندا"),
    ("LI", "", False, "Liechtenstein", "Liechtenstein", "ليختنشتاين"),
    ("MD", "", False, "Moldavie", "Moldova", "مولدوفا"),
    ("MK", "", False, "Macédoine du Nord", "North Macedonia", "مقدونيا الشمالية"),
    ("MR", "", False, "Mauritanie", "Mauritania", "موريتانيا"),
    ("NO", "", False, "Norvège", "Norway", "النرويج"),
    ("QA", "", False, "Qatar", "Qatar", "قطر"),
    ("RS", "", False, "Serbie", "Serbia", "صربيا"),
    ("SA", "", False, "Arabie saoudite", "Saudi Arabia", "المملكة العربية السعودية"),
    ("SM", "", False, "Saint-Marin", "San Marino", "سان مارينو"),
    ("SN", "", False, "Sénégal", "Senegal", "السنغال"),
    ("UA", "", False, "Ukraine", "Ukraine", "أوكرانيا"),
    ("US", "", False, "États-Unis", "United States", "الولايات المتحدة"),
]


def load(apps, schema_editor):
    """Write the rows that are not there yet; what a team has changed since is kept."""
    country = apps.get_model("actors", "Country")
    known = set(country.objects.values_list("code", flat=True))
    country.objects.bulk_create(
        country(code=code, shore=shore, mediterranean=basin, name=fr, name_fr=fr, name_en=en, name_ar=ar)
        for code, shore, basin, fr, en, ar in COUNTRIES
        if code not in known
    )


class Migration(migrations.Migration):
    dependencies = [("actors", "0002_accounts_and_proposals")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
