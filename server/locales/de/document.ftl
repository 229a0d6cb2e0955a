# Dokumente eines Workstreams: für alle oder nur für Mitglieder.

document-list = Dokumente
document-about = Links zu dem, was im Workstream entsteht. Was nur für Mitglieder ist, steht auf keiner öffentlichen Seite. Die Datei selbst liegt woanders.
document-none = Noch gibt es keine Dokumente.
document-title = Titel
document-link = Adresse
document-link-hint = Wo das Dokument liegt, mit https://.
document-kind = Art
document-kind-hint = Zum Beispiel „Protokoll“ oder „Entwurf“.
document-licence = Lizenz
document-licence-hint = Zum Beispiel CC-BY-4.0. Für öffentliche Dokumente nötig.
document-audience = Für wen
document-for-members = nur für Mitglieder
document-for-everybody = für alle
document-add = Dokument hinzufügen
document-did-add = Hinzugefügt.
document-did-remove = Entfernt.
document-nameless = Bitte geben Sie dem Dokument einen Titel.
document-link-unreadable = Das ist keine Adresse, die man aufrufen kann.
document-audience-unknown = Bitte wählen Sie, für wen das Dokument ist.
document-without-licence = Bitte nennen Sie die Lizenz: Was öffentlich ist, nehmen andere mit.
document-too-many = Mehr Dokumente passen nicht zu einem Workstream.
