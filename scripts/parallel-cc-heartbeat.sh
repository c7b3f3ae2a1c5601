#!/bin/sh
# The heartbeat hook under the name that older settings know. `parallel-cc install --hooks` names the program directly.
# A hook must never fail: whatever is missing, the status is 0 and nothing is printed.
case $0 in
    */*) hook=${0%/*}/parallel-cc-heartbeat ;;
    *) hook=./parallel-cc-heartbeat ;;
esac
[ -x "$hook" ] || hook=parallel-cc-heartbeat
{ "$hook" || :; } >/dev/null 2>&1
exit 0
