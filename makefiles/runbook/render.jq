# A connector's JSON with its variables filled from .env. Input: all of configs/databases.json.
# Arguments: $file and $connectors (what it holds), $db, $text (.env), $env_file, $bus.
# Output: {"errors": [sentences]} or {"body": {"name", "config"}, "warnings": [sentences]}.
include "env";

# What .env need not say, or says with nothing behind the =.
def or_else($key; $value): if (.[$key] // "") == "" then .[$key] = $value else . end;
def defaults($row):
  ($row.name | ascii_upcase) as $U
  | or_else($U + "_PORT"; "3306") | or_else($U + "_TOPIC_PREFIX"; $row.prefix)
  | .[$U + "_TOPIC_PREFIX"] as $prefix
  | or_else($U + "_HISTORY_TOPIC"; "\($prefix).schema-history")
  | .[$U + "_TOPIC_PREFIX_REGEX"] = ($prefix | gsub("(?<c>[.\\-])"; if .c == "." then "\\." else .c end))
  | if has($U + "_TABLE_ALLOWLIST") then .TABLE_ALLOWLIST = .[$U + "_TABLE_ALLOWLIST"] else . end;

def variables: [scan("\\$\\{([A-Z][A-Z0-9_]*)\\}") | .[0]];

# Inside the quotes of a JAAS line a quote or a backslash is escaped.
def as_in($key): if $key | endswith("sasl.jaas.config") then gsub("(?<c>[\"\\\\])"; "\\\(.c)") else . end;

# Pieces, not repeated replacement: a value that looks like a variable stays what it is.
def filled($key; $env):
  [splits("(?=\\$\\{[A-Z][A-Z0-9_]*\\})")
   | (capture("^\\$\\{(?<name>[A-Z][A-Z0-9_]*)\\}(?<rest>.*)$"; "s") // null) as $found
   | if $found then ($env[$found.name] | as_in($key)) + $found.rest else . end]
  | join("");

# An empty key: a Kafka that asks for no credentials, as `make run` takes it too.
def is_plain($env): $bus == "kafka" and $env.CONFLUENT_API_KEY == "";

def for_the_bus($env):
  if $bus == "embedded" or is_plain($env) then
    with_entries(select(.key | test("^schema\\.history\\.internal\\.(producer|consumer)\\.") | not))
  else . end
  | if $bus == "embedded" then del(.["schema.history.internal.kafka.bootstrap.servers"]) else . end;

def missing($env):
  [to_entries[] | .key as $key | .value | variables[] | select($env[.] == null)
   | "\($file): \($key) uses ${\(.)}, which \($env_file) does not have"];

def empty($env):
  {"table.include.list": "every table would be captured",
   "schema.history.internal.kafka.bootstrap.servers": "BUS=embedded works without Kafka"} as $why
  | [to_entries[] | select($why[.key]) | .key as $key | .value | variables[] | select($env[.] == "")
     | "\($file): ${\(.)} is empty in \($env_file): \($why[$key])"];

# a(b|c) as ab and ac.
def alternatives:
  (capture("^(?<before>[^()]*)\\((\\?:)?(?<inner>[^()]*)\\)(?<after>.*)$") // null) as $group
  | if $group then $group.before + ($group.inner | split("|")[]) + $group.after | alternatives
    else split("|")[] end;

# The entries of a list of expressions: {table} as a bare name, since the sinks write tables of one
# schema by it; {table: null, entry} where an expression leaves the name open.
def entries:
  [splits("(?<!\\\\),") | gsub("^\\s+|\\s+$"; "") | select(. != "") | . as $entry | alternatives
   | gsub("^\\^|\\$$"; "")
   | {$entry, table: (if test("^([^\\\\^|?*+(){}\\[\\]]|\\\\[^A-Za-z0-9])+$")
                      then gsub("\\\\(?<c>.)"; .c) | split(".") | last | ascii_downcase
                      else null end)}];

def list_of($name; $env): $env[($name | ascii_upcase) + "_TABLE_ALLOWLIST"] // "" | entries;
def tables_of($name; $env): [list_of($name; $env)[].table | values];

def collisions($rows; $env):
  [$rows[] | select(.name != $db) | .name as $other
   | tables_of($other; $env) as $theirs | $theirs - ($theirs - tables_of($db; $env)) | unique[]
   | "mariadb-\($db)-connector and mariadb-\($other)-connector would both write mp_cdc.\(.): take it out of \($db | ascii_upcase)_TABLE_ALLOWLIST or \($other | ascii_upcase)_TABLE_ALLOWLIST in \($env_file)"];

def open_names($env):
  [list_of($db; $env)[] | select(.table == null) | .entry] | unique
  | map("\($db | ascii_upcase)_TABLE_ALLOWLIST has \(.): whether another database has a table of such a name too is not looked at");

. as $rows
| ($rows[] | select(.name == $db)) as $row
| ($text | read_env | defaults($row)) as $env
| ($connectors[0].config | for_the_bus($env)) as $config
| (($config | missing($env) + empty($env)) + collisions($rows; $text | read_env)) as $errors
| if $errors != [] then {errors: $errors}
  else {body: {name: $connectors[0].name, config: ($config | with_entries(.key as $key | .value |= filled($key; $env)))},
        warnings: (open_names($text | read_env)
                   + if $config != $connectors[0].config and is_plain($env)
                     then ["CONFLUENT_API_KEY is empty in \($env_file): the history's Kafka is asked without credentials"] else [] end)} end
