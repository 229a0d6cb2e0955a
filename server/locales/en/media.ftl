# Uploaded pictures.

media-too-large = This picture is too large.
media-unreadable = This is no picture we can read: JPEG, PNG, WebP or GIF.
media-too-many-pixels = This picture has too many pixels, 24 million at most.
media-document-too-large = This file is too large.
media-no-pdf = This is no PDF file.
