# Words, questions, tools and parameters. Sourced by deploy.sh.
# Variables that deploy.sh or another of its files sets or reads:
# shellcheck shell=bash disable=SC2034,SC2154

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }

die() {
  warn "$*"
  exit 1
}

usage_error() {
  warn "$*"
  usage >&2
  exit 2
}

step=''

# Runs one step. If it fails, the message says what to do next.
begin() {
  step=$1
  say ''
  say "== $step"
  trap 'stopped' ERR
  set -E
  "$2"
}

stopped() {
  local code=$?
  trap - ERR
  warn ''
  warn "Stopped in the step '$step'; later steps did not run. When the cause is removed, run the same command again:"
  if [[ $command == azd ]]; then warn '  azd up'; else warn "  infra/deploy.sh $command $parameters"; fi
  warn 'Steps that are done are found done.'
  exit "$code"
}

confirm() {
  [[ -z ${yes:-} ]] || return 0
  local answer=''
  printf '%s [y/N] ' "$1"
  read -r answer || true
  [[ $answer == [yY] || $answer == [yY][eE][sS] ]] || {
    trap - ERR
    say ''
    say "Stopped before the step '$step'. Nothing of it was changed."
    exit 3
  }
}

need_tools() {
  local tool missing=()
  for tool in az terraform dotnet node curl; do
    command -v "$tool" > /dev/null || missing+=("$(where_to_get "$tool")")
  done
  ((${#missing[@]} == 0)) && return
  warn 'These tools are missing:'
  printf '  - %s\n' "${missing[@]}" >&2
  exit 2
}

where_to_get() {
  case $1 in
    az) echo 'az 2.70 or later: https://learn.microsoft.com/cli/azure/install-azure-cli' ;;
    terraform) echo 'terraform 1.10 or later: https://developer.hashicorp.com/terraform/install' ;;
    dotnet) echo 'dotnet, the .NET 10 SDK: https://dotnet.microsoft.com/download' ;;
    node) echo 'node 20 or later: https://nodejs.org/' ;;
    curl) echo 'curl: a package of your system' ;;
  esac
}

# Everything that later steps read is in variables DUFFBEER_*, which main.bicepparam reads too.
load_parameters() {
  local values
  values=$(node "$root/infra/deploy/parameters.mjs" shell "$1") || exit 2
  eval "$values"
  local package=Microsoft.Azure.Functions.Worker.Extensions.DurableTask.AzureManaged
  local project=src/DuffBeer.Functions/DuffBeer.Functions.csproj
  if [[ $DUFFBEER_DURABLE_TASK_SCHEDULER == true ]] && ! grep -qs "$package" "$root/$project"; then
    warn "azure.durableTaskScheduler needs the package $package in $project; without it the host does not start."
    exit 2
  fi
  work="$root/infra/.deploy/$DUFFBEER_NAME"
  # The state of Terraform in it holds a secret.
  (umask 077 && mkdir -p "$work")
}

# A new object of Entra is not visible everywhere at once.
retry() {
  local try
  for ((try = 1; try < 6; try++)); do
    "$@" 2> "$work/error" && return
    pause 10
  done
  "$@"
}

# Waits between tries; tests set it to 0.
pause() { sleep "${DUFFBEER_PAUSE_SECONDS:-$1}"; }
