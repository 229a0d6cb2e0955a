# Einen Verband schließen.

closing-question = „{ $name }“ schließen?
closing-close = Endgültig schließen
closing-link = Verband schließen
closing-about = Wenn es den Verband nicht mehr gibt: Alle, die ihm folgen, erfahren es, und seine Adresse wird nie wieder vergeben.
closing-consequences = Das geschieht
closing-followers = { $followers ->
    [0] Andere Server erfahren, dass es den Verband nicht mehr gibt, und entfernen, was er dort gesagt hat.
    [one] Eine Person, die ihm folgt, und alle anderen Server erfahren, dass es den Verband nicht mehr gibt; sie entfernen, was er dort gesagt hat.
   *[other] { $followers } Personen, die ihm folgen, und alle anderen Server erfahren, dass es den Verband nicht mehr gibt; sie entfernen, was er dort gesagt hat.
}
closing-handle-stays = Seine Adresse antwortet nur noch, dass sie nicht mehr gilt. Niemand bekommt sie wieder, auch Sie nicht.
closing-series = { $count ->
    [one] Seine Reihe schließt mit.
   *[other] Seine { $count } Reihen schließen mit.
}
closing-committees = { $count ->
    [one] Sein Gremium schließt mit: Niemand ist mehr im Amt, seine Seite bleibt.
   *[other] Seine { $count } Gremien schließen mit: Niemand ist mehr im Amt, ihre Seiten bleiben.
}
closing-drafts = { $count ->
    [one] Ein Entwurf, den noch niemand kennt, wird gelöscht.
   *[other] { $count } Entwürfe, die noch niemand kennt, werden gelöscht.
}
closing-ends = Wem er folgt, wo er mit einlädt, wo er hingehen will und wo jemand für ihn mitarbeitet: Das endet, und die anderen erfahren es.
closing-past = Was vorbei ist, bleibt auf diesem Server lesbar.
closing-coming = { $count ->
    [one] Ein Termin ist noch nicht vorbei
   *[other] { $count } Termine sind noch nicht vorbei
}
closing-cancel = Absagen
closing-cancel-hint = Wer angemeldet ist, bekommt eine Mail.
closing-keep = Stehen lassen
closing-keep-hint = Nur noch auf diesem Server; anmelden kann man sich hier, aber nicht mehr von anderen Servern aus.
closing-handle = Zur Bestätigung: die Adresse „{ $handle }“ noch einmal
closing-handle-wrong = Bitte geben Sie genau die Adresse des Verbands ein, der geschlossen werden soll.
closing-workstreams = Der Verband leitet noch Workstreams, die laufen. Schließen Sie diese zuerst ab.
closing-cycles = Der Verband führt einen Zyklus, für den noch Ideen kommen können. Setzen Sie dort zuerst einen letzten Tag, der vorbei ist: Danach könnte niemand mehr sagen, was aus ihnen wird.
closing-votes = Der Verband lässt gerade abstimmen. Beenden Sie die Abstimmung zuerst: Danach könnte niemand mehr ihr Ergebnis sagen.
closing-too-many-events = Der Verband hat mehr als 500 Termine, die nicht vorbei sind. Sagen Sie zuerst einige ab.
