# A request as curl's own configuration, for its standard input: nothing secret is in an argument.
# Arguments: $method, $path; $ENV.WORKER_URL. Input: the body, or null.
def escaped: gsub("(?<c>[\"\\\\])"; "\\\(.c)");

. as $body
| "url = \"\($ENV.WORKER_URL | rtrimstr("/") | escaped)\($path | escaped)\"",
  "request = \"\($method)\"",
  (if $body == null then empty else
     "header = \"Content-Type: application/json\"",
     "data-raw = \"\($body | tojson | escaped)\"" end)
