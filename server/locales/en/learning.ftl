# What was learned in workstreams: for peers first, for everybody later.

learning-list = Learnings
learning-about = What you have learned on the way is read first by those who work here and at peers only. Whoever coordinates lets everybody read it later; that cannot be taken back.
learning-none = There are no learnings yet.
learning-elsewhere = Learnings from peers
learning-elsewhere-about = What other servers have learned in their workstreams and told you. Please pass on nothing that is for peers alone.
learning-title = In one sentence
learning-text = Learning
learning-add = Note a learning
learning-add-hint = Servers that are peers of this one are told at once, nobody else is.
learning-noted = noted on { $day }
learning-widened = for everybody since { $day }
learning-for-peers = for peers alone
learning-for-everybody = for everybody
learning-widen = Let everybody read it
learning-widen-hint = From then on it stands on the page of the workstream, and whoever follows it gets it. That cannot be taken back.
learning-did-note = Noted.
learning-did-widen = Everybody can read it now.
learning-nameless = Please say in one sentence what it is about.
learning-empty = Please write down what you have learned.
learning-too-long = Please be brief: 5,000 characters at most.
learning-not-worked-on = Nobody works in this workstream. No learnings are noted here any more.
learning-too-many = A workstream has no room for more learnings.
learning-is-public = Everybody can read this already.
