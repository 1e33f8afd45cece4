# Every stand-in: records its call, keeps its state in files, and fails where the test says so.
# shellcheck shell=bash
set -euo pipefail
state=$STAND_INS/state
mkdir -p "$state/apps" "$state/principals" "$state/secrets"
name=$(basename "$0")
printf '%s %s\n' "$name" "$*" >> "$STAND_INS/calls"

refuse() {
  printf '%s: %s\n' "$name" "$1" >&2
  exit "${2:-1}"
}

if [[ -f $STAND_INS/fail ]] && [[ "$name $*" == $(cat "$STAND_INS/fail")* ]]; then refuse 'the test makes this call fail'; fi

words=()
for word in "$@"; do
  [[ $word == -* ]] && break
  words+=("$word")
done

option() {
  local wanted=$1 previous=''
  for word in "${all[@]}"; do
    [[ $previous == "$wanted" ]] && { printf '%s' "$word"; return; }
    previous=$word
  done
  refuse "the following arguments are required: $wanted" 2
}
all=("$@")

# Refuses options that the real command does not have.
allow() {
  for word in "${all[@]}"; do
    [[ $word != --* ]] && continue
    [[ " $* " == *" $word "* ]] || refuse "unrecognized arguments: $word" 2
  done
}
