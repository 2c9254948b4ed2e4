# What await.sh asks of the worker's answers.

# The keys that POST or PUT has changed, with their new values; null: taken away.
def changes($before; $sent):
  ($before.config // {}) as $old | $sent.config as $new
  | [($old + $new | keys[]) | select(. != "name") | select($old[.] != $new[.]) | {key: ., value: $new[.]}]
  | from_entries;

# Of GET /connectors/X/tasks. A task may have what the worker put in the place of ${env:X}.
def tasks_have($tasks; $changed):
  all($tasks[]; .config as $config
    | all($changed | to_entries[] | select(.value // "" | test("\\$\\{[^}]*:") | not); $config[.key] == .value));

# Of a restart's report.
def is_restarting($report):
  [$report | objects | .connector.state, .tasks[]?.state] | any(. == "RESTARTING");

# One word for all of a status; moving: wait. Our worker says of a task that still runs that it is
# being stopped.
def state_of($status):
  [$status.connector.state, $status.tasks[]?.state] as $states
  | if any($status.tasks[]?; .progress == "stopping") then "moving"
    elif $states | any(. == "FAILED") then "FAILED"
    elif $states[0] == "STOPPED" then "STOPPED"
    elif ($states | length) == 1 then "moving"
    elif $states | all(. == "RUNNING") then "RUNNING"
    elif $states[1:] | all(. == "PAUSED") then "PAUSED"
    else "moving" end;

def first_error($status):
  [$status.connector.trace, $status.tasks[]?.trace] | map(values) | .[0] // "it says no more" | split("\n")[0];

# Another state than before, or another error.
def is_news($before; $status):
  state_of($before | objects // {}) != state_of($status) or first_error($before | objects // {}) != first_error($status);

# A failed task stays so when it is paused.
def state_after_pause($status):
  if $status.connector.state == "PAUSED" and all($status.tasks[]?.state; . == "PAUSED" or . == "FAILED")
  then "PAUSED" else "moving" end;

def state_after_resume($status):
  state_of($status) | if . == "PAUSED" or . == "STOPPED" then "moving" else . end;
