# Secrets: generated once into the vault, never shown, never in a file that stays. Sourced by deploy.sh.
# Variables that deploy.sh or another of its files sets or reads:
# shellcheck shell=bash disable=SC2034,SC2154

make_secrets() {
  list_secrets
  need_secret hash-key random_secret
  need_api_key
  if uses_webhook; then need_client_secret; fi
  refresh_references
}

# Names and ends of the secrets; a new role takes some minutes to open the vault.
list_secrets() {
  local try
  for ((try = 1; try <= 20; try++)); do
    if secrets=$(azs keyvault secret list --vault-name "$DUFFBEER_VAULT" \
      --query '[].[name, attributes.expires]' --output tsv 2> "$work/error"); then return 0; fi
    ((try < 20)) && { ((try > 1)) || say 'The vault does not open yet; a new role takes some minutes.'; pause 15; }
  done
  cat "$work/error" >&2
  return 1
}

has_secret() { grep -q "^$1"$'\t' <<< "$secrets" || grep -qx "$1" <<< "$secrets"; }

random_secret() { node -e "process.stdout.write(require('crypto').randomBytes(32).toString('base64url'))"; }

sha256() {
  node -e "process.stdout.write(require('crypto').createHash('sha256').update(require('fs').readFileSync(0)).digest('hex'))"
}

# Puts standard input into the vault. The file is readable for this user alone and is deleted at once.
put_secret() {
  local file
  file=$(umask 077 && mktemp)
  cat > "$file"
  if [[ -s $file ]] && azs keyvault secret set --vault-name "$DUFFBEER_VAULT" --name "$1" --file "$file" --encoding utf-8 \
    "${@:2}" --output none; then
    rm -f "$file"
    say "$1: made"
  else
    rm -f "$file"
    return 1
  fi
}

get_secret() { azs keyvault secret show --vault-name "$DUFFBEER_VAULT" --name "$1" --query value --output tsv; }

need_secret() {
  if has_secret "$1"; then say "$1: is there"
  else "$2" | put_secret "$1"; fi
}

# The app knows only the hash.
need_api_key() {
  need_secret api-key-operator random_secret
  if has_secret api-key-operator-sha256; then say 'api-key-operator-sha256: is there'
  else
    get_secret api-key-operator | tr -d '\r\n' | sha256 | put_secret api-key-operator-sha256
  fi
}

# EventBridge signs in with it. It ends after a year; in its last month 'up' makes the next one.
need_client_secret() {
  local name=eventbridge-client-secret expires secret
  expires=$(awk -F '\t' -v name="$name" '$1 == name { print substr($2, 1, 10) }' <<< "$secrets")
  if has_secret "$name" && [[ -z $expires || $expires > $(day 30) ]]; then
    say "$name: is there"
    return
  fi
  secret=$(retry az ad app credential reset --id "$DUFFBEER_WEBHOOK_CLIENT_ID" --append --display-name eventbridge \
    --end-date "$(day 365)" --query password --output tsv)
  printf '%s' "$secret" | put_secret "$name" --expires "$(day 365)T00:00:00Z"
}

# The date in so many days.
day() { node -p "new Date(Date.now() + $1 * 864e5).toISOString().slice(0, 10)"; }

# References to secrets that did not exist when the settings were written are read again.
refresh_references() {
  local app="/subscriptions/$DUFFBEER_SUBSCRIPTION/resourceGroups/$DUFFBEER_NAME/providers/Microsoft.Web/sites/$DUFFBEER_APP"
  az rest --method post --url "$app/config/configreferences/appsettings/refresh?api-version=2022-03-01" --output none
}
