variable "prefix" {
  description = "Beginning of every role's name."
  type        = string
}

variable "aws_account_id" {
  description = "Account of all resources."
  type        = string
}

variable "aws_region" {
  description = "Region of all resources."
  type        = string
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds every role; null: none."
  type        = string
}

variable "azure_tenant_id" {
  description = "Entra tenant whose tokens the app's role trusts; null: none."
  type        = string
}

variable "azure_audience" {
  description = "The tokens' aud."
  type        = string
}

variable "azure_principal_id" {
  description = "The tokens' sub: the object id of the app's managed identity."
  type        = string
}

variable "create_oidc_provider" {
  description = "Whether to make the identity provider of the tenant; false: it exists."
  type        = bool
}

variable "oidc_audiences" {
  description = "Further audiences of the identity provider."
  type        = list(string)
}

variable "trusted_principals" {
  description = "ARNs of roles and users in AWS that may assume the app's role."
  type        = list(string)
}

variable "session_hours" {
  description = "Longest session of the app's role, in hours."
  type        = number
}

variable "buckets" {
  description = "Names of the buckets."
  type        = object({ landing = string, lake = string, results = string })
}

variable "database" {
  description = "Glue database of all tables."
  type        = string
}

variable "workgroup" {
  description = "Athena workgroup of all queries."
  type        = string
}

variable "event_bus" {
  description = "Bus for events of ended runs."
  type        = string
}

variable "event_source" {
  description = "The only source of these events."
  type        = string
}

variable "queue" {
  description = "Queue that the app polls; null: it has a webhook."
  type        = string
}

variable "destination" {
  description = "API destination that EventBridge invokes; null: there is none."
  type        = string
}

variable "destination_rule_arns" {
  description = "Rules that may use EventBridge's role."
  type        = list(string)
}
