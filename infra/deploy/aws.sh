# The AWS part: Terraform over a copy of infra/aws, so that state and backend of each environment stay apart. Sourced by deploy.sh.
# Variables that deploy.sh or another of its files sets or reads:
# shellcheck shell=bash disable=SC2034,SC2154

tf() { TF_DATA_DIR="$work/data" TF_IN_AUTOMATION=1 terraform -chdir="$work/aws" "$@"; }

# The client secret goes to Terraform by the environment, not by a file or an argument.
prepare_aws() {
  local none=00000000-0000-0000-0000-000000000000
  find_principal
  DUFFBEER_PRINCIPAL_ID=${DUFFBEER_PRINCIPAL_ID:-$none}
  DUFFBEER_AUDIENCE=${DUFFBEER_AUDIENCE:-api://$none}
  unset TF_VAR_webhook_client_secret
  if uses_webhook; then
    export TF_VAR_webhook_client_secret=none
    DUFFBEER_WEBHOOK_CLIENT_ID=${DUFFBEER_WEBHOOK_CLIENT_ID:-$none}
    if [[ $DUFFBEER_PRINCIPAL_ID != "$none" ]]; then
      TF_VAR_webhook_client_secret=$(get_secret eventbridge-client-secret 2> "$work/error" || echo none)
    fi
  fi
  export DUFFBEER_PRINCIPAL_ID DUFFBEER_AUDIENCE DUFFBEER_WEBHOOK_CLIENT_ID
  rm -rf "$work/aws"
  cp -R "$root/infra/aws" "$work/aws"
  rm -rf "$work/aws/.terraform"
  backend > "$work/aws/backend.tf"
  # After Azure is gone, a second destroy still knows the ids of the last run.
  if [[ $DUFFBEER_PRINCIPAL_ID != "$none" || $command != destroy || ! -f $work/variables.tfvars.json ]]; then
    node "$root/infra/deploy/parameters.mjs" tfvars "$parameters" > "$work/variables.tfvars.json"
  fi
  tf init -input=false -reconfigure > "$work/init.log" || { cat "$work/init.log" >&2; return 1; }
}

backend() {
  if [[ -n $DUFFBEER_STATE_BUCKET ]]; then
    cat <<TEXT
terraform {
  backend "s3" {
    bucket       = "$DUFFBEER_STATE_BUCKET"
    key          = "$DUFFBEER_NAME/terraform.tfstate"
    region       = "$DUFFBEER_AWS_REGION"
    encrypt      = true
    use_lockfile = true
  }
}
TEXT
  else
    printf 'terraform {\n  backend "local" {\n    path = "%s/terraform.tfstate"\n  }\n}\n' "$work"
  fi
}

show_aws() {
  prepare_aws
  [[ $DUFFBEER_PRINCIPAL_ID != 00000000-* ]] || say 'The ids of Azure are not known yet: the plan shows zeros for them.'
  tf plan -input=false -var-file="$work/variables.tfvars.json"
}

make_aws() {
  prepare_aws
  [[ $DUFFBEER_PRINCIPAL_ID != 00000000-* ]] || die "The identity $DUFFBEER_NAME-app is missing; the step 'Azure' makes it."
  if uses_webhook && [[ $TF_VAR_webhook_client_secret == none ]]; then
    cat "$work/error" >&2
    die "The secret eventbridge-client-secret of the vault $DUFFBEER_VAULT cannot be read; the step 'Secrets' makes it."
  fi
  local changes=0
  # The plan holds the client secret, so it goes even if the run is interrupted.
  trap 'rm -f "$work/plan"' EXIT
  tf plan -input=false -var-file="$work/variables.tfvars.json" -out="$work/plan" -detailed-exitcode || changes=$?
  case $changes in
    0) say 'AWS is as it should be.' ;;
    2)
      confirm 'Make these changes in AWS?'
      tf apply -input=false "$work/plan"
      ;;
    *) return "$changes" ;;
  esac
  rm -f "$work/plan"
}

destroy_aws() {
  find_entra
  prepare_aws
  local with=(-input=false -auto-approve -var-file="$work/variables.tfvars.json")
  if [[ -n ${delete_data:-} ]]; then
    # Buckets that are not empty are deleted only if their own state says so.
    tf apply "${with[@]}" -var delete_data=true -target=module.lake
    tf destroy "${with[@]}" -var delete_data=true
  else
    # The data can be read with the key and the catalog, and the key's policy names the app's role, so all of them stay.
    tf destroy "${with[@]}" -target=module.events -target=module.watch
  fi
}
