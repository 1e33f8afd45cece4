# Sign-in, Entra applications, the resource group, Bicep, code. Sourced by deploy.sh.
# Variables that deploy.sh or another of its files sets or reads:
# shellcheck shell=bash disable=SC2034,SC2154

azs() { az "$@" --subscription "$DUFFBEER_SUBSCRIPTION"; }

sign_in() {
  local user kind
  DUFFBEER_TENANT=$(azs account show --query tenantId --output tsv) \
    || die "az is not signed in, or does not see the subscription $DUFFBEER_SUBSCRIPTION. Run: az login"
  kind=$(azs account show --query user.type --output tsv)
  if [[ $kind == servicePrincipal ]]; then
    user=$(azs account show --query user.name --output tsv)
    DUFFBEER_OPERATOR_ID=$(az ad sp show --id "$user" --query id --output tsv)
    DUFFBEER_OPERATOR_TYPE=ServicePrincipal
  else
    DUFFBEER_OPERATOR_ID=$(az ad signed-in-user show --query id --output tsv)
    DUFFBEER_OPERATOR_TYPE=User
  fi
  export DUFFBEER_TENANT DUFFBEER_OPERATOR_ID DUFFBEER_OPERATOR_TYPE
  say "Subscription $DUFFBEER_SUBSCRIPTION, tenant $DUFFBEER_TENANT, AWS account $DUFFBEER_AWS_ACCOUNT in $DUFFBEER_AWS_REGION"
  say "Resource group $DUFFBEER_NAME, function app $DUFFBEER_APP, vault $DUFFBEER_VAULT"
}

# Entra ---------------------------------------------------------------------------------------------------------------------------
# The API's application is the audience of tokens: of the identity for AWS, and of EventBridge for the webhook. Bicep's extension for
# Microsoft Graph would be downloaded at each compile, so az makes the applications.

client_name() { echo "$DUFFBEER_NAME-eventbridge"; }
uses_webhook() { [[ $DUFFBEER_EVENTS == webhook ]]; }

find_application() {
  local found
  found=$(az ad app list --filter "displayName eq '$1'" --query '[].appId' --output tsv)
  [[ $found != *$'\n'* ]] || die "The tenant has several applications named $1. Delete those that are not in use."
  printf '%s' "$found"
}

find_entra() {
  local api
  api=$(find_application "$DUFFBEER_NAME")
  DUFFBEER_AUDIENCE=${api:+api://$api}
  DUFFBEER_WEBHOOK_CLIENT_ID=''
  if uses_webhook; then DUFFBEER_WEBHOOK_CLIENT_ID=$(find_application "$(client_name)"); fi
  export DUFFBEER_AUDIENCE DUFFBEER_WEBHOOK_CLIENT_ID
}

show_entra() {
  find_entra
  say "Application $DUFFBEER_NAME: ${DUFFBEER_AUDIENCE:-would be made}"
  if uses_webhook; then say "Application $(client_name): ${DUFFBEER_WEBHOOK_CLIENT_ID:-would be made}"; fi
}

group_exists() { [[ $(azs group exists --name "$DUFFBEER_NAME") == true ]]; }

make_entra() {
  find_entra
  local new=()
  [[ -n $DUFFBEER_AUDIENCE ]] || new+=("the application $DUFFBEER_NAME in Entra")
  if uses_webhook && [[ -z $DUFFBEER_WEBHOOK_CLIENT_ID ]]; then new+=("the application $(client_name) in Entra"); fi
  group_exists || new+=("the resource group $DUFFBEER_NAME in $DUFFBEER_LOCATION")
  if ((${#new[@]} > 0)); then
    say 'These would be made:'
    printf '  - %s\n' "${new[@]}"
    confirm 'Make them?'
  else
    say 'All are there.'
  fi

  [[ -n $DUFFBEER_AUDIENCE ]] || DUFFBEER_AUDIENCE="api://$(make_application "$DUFFBEER_NAME")"
  # Each time, because an earlier try may have stopped between the two.
  retry az ad app update --id "${DUFFBEER_AUDIENCE#api://}" --identifier-uris "$DUFFBEER_AUDIENCE" --output none
  need_principal "${DUFFBEER_AUDIENCE#api://}"
  if uses_webhook; then
    [[ -n $DUFFBEER_WEBHOOK_CLIENT_ID ]] || DUFFBEER_WEBHOOK_CLIENT_ID=$(make_application "$(client_name)")
    need_principal "$DUFFBEER_WEBHOOK_CLIENT_ID"
  fi
  azs group create --name "$DUFFBEER_NAME" --location "$DUFFBEER_LOCATION" \
    --tags "project=$DUFFBEER_PROJECT" "environment=$DUFFBEER_ENVIRONMENT" --output none
}

make_application() { az ad app create --display-name "$1" --sign-in-audience AzureADMyOrg --query appId --output tsv; }

# Tokens are issued for applications that have a service principal in the tenant.
need_principal() {
  local found
  found=$(az ad sp list --filter "appId eq '$1'" --query '[].id' --output tsv)
  [[ -n $found ]] || retry az ad sp create --id "$1" --output none
}

# Bicep ---------------------------------------------------------------------------------------------------------------------------

find_deleted_vault() {
  local found
  found=$(azs keyvault list-deleted --query "[?name=='$DUFFBEER_VAULT'].name" --output tsv)
  export DUFFBEER_RECOVER_VAULT=false
  [[ -z $found ]] || export DUFFBEER_RECOVER_VAULT=true
}

show_azure() {
  # A plan before the first 'up' has no ids yet; they only fill settings and do not change what is made.
  local none=00000000-0000-0000-0000-000000000000
  DUFFBEER_AUDIENCE=${DUFFBEER_AUDIENCE:-api://$none}
  if uses_webhook; then DUFFBEER_WEBHOOK_CLIENT_ID=${DUFFBEER_WEBHOOK_CLIENT_ID:-$none}; fi
  if ! group_exists; then
    say "The resource group $DUFFBEER_NAME would be made, and in it all resources of infra/azure/main.bicep."
    return
  fi
  find_deleted_vault
  azs deployment group what-if --resource-group "$DUFFBEER_NAME" --parameters "$root/infra/azure/main.bicepparam"
}

make_azure() {
  show_azure
  confirm 'Make these changes in Azure?'
  azs deployment group create --resource-group "$DUFFBEER_NAME" --name duffbeer \
    --parameters "$root/infra/azure/main.bicepparam" --output none
}

find_principal() {
  DUFFBEER_PRINCIPAL_ID=''
  if group_exists; then
    DUFFBEER_PRINCIPAL_ID=$(azs identity list --resource-group "$DUFFBEER_NAME" \
      --query "[?name=='$DUFFBEER_NAME-app'].principalId" --output tsv)
  fi
  export DUFFBEER_PRINCIPAL_ID
}

# Code ----------------------------------------------------------------------------------------------------------------------------

publish_code() {
  confirm "Publish the code to $DUFFBEER_APP?"
  rm -rf "$work/publish" "$work/publish.zip"
  dotnet publish "$root/src/DuffBeer.Functions" --configuration Release --output "$work/publish"
  # Flex Consumption runs on Linux x64; DuckDB's libraries for other systems would only make every start slower.
  local runtime
  for runtime in "$work"/publish/runtimes/*; do
    [[ $runtime == */linux-x64 || $runtime == */linux || $runtime == */unix ]] || rm -rf "$runtime"
  done
  dotnet msbuild "$root/infra/deploy/zip.proj" -nologo "-p:Folder=$work/publish" "-p:File=$work/publish.zip"
  azs functionapp deployment source config-zip --resource-group "$DUFFBEER_NAME" --name "$DUFFBEER_APP" \
    --src "$work/publish.zip" --output none
}

check_health() {
  local url="https://$DUFFBEER_HOST/api/health/ready" try
  for ((try = 1; try <= 30; try++)); do
    if curl --fail --silent --max-time 60 --output "$work/health.json" "$url"; then
      say "Ready: $url"
      return
    fi
    ((try < 30)) && pause 10
  done
  warn "$url does not answer 200. It names what is not ready:"
  curl --silent --max-time 60 "$url" >&2 || true
  warn ''
  warn "Why a host does not start is in its log: az monitor log-analytics query, table FunctionAppLogs (docs/guide/azure.md)."
  return 1
}

# Destroy -------------------------------------------------------------------------------------------------------------------------

confirm_destroy() {
  say ''
  say "This removes $DUFFBEER_NAME: the function app with its task hub and logs, alerts, event rules and Entra applications."
  if [[ -n ${delete_data:-} ]]; then say 'It also deletes the buckets with ALL their data, in every version.'
  else say 'The buckets and their data stay. --delete-data deletes them too.'; fi
  [[ -z ${yes:-} ]] || return 0
  local answer=''
  printf 'Type %s to go on: ' "$DUFFBEER_NAME"
  read -r answer || true
  [[ $answer == "$DUFFBEER_NAME" ]] || { say ''; say 'Nothing was changed.'; exit 3; }
}

destroy_azure() {
  if group_exists; then azs group delete --name "$DUFFBEER_NAME" --yes
  else say "There is no resource group $DUFFBEER_NAME."; fi
}

destroy_entra() {
  local name id
  for name in "$(client_name)" "$DUFFBEER_NAME"; do
    id=$(find_application "$name")
    [[ -z $id ]] || az ad app delete --id "$id"
  done
}

say_what_remains() {
  say ''
  say 'What remains:'
  say "  - the vault $DUFFBEER_VAULT, deleted but recoverable for 90 days; the next 'up' recovers it with its secrets"
  say '  - the two Entra applications among the deleted ones, for 30 days'
  if [[ -n ${delete_data:-} ]]; then say '  - the KMS key, which AWS deletes after its waiting period'
  else
    say "  - in AWS: the buckets with their data, their KMS key, the catalog, the workgroup and the app's role, which costs storage;"
    say "    infra/deploy.sh destroy $parameters --delete-data removes them"
  fi
  [[ -n $DUFFBEER_STATE_BUCKET ]] || say "  - the state of Terraform: ${work#"$root/"}/terraform.tfstate"
}
