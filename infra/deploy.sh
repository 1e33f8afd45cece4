#!/usr/bin/env bash
# Makes DuffBeer's Azure and AWS parts from one parameters file. docs/guide/azure.md explains each step.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=infra/deploy/common.sh
source "$root/infra/deploy/common.sh"
# shellcheck source=infra/deploy/azure.sh
source "$root/infra/deploy/azure.sh"
# shellcheck source=infra/deploy/secrets.sh
source "$root/infra/deploy/secrets.sh"
# shellcheck source=infra/deploy/aws.sh
source "$root/infra/deploy/aws.sh"
# shellcheck source=infra/deploy/azd.sh
source "$root/infra/deploy/azd.sh"

usage() {
  cat <<'TEXT'
Usage: infra/deploy.sh plan|up|destroy PARAMETERS [--yes] [--delete-data]

  plan      shows what would change, and changes nothing
  up        makes or updates everything; it asks before each change, and can be repeated
  destroy   removes it, except for the data in S3 and the deleted vault, which can be recovered

  PARAMETERS      a JSON file; copy infra/parameters.sample.json
  --yes           does not ask, for automation
  --delete-data   destroy also deletes the buckets with all their data

The commands az, terraform, dotnet, node and curl must be installed, az signed in, and credentials for AWS in the environment.
TEXT
}

plan() {
  begin 'Sign-in' sign_in
  begin 'Entra' show_entra
  begin 'Azure' show_azure
  begin 'AWS' show_aws
  say "Nothing was changed. To make it: infra/deploy.sh up $parameters"
}

up() {
  begin 'Sign-in' sign_in
  begin 'Entra and the resource group' make_entra
  begin 'Azure' make_azure
  begin 'Secrets' make_secrets
  # Before the code: the host starts only if the role opens the buckets.
  begin 'AWS' make_aws
  begin 'Code' publish_code
  begin 'Check' check_health
  say "DuffBeer runs at https://$DUFFBEER_HOST"
  say "Your API key: az keyvault secret show --vault-name $DUFFBEER_VAULT --name api-key-operator --query value --output tsv"
  say "Upload CSVs to s3://${DUFFBEER_LANDING_BUCKET:-$DUFFBEER_NAME-landing-$DUFFBEER_AWS_ACCOUNT}/duff/orders/"
}

destroy() {
  begin 'Sign-in' sign_in
  confirm_destroy
  begin 'AWS' destroy_aws
  begin 'Azure' destroy_azure
  begin 'Entra' destroy_entra
  say_what_remains
}

command=${1:-}
case $command in
  plan | up | destroy) shift ;;
  azd) shift; azd_hook "$@"; exit ;;
  -h | --help | help) usage; exit 0 ;;
  '') usage >&2; exit 2 ;;
  *) usage_error "There is no command '$command'." ;;
esac

parameters='' yes='' delete_data=''
for argument in "$@"; do
  case $argument in
    --yes) yes=1 ;;
    --delete-data) delete_data=1 ;;
    -*) usage_error "There is no option '$argument'." ;;
    *) [[ -z $parameters ]] || usage_error "There is one parameters file, not also '$argument'."; parameters=$argument ;;
  esac
done
[[ -n $parameters ]] || usage_error 'Name the parameters file.'
[[ -z $delete_data || $command == destroy ]] || usage_error '--delete-data belongs to destroy.'

need_tools
load_parameters "$parameters"
"$command"
