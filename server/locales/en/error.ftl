# When something did not work: what happened, and what to do now.

error-code = Error { $code }
error-number = If you write to us about this, please give the number of this request:
error-to-start = Go to the start page
error-to-events = See the events
error-sign-in = Sign in
error-wait = { $seconds ->
    [one] Please wait one second.
   *[other] Please wait { $seconds } seconds.
}

error-request = We could not make sense of that.
error-request-advice = The request was incomplete or unreadable. Please go back one step and try again.
error-forbidden = This is for members only.
error-forbidden-advice = Please sign in with an account that may do this.
error-not-found = This page does not exist (any more).
error-not-found-advice = The address may have changed, or a character may be missing.
error-conflict = Somebody was faster.
error-conflict-advice = The entry has been changed in the meantime. Your change is not saved yet; please compare both versions.
error-gone = This has been deleted.
error-gone-advice = Something used to be here. It has been removed and will not come back.
error-erased = An event used to be here. It was deleted on { $date } and will not come back.
error-too-large = That is too large.
error-too-large-advice = Please choose a smaller file, or shorten the text.
error-refused = Not quite yet.
error-refused-advice = Please check what you entered and send it again.
error-too-many = That was too often in a row.
error-too-many-advice = Please wait a little, then try again.
error-internal = Something went wrong on our side.
error-internal-advice = It is not your fault, and it has been recorded. Please try again in a few minutes.
error-unavailable = Not available right now.
error-unavailable-advice = We are working on the server, or it is overloaded. Please try again in a few minutes.
error-method = That does not work here.
error-method-advice = This address does not know that kind of request. What it knows stands in the header “Allow”.
error-media-type = This is not in the form that is read here.
error-media-type-advice = Please send JSON, and call it that: Content-Type: application/json.
error-not-json = This is not a JSON object. It could be read up to line { $line }, column { $column }.
