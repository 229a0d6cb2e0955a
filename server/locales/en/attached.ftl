# A file of a report
attached-file = Add a file
attached-pdf = PDF file
attached-hint = It is entered when you save. If something else has to be mended, it is kept.
attached-title = Title of the file
attached-licence = Licence of the file
attached-nameless = Please give the file a title and choose it once more.
attached-without-licence = Please name the licence of the file and choose it once more.
