# What azd does not do by itself: azure.yaml calls these around its own steps. Sourced by deploy.sh.
# Variables that deploy.sh or another of its files sets or reads:
# shellcheck shell=bash disable=SC2034,SC2154

# azd has asked already, so its hooks do not.
azd_hook() {
  yes=1 command=azd
  parameters=${DUFFBEER_PARAMETERS:-$root/infra/parameters.${AZURE_ENV_NAME:?is set by azd}.json}
  need_tools
  load_parameters "$parameters"
  begin 'Sign-in' sign_in
  case ${1:-} in
    preprovision)
      begin 'Entra and the resource group' make_entra
      find_deleted_vault
      begin 'Variables of azd' set_azd_variables
      ;;
    postprovision)
      find_entra
      begin 'Secrets' make_secrets
      begin 'AWS' make_aws
      ;;
    postdeploy) begin 'Check' check_health ;;
    predown) begin 'AWS' destroy_aws ;;
    postdown)
      begin 'Entra' destroy_entra
      say_what_remains
      ;;
    *) die "azd has no hook '${1:-}' here." ;;
  esac
}

set_azd_variables() {
  local variable
  azd env set AZURE_SUBSCRIPTION_ID "$DUFFBEER_SUBSCRIPTION"
  azd env set AZURE_LOCATION "$DUFFBEER_LOCATION"
  azd env set AZURE_RESOURCE_GROUP "$DUFFBEER_NAME"
  for variable in ${!DUFFBEER_@}; do
    azd env set "$variable" "${!variable}"
  done
}
