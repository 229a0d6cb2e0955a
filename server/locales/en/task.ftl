# Tasks of a workstream. Only those who work in it know of them.

task-list = Tasks
task-about = Only those who work in it see the tasks; members on other servers get them too, as long as they work in it.
task-none = There are no tasks yet.
task-one = Task
task-assignee = Who
task-due = Until
task-state = State
task-open = open
task-late = overdue
task-done = done
task-done-on = done on { $day }
task-add = Add a task
task-finish = Done
task-reopen = Open after all
task-remove = Remove
task-did-add = Added.
task-did-finish = Done.
task-did-reopen = Open again.
task-did-remove = Removed.
task-nameless = Please say what is to be done.
task-text-too-long = Please be brief: 150 characters at most.
task-too-many = A workstream has no room for more tasks.
