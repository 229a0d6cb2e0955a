# Documents of a workstream: for everybody or for members alone.

document-list = Documents
document-about = Links to what comes into being in the workstream. What is for members alone stands on no public page. The file itself lies elsewhere.
document-none = There are no documents yet.
document-title = Title
document-link = Address
document-link-hint = Where the document lies, with https://.
document-kind = Kind
document-kind-hint = For example “minutes” or “draft”.
document-licence = Licence
document-licence-hint = For example CC-BY-4.0. Needed for public documents.
document-audience = For whom
document-for-members = for members alone
document-for-everybody = for everybody
document-add = Add a document
document-did-add = Added.
document-did-remove = Removed.
document-nameless = Please give the document a title.
document-link-unreadable = This is no address that can be opened.
document-audience-unknown = Please choose for whom the document is.
document-without-licence = Please name the licence: others take along what is public.
document-too-many = A workstream has no room for more documents.
