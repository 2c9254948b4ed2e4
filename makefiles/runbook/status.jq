# A connector's status for a person: states, an error's first line large, then the trace.
def coloured: if . == "FAILED" then $red + . + $plain elif . == "RUNNING" then $green + . + $plain else . end;
def trouble: if (.trace // "") == "" then empty else
  (.trace | split("\n")) as $lines
  | "", "\($bold)\($red)\($lines[0])\($plain)", ($lines[1:][] | "  " + .) end;

# Of our worker alone: what a running task waits for, what it does, why it was started again.
def remarks:
  (.trouble | select(.) | "  \($red)trouble\($plain): \(.)"),
  (.progress | select(.) | "  progress: \(.)"),
  (select((.trace // "") == "") | .last_error | select(.)
   | "  last error: \(split("\n")[0])");

"\($bold)\(.name)\($plain) (\(.type)): \(.connector.state | coloured) on \(.connector.worker_id)",
(.connector | trouble),
(.tasks[] | "task \(.id): \(.state | coloured) on \(.worker_id)", remarks, trouble),
if .tasks == [] then "no tasks" else empty end
