# Was an dem nicht stimmt, was ein Programm geschickt hat.

api-field-unknown = Das Feld „{ $field }“ gibt es hier nicht.
api-field-misspelt = Das Feld „{ $field }“ gibt es hier nicht. Meinten Sie „{ $meant }“?
api-field-not-text = Das Feld „{ $field }“ muss ein Text sein.
api-field-not-yes-or-no = Das Feld „{ $field }“ muss true oder false sein.
