# Was in Workstreams gelernt wurde: zuerst für Server im Verbund, später für alle.

learning-list = Erkenntnisse
learning-about = Was Sie unterwegs gelernt haben, lesen zuerst nur die, die hier und auf Servern im Verbund arbeiten. Wer koordiniert, gibt es später für alle frei; zurücknehmen lässt sich das nicht.
learning-none = Noch gibt es keine Erkenntnisse.
learning-elsewhere = Erkenntnisse aus dem Verbund
learning-elsewhere-about = Was andere Server in ihren Workstreams gelernt und Ihnen mitgeteilt haben. Was nur für den Verbund ist, geben Sie bitte nicht weiter.
learning-title = In einem Satz
learning-text = Erkenntnis
learning-add = Erkenntnis notieren
learning-add-hint = Server, mit denen dieser sich verbunden hat, erfahren es sofort, sonst niemand.
learning-noted = notiert am { $day }
learning-widened = für alle seit dem { $day }
learning-for-peers = nur im Verbund
learning-for-everybody = für alle
learning-widen = Für alle freigeben
learning-widen-hint = Danach steht es auf der Seite des Workstreams, und wer ihm folgt, bekommt es. Das lässt sich nicht zurücknehmen.
learning-did-note = Notiert.
learning-did-widen = Für alle freigegeben.
learning-nameless = Bitte sagen Sie in einem Satz, worum es geht.
learning-empty = Bitte schreiben Sie auf, was Sie gelernt haben.
learning-too-long = Bitte fassen Sie sich kürzer: höchstens 5 000 Zeichen.
learning-not-worked-on = In diesem Workstream wird nicht gearbeitet. Erkenntnisse werden hier nicht mehr notiert.
learning-too-many = Mehr Erkenntnisse passen nicht zu einem Workstream.
learning-is-public = Das können schon alle lesen.
