# Names are made of project, environment and account alone, so that the Azure part can know them before this part is applied. For the same
# reason policies name ARNs as text: a plan shows every policy in full.
locals {
  prefix      = "${var.project}-${var.environment}"
  is_emulated = var.endpoint != null

  tags = merge(var.tags, {
    project     = var.project
    environment = var.environment
    managed-by  = "terraform"
  })

  buckets = {
    landing = coalesce(var.landing_bucket, "${local.prefix}-landing-${var.aws_account_id}")
    lake    = coalesce(var.lake_bucket, "${local.prefix}-lake-${var.aws_account_id}")
    results = coalesce(var.results_bucket, "${local.prefix}-results-${var.aws_account_id}")
  }
  database  = coalesce(var.database, replace(local.prefix, "-", "_"))
  workgroup = coalesce(var.workgroup, local.prefix)

  is_queue          = var.events_delivery == "queue"
  rule              = "${local.prefix}-landing"
  redrive_rule      = "${local.prefix}-redrive"
  destination       = "${local.prefix}-webhook"
  queue             = "${local.prefix}-events"
  dead_letter_queue = "${local.prefix}-dead-letters"
  topic             = "${local.prefix}-alarms"

  account_arn  = "arn:aws:iam::${var.aws_account_id}"
  app_role_arn = "${local.account_arn}:role/${local.prefix}-app"
  events_arn   = "arn:aws:events:${var.aws_region}:${var.aws_account_id}"
  sqs_arn      = "arn:aws:sqs:${var.aws_region}:${var.aws_account_id}"
  rule_arns    = [for rule in [local.rule, local.redrive_rule] : "${local.events_arn}:rule/${rule}"]
}

module "access" {
  source = "./modules/access"

  prefix               = local.prefix
  aws_account_id       = var.aws_account_id
  aws_region           = var.aws_region
  permissions_boundary = var.permissions_boundary

  azure_tenant_id       = var.azure_tenant_id
  azure_audience        = var.azure_audience
  azure_principal_id    = var.azure_principal_id
  create_oidc_provider  = var.create_oidc_provider
  oidc_audiences        = var.oidc_audiences
  trusted_principals    = var.trusted_principals
  session_hours         = var.session_hours
  buckets               = local.buckets
  database              = local.database
  workgroup             = local.workgroup
  event_bus             = var.event_bus
  event_source          = var.event_source
  queue                 = local.is_queue ? local.queue : null
  destination           = local.is_queue ? null : local.destination
  destination_rule_arns = local.rule_arns
}

module "lake" {
  source = "./modules/lake"

  prefix         = local.prefix
  aws_account_id = var.aws_account_id
  buckets        = local.buckets
  database       = local.database
  workgroup      = local.workgroup
  app_role_arn   = local.app_role_arn

  keep_versions_days     = var.keep_versions_days
  results_keep_days      = var.results_keep_days
  incomplete_upload_days = var.incomplete_upload_days
  athena_query_bytes     = var.athena_query_bytes
  key_deletion_days      = var.key_deletion_days
  delete_data            = var.delete_data

  # KMS refuses a key policy that names a role which does not exist.
  depends_on = [module.access]
}

module "events" {
  source = "./modules/events"

  prefix             = local.prefix
  events_arn         = local.events_arn
  sqs_arn            = local.sqs_arn
  landing_bucket     = local.buckets.landing
  object_prefixes    = concat(var.contract_prefixes, var.more_prefixes)
  rule               = local.rule
  redrive_rule       = local.redrive_rule
  queue              = local.is_queue ? local.queue : null
  dead_letter_queue  = local.dead_letter_queue
  key_arn            = module.lake.key_arn
  archive_days       = var.events_archive_days
  queue_receives     = var.queue_receives
  visibility_seconds = var.queue_visibility_seconds

  webhook = local.is_queue ? null : {
    destination    = local.destination
    url            = var.webhook_url
    role_arn       = "${local.account_arn}:role/${local.prefix}-events"
    per_second     = var.webhook_per_second
    client_id      = var.webhook_client_id
    token_endpoint = var.webhook_token_endpoint
    scope          = var.webhook_scope
  }
  webhook_client_secret = var.webhook_client_secret
  webhook_key           = var.webhook_key

  # EventBridge refuses a target whose role does not exist.
  depends_on = [module.access]
}

module "watch" {
  source = "./modules/watch"

  project           = var.project
  prefix            = local.prefix
  aws_account_id    = var.aws_account_id
  aws_region        = var.aws_region
  topic             = local.topic
  key_arn           = module.lake.key_arn
  emails            = var.alarm_emails
  rules             = [local.rule, local.redrive_rule]
  queue             = local.is_queue ? local.queue : null
  dead_letter_queue = local.dead_letter_queue
  workgroup         = local.workgroup
  buckets           = local.buckets

  backlog_minutes    = var.backlog_minutes
  athena_daily_bytes = var.athena_daily_bytes
  athena_failures    = var.athena_failures
  monthly_budget_usd = var.monthly_budget_usd
  budget_only_tagged = var.budget_only_tagged
}
