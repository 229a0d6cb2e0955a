# Why something cannot be had as PDF.

print-too-long = This text is too long for a PDF. The page has all of it.
print-too-deep = In this text lists, quotations or tables lie too deep in each other for a PDF. The page has all of it.
print-too-wide = A table has too many columns for a page.
print-letters = The PDF has no font for too many letters of this text. The page has all of it.
print-failed = No PDF can be made of this text. The page has all of it.
