//! A day of an agenda as a table: a column for each room, a row for each time something begins. What has no
//! room is for everybody and goes across. Sessions are named by their place in the list of the day.

use super::Item;
use chrono::DateTime;
use chrono_tz::Tz;

/// Rooms side by side at most; of more nobody reads the columns.
const ROOMS_AT_MOST: usize = 8;

#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// In the order in which they are first used.
    pub rooms: Vec<String>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub starts: DateTime<Tz>,
    pub cells: Vec<Cell>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing takes place here now.
    Free,
    Session {
        item: usize,
        /// Times something else begins meanwhile, this one counted.
        rows: usize,
        columns: usize,
    },
}

impl Grid {
    /// `None` for fewer than two rooms or too many, and where two sessions would have to share a cell.
    pub fn of(items: &[Item]) -> Option<Self> {
        let mut rooms: Vec<String> = Vec::new();
        for room in items.iter().filter_map(|item| item.session.room.as_ref()) {
            if !rooms.contains(room) {
                rooms.push(room.clone());
            }
        }
        if !(2..=ROOMS_AT_MOST).contains(&rooms.len()) {
            return None;
        }
        let mut starts: Vec<DateTime<Tz>> = items.iter().map(|item| item.starts).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut taken = vec![vec![false; rooms.len()]; starts.len()];
        let mut begun = vec![vec![None; rooms.len()]; starts.len()];
        for (number, item) in items.iter().enumerate() {
            let first = starts.iter().position(|at| *at == item.starts)?;
            let ends = item.ends.unwrap_or(item.starts);
            let rows = starts
                .iter()
                .filter(|at| item.starts <= **at && **at < ends);
            let rows = rows.count().max(1);
            let columns = match &item.session.room {
                Some(room) => {
                    let column = rooms.iter().position(|known| known == room)?;
                    column..column + 1
                }
                None => 0..rooms.len(),
            };
            for row in &mut taken[first..first + rows] {
                for cell in &mut row[columns.clone()] {
                    if std::mem::replace(cell, true) {
                        return None;
                    }
                }
            }
            begun[first][columns.start] = Some(Cell::Session {
                item: number,
                rows,
                columns: columns.len(),
            });
        }
        let rows = starts.into_iter().zip(taken.iter().zip(begun));
        let rows = rows.map(|(starts, (taken, begun))| {
            let cells = taken.iter().zip(begun);
            // What is taken and does not begin here reaches into this row from above or from the left.
            let cells = cells.filter_map(|(taken, begun)| match (taken, begun) {
                (_, Some(session)) => Some(session),
                (false, None) => Some(Cell::Free),
                (true, None) => None,
            });
            Row {
                starts,
                cells: cells.collect(),
            }
        });
        Some(Self {
            rows: rows.collect(),
            rooms,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::Session;
    use chrono::Utc;
    use serde_json::json;

    fn item(starts: &str, ends: &str, room: Option<&str>) -> Item {
        let at = |time: &str| {
            format!("2026-12-13T{time}:00Z")
                .parse::<DateTime<Utc>>()
                .unwrap()
        };
        let session: Session = serde_json::from_value(json!({
            "id": starts,
            "starts_at": at(starts),
            "ends_at": at(ends),
            "title": "Auswahl",
            "kind": "workshop",
            "room": room,
        }))
        .unwrap();
        Item {
            session,
            starts: at(starts).with_timezone(&Tz::UTC),
            ends: Some(at(ends).with_timezone(&Tz::UTC)),
        }
    }

    fn session(item: usize, rows: usize, columns: usize) -> Cell {
        Cell::Session {
            item,
            rows,
            columns,
        }
    }

    #[test]
    fn rooms_stand_beside_each_other_and_what_is_for_all_goes_across() {
        let items = [
            item("10:00", "11:00", None),
            item("11:00", "13:00", Some("Saal")),
            item("11:00", "11:30", Some("Raum 2")),
            item("12:00", "13:00", Some("Raum 2")),
            item("13:00", "14:00", None),
        ];
        let grid = Grid::of(&items).unwrap();
        assert_eq!(grid.rooms, ["Saal", "Raum 2"]);
        let cells: Vec<_> = grid.rows.into_iter().map(|row| row.cells).collect();
        assert_eq!(
            cells,
            [
                vec![session(0, 1, 2)],
                vec![session(1, 2, 1), session(2, 1, 1)],
                vec![session(3, 1, 1)],
                vec![session(4, 1, 2)],
            ]
        );
    }

    #[test]
    fn a_room_nothing_happens_in_is_free() {
        let items = [
            item("10:00", "11:00", Some("Saal")),
            item("11:00", "12:00", Some("Raum 2")),
        ];
        let grid = Grid::of(&items).unwrap();
        assert_eq!(grid.rows[0].cells, [session(0, 1, 1), Cell::Free]);
        assert_eq!(grid.rows[1].cells, [Cell::Free, session(1, 1, 1)]);
    }

    #[test]
    fn what_cannot_be_a_table_stays_a_list() {
        let saal = |starts, ends| item(starts, ends, Some("Saal"));
        let other = item("09:00", "09:30", Some("Raum 2"));
        assert_eq!(Grid::of(&[]), None);
        assert_eq!(Grid::of(&[saal("10:00", "11:00")]), None);
        // Two at a time in one room, and one for all beside one in a room.
        let twice = [other, saal("10:00", "11:00"), saal("10:30", "11:00")];
        assert_eq!(Grid::of(&twice), None);
        let [other, first, _] = twice;
        let beside = [other, first, item("10:00", "11:00", None)];
        assert_eq!(Grid::of(&beside), None);
    }
}
