# A connector's status for a person: states, an error's first line large, then the trace.
def coloured: if . == "FAILED" then $red + . + $plain elif . == "RUNNING" then $green + . + $plain else . end;
def trouble: if (.trace // "") == "" then empty else
  (.trace | split("\n")) as $lines
  | "", "\($bold)\($red)\($lines[0])\($plain)", ($lines[1:][] | "  " + .) end;

"\($bold)\(.name)\($plain) (\(.type)): \(.connector.state | coloured) on \(.connector.worker_id)",
(.connector | trouble),
(.tasks[] | "task \(.id): \(.state | coloured) on \(.worker_id)", trouble),
if .tasks == [] then "no tasks" else empty end
