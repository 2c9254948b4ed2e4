# GET /connectors?expand=status&expand=info as lines of a table. $offsets: of the sources, by name.
def behind($name):
  ($offsets[$name].offsets // [] | map(.offset.ts_sec // empty) | max) as $at
  | if $at == null then "-" else (now - $at | floor | [., 0] | max | tostring) end;

# The worst: an error, what a running task waits for, what it does, why it was started again.
def remarks:
  [.connector?.trace, .tasks[]?.trace, .tasks[]?.trouble, .tasks[]?.progress,
   (.tasks[]?.last_error | select(.) | "last error: " + .)]
  | map(select(.)) | .[0] // "" | split("\n")[0] // "";

["connector", "type", "state", "tasks", "seconds behind", "remarks"],
(to_entries | sort_by(.key)[] | [
  .key, .value.info.type, .value.status.connector.state // "-",
  ([.value.status.tasks[]?.state] | if . == [] then "none" else join(",") end),
  behind(.key),
  (.value.status | remarks)
]) | map(tostring | gsub("\t"; " ")) | @text "\(join("\t"))"
