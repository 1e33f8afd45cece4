# What the installation is ------------------------------------------------------------------------------------------------------------

variable "project" {
  description = "First part of every name."
  type        = string
  default     = "duffbeer"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,18}[a-z0-9]$", var.project))
    error_message = "project must have 2 to 20 lower-case letters, digits and dashes, and begin with a letter."
  }
}

variable "environment" {
  description = "Second part of every name, such as dev or prod."
  type        = string
  default     = "dev"

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$", var.environment))
    error_message = "environment must have 1 to 12 lower-case letters, digits and dashes, and no dash at its ends."
  }
}

variable "aws_account_id" {
  description = "Account that everything is made in, 12 digits. Credentials of another account are refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.aws_account_id))
    error_message = "aws_account_id must have 12 digits; 'aws sts get-caller-identity' shows it."
  }
}

variable "aws_region" {
  description = "Region of all resources, such as eu-central-1. Names of resources assume AWS's commercial partition."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-[0-9]$", var.aws_region)) && !startswith(var.aws_region, "cn-")
    error_message = "aws_region must be a commercial region such as eu-central-1."
  }
}

variable "tags" {
  description = "Tags of every resource, besides project, environment and managed-by."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in ["project", "environment", "managed-by"] : !contains(keys(var.tags), key)])
    error_message = "tags must not contain project, environment or managed-by, which are set here."
  }
}

# What Azure made ---------------------------------------------------------------------------------------------------------------------

variable "azure_tenant_id" {
  description = "Entra tenant whose tokens the app's role trusts. Null: the app does not run in Azure; then set trusted_principals."
  type        = string
  default     = null

  validation {
    condition     = var.azure_tenant_id == null || can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.azure_tenant_id))
    error_message = "azure_tenant_id must be a GUID in lower case."
  }

  validation {
    condition     = var.azure_tenant_id != null || length(var.trusted_principals) > 0
    error_message = "Nothing could assume the app's role. Set azure_tenant_id, or trusted_principals."
  }
}

variable "azure_audience" {
  description = "Audience (aud) of the tokens: the application id URI of the Entra app registration, such as api://duffbeer-dev."
  type        = string
  default     = null

  validation {
    condition     = var.azure_tenant_id == null || try(length(var.azure_audience) > 0 && !strcontains(var.azure_audience, "*"), false)
    error_message = "azure_audience is needed with azure_tenant_id, and has no wildcard."
  }
}

variable "azure_principal_id" {
  description = "Subject (sub) of the tokens: the object (principal) id of the app's managed identity, not its client id."
  type        = string
  default     = null

  validation {
    condition = var.azure_tenant_id == null || can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.azure_principal_id))

    error_message = "azure_principal_id must be a GUID in lower case, and is needed with azure_tenant_id."
  }
}

variable "create_oidc_provider" {
  description = "Whether to make the identity provider of the tenant. An account has one per tenant: false in every environment but one."
  type        = bool
  default     = true
}

variable "oidc_audiences" {
  description = "Audiences of other environments in this account that share the identity provider. Each role still trusts only its own."
  type        = list(string)
  default     = []
}

# Access ------------------------------------------------------------------------------------------------------------------------------

variable "trusted_principals" {
  description = "ARNs of roles and users in AWS that may assume the app's role, for an app that does not run in Azure."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.trusted_principals : can(regex("^arn:aws:iam::[0-9]{12}:(role|user)/[^*]+$", arn))])
    error_message = "trusted_principals must be ARNs of single roles or users, without wildcards."
  }
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds every role, where the organisation demands one."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary == null || can(regex("^arn:aws:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary))
    error_message = "permissions_boundary must be the ARN of a policy."
  }
}

variable "session_hours" {
  description = "Hours for which credentials of the app's role may be valid; the app renews them."
  type        = number
  default     = 1

  validation {
    condition     = var.session_hours >= 1 && var.session_hours <= 12
    error_message = "session_hours must be 1 to 12."
  }
}

# Names: buckets, database, workgroup. Other names than the default ones are settings of the app -----------------------------------------

variable "landing_bucket" {
  description = "Bucket that CSV files are uploaded to. Default: <project>-<environment>-landing-<account>."
  type        = string
  default     = null

  validation {
    condition     = var.landing_bucket == null || can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.landing_bucket))
    error_message = "landing_bucket must have 3 to 63 lower-case letters, digits and dashes."
  }
}

variable "lake_bucket" {
  description = "Bucket of tables, models and exports. Default: <project>-<environment>-lake-<account>."
  type        = string
  default     = null

  validation {
    condition     = var.lake_bucket == null || can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.lake_bucket))
    error_message = "lake_bucket must have 3 to 63 lower-case letters, digits and dashes."
  }
}

variable "results_bucket" {
  description = "Bucket of Athena's query results. Default: <project>-<environment>-results-<account>."
  type        = string
  default     = null

  validation {
    condition     = var.results_bucket == null || can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.results_bucket))
    error_message = "results_bucket must have 3 to 63 lower-case letters, digits and dashes."
  }
}

variable "database" {
  description = "Glue database of all tables. Default: <project>_<environment>, with underscores for dashes."
  type        = string
  default     = null

  validation {
    condition     = var.database == null || can(regex("^[a-z0-9_]{1,255}$", var.database))
    error_message = "database must have lower-case letters, digits and underscores only, as Athena wants it."
  }
}

variable "workgroup" {
  description = "Athena workgroup of all queries. Default: <project>-<environment>."
  type        = string
  default     = null

  validation {
    condition     = var.workgroup == null || can(regex("^[a-zA-Z0-9._-]{1,128}$", var.workgroup)) && var.workgroup != "primary"
    error_message = "workgroup must have letters, digits, dots, dashes and underscores; AWS owns the workgroup primary."
  }
}

# Data --------------------------------------------------------------------------------------------------------------------------------

variable "keep_versions_days" {
  description = "Days for which each bucket keeps replaced and deleted objects. A run reads the version that its event named."
  type        = object({ landing = optional(number, 90), lake = optional(number, 7), results = optional(number, 1) })
  default     = {}

  validation {
    condition     = alltrue([for days in values(var.keep_versions_days) : days >= 1])
    error_message = "keep_versions_days must be at least 1 for each bucket."
  }
}

variable "results_keep_days" {
  description = "Days for which Athena's results are kept. Athena can reuse a result for up to 7 days (setting Athena__ReuseMinutes)."
  type        = number
  default     = 8

  validation {
    condition     = var.results_keep_days >= 1
    error_message = "results_keep_days must be at least 1."
  }
}

variable "incomplete_upload_days" {
  description = "Days after which uploads that were never completed are deleted, such as those of a killed process."
  type        = number
  default     = 3

  validation {
    condition     = var.incomplete_upload_days >= 1
    error_message = "incomplete_upload_days must be at least 1."
  }
}

variable "delete_data" {
  description = "Whether destroy may delete buckets that are not empty, all versions of all objects included. Apply it before the destroy."
  type        = bool
  default     = false
}

variable "key_deletion_days" {
  description = "Days for which the KMS key can still be recovered after a destroy. Without the key the data cannot be read."
  type        = number
  default     = 30

  validation {
    condition     = var.key_deletion_days >= 7 && var.key_deletion_days <= 30
    error_message = "key_deletion_days must be 7 to 30."
  }
}

variable "athena_query_bytes" {
  description = "Bytes after which Athena stops a query, at least 10 MB. Default: 1 TiB, about 5 dollars."
  type        = number
  default     = 1099511627776

  validation {
    condition     = var.athena_query_bytes >= 10485760
    error_message = "athena_query_bytes must be at least 10485760, Athena's own minimum."
  }
}

# Events ------------------------------------------------------------------------------------------------------------------------------

variable "events_delivery" {
  description = "How the app learns of new objects: webhook (EventBridge calls it) or queue (it polls; no public endpoint is needed)."
  type        = string
  default     = "webhook"

  validation {
    condition     = contains(["webhook", "queue"], var.events_delivery)
    error_message = "events_delivery must be webhook or queue."
  }

  validation {
    condition     = var.events_delivery == "queue" || var.webhook_url != null
    error_message = "events_delivery webhook needs webhook_url."
  }

  validation {
    condition     = var.events_delivery == "queue" || var.webhook_client_id != null || var.webhook_key != null
    error_message = "events_delivery webhook needs webhook_client_id with webhook_client_secret, or webhook_key."
  }
}

variable "contract_prefixes" {
  description = "Prefixes of the landing bucket whose new objects are ingested: those of the contracts in use. Default: the shipped ones."
  type        = list(string)
  default = [
    "duff/orders/",
    "restaurant/currency_rates/",
    "restaurant/date_dim/",
    "restaurant/order_item_options/",
    "restaurant/order_items/",
    "restaurant/restaurant_locations/",
    "retail/orders/",
  ]

  validation {
    condition     = length(var.contract_prefixes) + length(var.more_prefixes) > 0
    error_message = "Without a prefix no object would be ingested."
  }
}

variable "more_prefixes" {
  description = "Prefixes of your own contracts, besides contract_prefixes."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for prefix in var.more_prefixes : prefix != "" && !startswith(prefix, "/")])
    error_message = "more_prefixes must not be empty or begin with a slash; S3 keys have no leading slash."
  }
}

variable "webhook_url" {
  description = "Where EventBridge sends events: https://HOST/api/events/s3."
  type        = string
  default     = null

  validation {
    condition     = var.webhook_url == null || can(regex("^https://[^/?#]+/[^?#]*$", var.webhook_url))
    error_message = "webhook_url must begin with https:// and have no query."
  }
}

variable "webhook_per_second" {
  description = "Most events per second that EventBridge sends; the others wait."
  type        = number
  default     = 50

  validation {
    condition     = var.webhook_per_second >= 1 && var.webhook_per_second <= 300
    error_message = "webhook_per_second must be 1 to 300."
  }
}

variable "webhook_client_id" {
  description = "Client id of EventBridge in Entra. It gets a token from webhook_token_endpoint for webhook_scope."
  type        = string
  default     = null

  validation {
    condition = var.webhook_client_id == null || (
      var.webhook_client_secret != null && var.webhook_token_endpoint != null && var.webhook_scope != null
    )
    error_message = "webhook_client_id needs webhook_client_secret, webhook_token_endpoint and webhook_scope."
  }
}

variable "webhook_client_secret" {
  description = "Secret of that client. It is in the state, so keep the state encrypted."
  type        = string
  default     = null
  sensitive   = true
}

variable "webhook_token_endpoint" {
  description = "Such as https://login.microsoftonline.com/TENANT/oauth2/v2.0/token."
  type        = string
  default     = null

  validation {
    condition     = var.webhook_token_endpoint == null || can(regex("^https://", var.webhook_token_endpoint))
    error_message = "webhook_token_endpoint must begin with https://."
  }
}

variable "webhook_scope" {
  description = "Scope of the token, such as api://duffbeer-dev/.default."
  type        = string
  default     = null
}

variable "webhook_key" {
  description = "API key of the scope Ingest, instead of a client of Entra. It is in the state, so keep the state encrypted."
  type        = string
  default     = null
  sensitive   = true
}

variable "queue_receives" {
  description = "How often the app may receive an event from the queue before it becomes a dead letter."
  type        = number
  default     = 10

  validation {
    condition     = var.queue_receives >= 1 && var.queue_receives <= 1000
    error_message = "queue_receives must be 1 to 1000."
  }
}

variable "queue_visibility_seconds" {
  description = "Seconds for which a received event is hidden from other readers; the app extends them while it works."
  type        = number
  default     = 120

  validation {
    condition     = var.queue_visibility_seconds >= 30 && var.queue_visibility_seconds <= 43200
    error_message = "queue_visibility_seconds must be 30 to 43200."
  }
}

variable "events_archive_days" {
  description = "Days for which EventBridge keeps the events for a replay. 0: no archive; reconcile finds lost events either way."
  type        = number
  default     = 14

  validation {
    condition     = var.events_archive_days >= 0
    error_message = "events_archive_days must not be negative."
  }
}

variable "event_bus" {
  description = "Event bus that the app may send events of ended runs to: setting Events__EventBus. It must exist."
  type        = string
  default     = "default"

  validation {
    condition     = can(regex("^[A-Za-z0-9._/-]{1,256}$", var.event_bus))
    error_message = "event_bus must be the name of a bus, not its ARN."
  }
}

variable "event_source" {
  description = "Source of these events, the only one that the app may use: setting Events__Source."
  type        = string
  default     = "duffbeer"

  validation {
    condition     = var.event_source != "" && !startswith(var.event_source, "aws.")
    error_message = "event_source must not be empty or begin with AWS's own 'aws.'."
  }
}

# Alarms and budget -------------------------------------------------------------------------------------------------------------------

variable "alarm_emails" {
  description = "Addresses that get alarms and budget notices; each must confirm the message that AWS sends. Empty: subscribe by yourself."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for address in var.alarm_emails : can(regex("^[^@ ]+@[^@ ]+$", address))])
    error_message = "alarm_emails must be addresses such as data@example.com."
  }
}

variable "backlog_minutes" {
  description = "Age in minutes of the oldest event in the queue that raises an alarm (events_delivery queue only)."
  type        = number
  default     = 15

  validation {
    condition     = var.backlog_minutes >= 1
    error_message = "backlog_minutes must be at least 1."
  }
}

variable "athena_daily_bytes" {
  description = "Bytes scanned by Athena in a day that raise an alarm. Default: 2 TiB, about 10 dollars."
  type        = number
  default     = 2199023255552

  validation {
    condition     = var.athena_daily_bytes > 0
    error_message = "athena_daily_bytes must be positive."
  }
}

variable "athena_failures" {
  description = "Failed queries within an hour that raise an alarm."
  type        = number
  default     = 3

  validation {
    condition     = var.athena_failures >= 1
    error_message = "athena_failures must be at least 1."
  }
}

variable "monthly_budget_usd" {
  description = "Monthly budget in US dollars, with notices at 80 % spent and 100 % forecast. 0: no budget."
  type        = number
  default     = 100

  validation {
    condition     = var.monthly_budget_usd >= 0
    error_message = "monthly_budget_usd must not be negative."
  }
}

variable "budget_only_tagged" {
  description = "Whether the budget counts only what has this project's tag. Activate the cost allocation tag 'project' first."
  type        = bool
  default     = false
}

# Emulator ----------------------------------------------------------------------------------------------------------------------------

variable "endpoint" {
  description = "URL that takes the place of every AWS service, for an emulator. S3 then has the bucket in the path."
  type        = string
  default     = null

  validation {
    condition     = var.endpoint == null || can(regex("^https?://[^/]+/?$", var.endpoint))
    error_message = "endpoint must be a URL such as http://127.0.0.1:4566."
  }
}
