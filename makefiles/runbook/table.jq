# GET /connectors?expand=status&expand=info as lines of a table. $offsets: of the sources, by name.
def behind($name):
  ($offsets[$name].offsets // [] | map(.offset.ts_sec // empty) | max) as $at
  | if $at == null then "-" else (now - $at | floor | [., 0] | max | tostring) end;

["connector", "type", "state", "tasks", "seconds behind", "error"],
(to_entries | sort_by(.key)[] | [
  .key, .value.info.type, .value.status.connector.state,
  ([.value.status.tasks[].state] | if . == [] then "none" else join(",") end),
  behind(.key),
  ([.value.status | .connector.trace, .tasks[].trace | select(.) | split("\n")[0]] | .[0] // "")
]) | map(tostring | gsub("\t"; " ")) | @text "\(join("\t"))"
