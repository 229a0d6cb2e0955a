//! What became of a chosen idea, for those who read about it: the vote that chose it, the workstream that
//! came of it, and how its result came about.

use crate::{
    App, Result, decisions,
    ideas::{Idea, State},
    questions,
    workstreams::{self, Workstream, workstream::State as Stage},
};

#[derive(Debug, Default)]
pub struct Became {
    /// Page and question of the vote.
    pub vote: Option<(String, String)>,
    pub works: Vec<Work>,
}

#[derive(Debug)]
pub struct Work {
    /// Its page and its name, once everybody may know of it.
    pub page: Option<(String, String)>,
    pub state: Stage,
    /// Why it is over; else empty.
    pub reason: String,
    /// Where its way is shown.
    pub trace: Option<String>,
}

impl Became {
    /// Its authors read why what nobody else knew of came to nothing.
    pub async fn find(app: &App, idea: &Idea, is_author: bool) -> Result<Self> {
        if idea.state != State::Selected {
            return Ok(Self::default());
        }
        let vote = decisions::by_which_chosen(&app.db, &idea.id).await?;
        let vote = vote.map(|(vote, cycle)| (decisions::path(&vote, &cycle), vote.question));
        let vote = match vote {
            Some(vote) => Some(vote),
            None => {
                let asked = questions::by_which_chosen(&app.db, &idea.id).await?;
                asked.map(|asked| (asked.path(), asked.question))
            }
        };
        let works = workstreams::of_idea(&app.db, &idea.id).await?;
        let works = works.into_iter();
        Ok(Self {
            vote,
            works: works.filter_map(|it| Work::of(it, is_author)).collect(),
        })
    }

    pub fn is_empty(&self) -> bool {
        self.vote.is_none() && self.works.is_empty()
    }
}

impl Work {
    /// Nothing while those who coordinate think about it.
    fn of(workstream: Workstream, is_author: bool) -> Option<Self> {
        if workstream.state == Stage::Proposed {
            return None;
        }
        let is_public = workstream.is_public();
        let trace = format!("{}/trace", workstream.path());
        let page = (workstream.path(), workstream.name);
        Some(Self {
            page: is_public.then_some(page),
            state: workstream.state,
            reason: match is_public || is_author {
                true => workstream.reason,
                false => String::new(),
            },
            trace: is_public.then_some(trace),
        })
    }
}
