# Daten und Zeiten. Innerhalb eines Datums und einer Uhrzeit macht das Programm Leerzeichen geschützt.

date-moment = { $date }, { $time }
date-times = { $start }–{ $end } Uhr
date-elsewhere = { $when } (Zeitzone { $zone })
date-time = { $time } Uhr
date-short-day = { $weekday }, { $day }.{ $month }.{ $year }
date-date = { $day }. { $month } { $year }
date-day = { $weekday }, { $date }
date-day-of-month = { $day }. { $month }
date-days-of-month = { $first }.–{ $last }. { $month } { $year }
date-month = { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
}
date-month-in-short-day = { $month ->
    [1] 01
    [2] 02
    [3] 03
    [4] 04
    [5] 05
    [6] 06
    [7] 07
    [8] 08
    [9] 09
    [10] 10
    [11] 11
   *[12] 12
}
date-month-short = { $month ->
    [1] Jan.
    [2] Feb.
    [3] März
    [4] Apr.
    [5] Mai
    [6] Juni
    [7] Juli
    [8] Aug.
    [9] Sept.
    [10] Okt.
    [11] Nov.
   *[12] Dez.
}
date-weekday = { $weekday ->
    [1] Montag
    [2] Dienstag
    [3] Mittwoch
    [4] Donnerstag
    [5] Freitag
    [6] Samstag
   *[7] Sonntag
}
date-weekday-short = { $weekday ->
    [1] Mo.
    [2] Di.
    [3] Mi.
    [4] Do.
    [5] Fr.
    [6] Sa.
   *[7] So.
}
