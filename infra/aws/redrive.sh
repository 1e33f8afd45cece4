#!/usr/bin/env bash
# Sends the dead letters of an installation to the app again, by the same way as new events.
#
#   infra/aws/redrive.sh PROJECT-ENVIRONMENT [--dry-run]
#
# Needs the AWS command line with credentials of the account and AWS_REGION, and jq. A dead letter is deleted only after EventBridge has
# taken its event, so the command can be stopped and started again at any time; an event that arrives twice starts no second run.
set -euo pipefail

usage() {
  echo "Usage: $0 PROJECT-ENVIRONMENT [--dry-run], for example: $0 duffbeer-prod" >&2
  exit 2
}

[[ $# -ge 1 && $# -le 2 && $1 != -* ]] || usage
readonly installation=$1
dry_run=false
if [[ $# -eq 2 ]]; then
  [[ $2 == --dry-run ]] || usage
  dry_run=true
fi

for tool in aws jq; do
  command -v "$tool" > /dev/null || { echo "$0 needs '$tool' on the PATH." >&2; exit 1; }
done

queue=$(aws sqs get-queue-url --queue-name "$installation-dead-letters" --query QueueUrl --output text)
waiting=$(aws sqs get-queue-attributes --queue-url "$queue" --attribute-names ApproximateNumberOfMessages \
  --query Attributes.ApproximateNumberOfMessages --output text)
echo "About $waiting dead letters are in $installation-dead-letters."
if $dry_run; then
  exit 0
fi

sent=0 left=0
while true; do
  # Hidden for ten minutes: a letter that is left is not received a second time by this command.
  batch=$(aws sqs receive-message --queue-url "$queue" --max-number-of-messages 10 --visibility-timeout 600 --wait-time-seconds 1 \
    --output json)
  [[ -n $batch && $(jq '.Messages | length' <<< "$batch") -gt 0 ]] || break

  # The body is the event; one without the detail of an object is not S3's, and stays.
  while IFS= read -r message; do
    entry=$(jq -c --arg source "$installation.redrive" '
      try (.Body | fromjson | .detail | select(.bucket.name and .object.key)
        | [{Source: $source, DetailType: "Object Created", Detail: tojson}]) catch empty' <<< "$message")
    if [[ -z $entry ]]; then
      echo "Left: the message $(jq -r .MessageId <<< "$message") is not an event of a new object." >&2
      left=$((left + 1))
      continue
    fi

    failed=$(aws events put-events --entries "$entry" --query FailedEntryCount --output text)
    if [[ $failed != 0 ]]; then
      echo "Left: EventBridge refused the message $(jq -r .MessageId <<< "$message")." >&2
      left=$((left + 1))
      continue
    fi

    aws sqs delete-message --queue-url "$queue" --receipt-handle "$(jq -r .ReceiptHandle <<< "$message")"
    sent=$((sent + 1))
  done < <(jq -c '.Messages[]' <<< "$batch")
done

echo "Sent again: $sent. Left: $left."
[[ $left -eq 0 ]]
