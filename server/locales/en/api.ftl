# What is wrong with what a program sent.

api-field-unknown = There is no field “{ $field }” here.
api-field-misspelt = There is no field “{ $field }” here. Did you mean “{ $meant }”?
api-field-not-text = The field “{ $field }” must be a text.
api-field-not-yes-or-no = The field “{ $field }” must be true or false.
