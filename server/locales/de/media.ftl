# Hochgeladene Bilder.

media-too-large = Dieses Bild ist zu groß.
media-unreadable = Das ist kein Bild, das wir lesen können: JPEG, PNG, WebP oder GIF.
media-too-many-pixels = Dieses Bild hat zu viele Bildpunkte, höchstens 24 Millionen.
media-document-too-large = Diese Datei ist zu groß.
media-no-pdf = Das ist keine PDF-Datei.
