//! Addresses that end in a form: `/events/denkwerkstatt-2026.ics`. The router cannot match the end
//! of a segment, so the handler of the page splits it off and hands over to `events::feed`.

use super::page::Form;

const ENDINGS: [(&str, Form); 3] = [
    (".ics", Form::Calendar),
    (".atom", Form::Atom),
    (".json", Form::Json),
];

/// The segment without its ending, and the form it asks for. `None` is the page itself: no slug
/// and no handle of ours has a dot in it.
pub fn split(segment: &str) -> (&str, Option<Form>) {
    ENDINGS
        .into_iter()
        .find_map(|(ending, form)| Some((segment.strip_suffix(ending)?, Some(form))))
        .unwrap_or((segment, None))
}

/// What stands behind the address of a page for a form of it. Nothing for the ActivityPub object,
/// which has an address of its own.
pub fn of(form: Form) -> &'static str {
    let ending = ENDINGS.into_iter().find(|(_, known)| *known == form);
    ending.map_or("", |(ending, _)| ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_names_the_form() {
        for (segment, expected) in [
            ("a.ics", ("a", Some(Form::Calendar))),
            ("a.atom", ("a", Some(Form::Atom))),
            ("a.json", ("a", Some(Form::Json))),
            ("a", ("a", None)),
            ("a.html", ("a.html", None)),
            ("ics", ("ics", None)),
            ("a.ics.json", ("a.ics", Some(Form::Json))),
        ] {
            assert_eq!(split(segment), expected, "{segment}");
        }
    }
}
