#!/bin/bash
# runbook.sh register|restart|unregister|validate source|sink DATABASE
# runbook.sh status|pause|resume CONNECTOR
# runbook.sh list
# What make's targets do at the worker's REST API, with the variables of .env (ENV_FILE).
set -euo pipefail
cd "$(dirname "$0")/../.."
here=makefiles/runbook
env_file=${ENV_FILE:-.env}
if [ -t 1 ]; then red=$'\e[31m' green=$'\e[32m' yellow=$'\e[33m' bold=$'\e[1m' plain=$'\e[0m'
else red='' green='' yellow='' bold='' plain=''; fi

fail() { # sentence [what to do]...
    printf '%s\n' "$red$1$plain" "${@:2}" >&2
    exit 1
}

for tool in curl jq; do
    command -v $tool >/dev/null || fail "$tool is missing" "make deps installs it"
done

from_env() { # key default
    [ -f "$env_file" ] || { printf '%s' "$2"; return; }
    jq -nrj -L $here --rawfile text "$env_file" --arg key "$1" --arg default "$2" \
        'include "env"; $text | read_env | .[$key] // "" | if . == "" then $default else . end'
}

WORKER_URL=${DEBEZIUM_URL:-$(from_env DEBEZIUM_URL http://localhost:8083)}
export WORKER_URL
shown_url=$(sed -E 's#//[^/]*@#//#' <<<"$WORKER_URL")
bus=${BUS:-$(from_env BUS kafka)}
case $bus in
kafka | embedded) ;;
*) fail "BUS is $bus" "It is kafka or embedded (in $env_file or on make's line)." ;;
esac

ask() { # METHOD PATH [JSON]: sets code and answer
    local said
    said=$(printf '%s' "${3:-null}" | jq -r -f $here/curl.jq --arg method "$1" --arg path "$2" |
        curl -sS -K - --max-time 150 -w '\n%{http_code}' 2>&1) || :
    code=${said##*$'\n'}
    answer=${said%$'\n'*}
    [[ $code =~ ^[1-5][0-9][0-9]$ ]] ||
        fail "no answer from $shown_url: ${said%%$'\n'*}" \
            "Does the worker run there? DEBEZIUM_URL (in $env_file or on make's line) says where to ask."
}

message() { jq -r '.message // .' <<<"$answer" 2>/dev/null || printf '%s\n' "$answer"; }

refused() { # what: with Connect's message and the next thing to try
    local next
    case $code in
    400) next="Mend the configuration and try again; make connector-status C=$name tells what runs now." ;;
    401 | 403) next="Put the worker's user and password into DEBEZIUM_URL, as https://user:password@host." ;;
    404) next="make connectors lists what is registered." ;;
    409) next="The worker is rebalancing or busy: try again in a few seconds." ;;
    *) next="The worker's log says more; make connectors shows the state of all." ;;
    esac
    fail "$1 failed ($code): $(message)" "$next"
}

find_connector() { # source|sink DATABASE: sets name and file
    local known
    known=$(jq -r '.[].name' configs/databases.json)
    grep -qxF -- "$2" <<<"$known" ||
        fail "there is no database $2" "The databases are: ${known//$'\n'/ }"
    file=configs/sources/mariadb/$2.json
    [ "$1" = source ] || file=configs/sinks/postgres/$2.json
    name=$(jq -r .name "$file")
}

render() { # DATABASE: sets body and says what is doubtful, or says what .env lacks and ends
    local rendered
    [ -f "$env_file" ] || fail "there is no $env_file" "cp configs/.env.example $env_file and fill it in"
    rendered=$(jq -c -L $here -f $here/render.jq --arg file "$file" --slurpfile connectors "$file" \
        --arg db "$1" --rawfile text "$env_file" --arg env_file "$env_file" --arg bus "$bus" \
        configs/databases.json)
    jq -e 'has("body")' >/dev/null <<<"$rendered" ||
        fail "$(jq -r '.errors[]' <<<"$rendered")" "Nothing was sent."
    jq -r '.warnings[]' <<<"$rendered" >&2
    body=$(jq -c .body <<<"$rendered")
}

done_with() { printf '%s\n' "$green$1$plain" "${@:2}"; }

register() { # source|sink DATABASE
    find_connector "$@"
    render "$2"
    ask POST /connectors "$body"
    case $code in
    201) done_with "$name is registered." "make connector-status C=$name shows how it does." ;;
    409) fail "$name: $(message)" \
        "If it is there already, make restart-$2-$1 sends it the configuration as it is now." ;;
    *) refused "registering $name" ;;
    esac
}

restart() { # source|sink DATABASE: keeps the offsets
    find_connector "$@"
    render "$2"
    ask GET "/connectors/$name"
    [ "$code" != 404 ] || fail "$name is not registered" "make register-$2-$1 does that."
    before=$answer
    ask GET "/connectors/$name/status"
    status_before=$answer
    ask PUT "/connectors/$name/config" "$(jq -c .config <<<"$body")"
    [[ $code =~ ^20[01]$ ]] || refused "configuring $name"
    ask POST "/connectors/$name/restart?includeTasks=true&onlyFailed=true"
    [[ $code =~ ^20[024]$ ]] || refused "restarting $name"
    printf '%s\n' "$name has its configuration and is restarted where it had failed; it goes on at its offsets."
    await_restart "$answer"
}

unregister() { # source|sink DATABASE
    find_connector "$@"
    ask DELETE "/connectors/$name"
    case $code in
    204) done_with "$name is gone; its offsets stay, so that registering it again goes on there." ;;
    404) fail "$name is not registered" "make connectors lists what is." ;;
    *) refused "unregistering $name" ;;
    esac
}

validate() { # source|sink DATABASE: changes nothing
    local class
    find_connector "$@"
    render "$2"
    class=$(jq -r '.config["connector.class"]' <<<"$body")
    ask PUT "/connector-plugins/$class/config/validate" "$(jq -c '.config + {name}' <<<"$body")"
    [ "$code" = 200 ] || refused "validating $name"
    jq -e '.error_count == 0' >/dev/null <<<"$answer" ||
        fail "$name would be refused:" \
            "$(jq -r '.configs[].value | select(.errors != []) | "  \(.name): \(.errors | join(" "))"' <<<"$answer")"
    done_with "$name would be accepted as it is configured now; nothing was changed."
    jq -r --arg yellow "$yellow" --arg plain "$plain" \
        '.warnings // [] | .[] | "  \($yellow)warning:\($plain) \(.)"' <<<"$answer"
}

change_state() { # pause|resume CONNECTOR
    name=$2
    ask PUT "/connectors/$(jq -rn --arg name "$name" '$name | @uri')/$1"
    [ "$code" = 202 ] || refused "${1%e}ing $name"
    printf '%s\n' "$name: $1 is asked for."
    await_change "$1"
}

status() { # CONNECTOR
    name=$1
    ask GET "/connectors/$(jq -rn --arg name "$name" '$name | @uri')/status"
    [ "$code" = 200 ] || refused "asking for $name"
    jq -r --arg red "$red" --arg green "$green" --arg bold "$bold" --arg plain "$plain" \
        -f $here/status.jq <<<"$answer"
}

list() {
    ask GET '/connectors?expand=status&expand=info'
    [ "$code" = 200 ] || refused "listing the connectors"
    local all=$answer offsets='{}'
    ask GET '/connectors?expand=info' # Kafka Connect leaves out who has no status, where that is asked for
    [ "$code" = 200 ] || refused "listing the connectors"
    all=$(jq -sc '.[0] * .[1]' <<<"$answer$all")
    while IFS= read -r name; do
        ask GET "/connectors/$(jq -rn --arg name "$name" '$name | @uri')/offsets"
        [ "$code" != 200 ] ||
            offsets=$(jq -c --arg name "$name" --argjson all "$offsets" '$all + {($name): .}' <<<"$answer")
    done < <(jq -r 'to_entries[] | select(.value.info.type == "source") | .key' <<<"$all")
    jq -r --argjson offsets "$offsets" -f $here/table.jq <<<"$all" | column -t -s $'\t' |
        sed -E "1s/.*/$bold&$plain/; s/\\b(FAILED)\\b/$red\\1$plain/g; s/\\b(RUNNING)\\b/$green\\1$plain/g"
    jq -e '[.[].status | .connector?.state, .tasks[]?.state] | index("FAILED") | not' >/dev/null <<<"$all"
}

. $here/await.sh

case ${1:-} in
register | restart | unregister | validate) "$@" ;;
pause | resume) change_state "$@" ;;
status | list) "$@" ;;
*) sed -n '2,5s/^# //p' "$here/runbook.sh" >&2; exit 2 ;;
esac
