# .env: KEY=value lines. A value is taken as it stands: no escapes, no variables, no comment after it.
# Blanks around it go, and one pair of quotes around the whole of it.
def unquoted:
  if test("^\".*\"$") or test("^'.*'$") then .[1:-1] else . end;

def read_env:
  [ltrimstr("\ufeff") | split("\n")[]
   | rtrimstr("\r")
   | capture("^\\s*(?:export\\s+)?(?<key>[A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(?<value>.*?)\\s*$"; "s")
   | {key, value: (.value | unquoted)}]
  | from_entries;
