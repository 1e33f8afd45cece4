variable "project" {
  description = "Value of the tag project."
  type        = string
}

variable "prefix" {
  description = "Beginning of every alarm's name."
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

variable "topic" {
  description = "Name of the topic of alarms."
  type        = string
}

variable "key_arn" {
  description = "KMS key of the topic."
  type        = string
}

variable "emails" {
  description = "Addresses that get alarms."
  type        = list(string)
}

variable "rules" {
  description = "Names of the rules of EventBridge."
  type        = list(string)
}

variable "queue" {
  description = "Queue that the app polls; null: there is none."
  type        = string
}

variable "dead_letter_queue" {
  description = "Queue of events that could not be delivered."
  type        = string
}

variable "workgroup" {
  description = "Athena workgroup of all queries."
  type        = string
}

variable "buckets" {
  description = "Names of the buckets."
  type        = object({ landing = string, lake = string, results = string })
}

variable "backlog_minutes" {
  description = "Age in minutes of the oldest event in the queue that raises an alarm."
  type        = number
}

variable "athena_daily_bytes" {
  description = "Bytes scanned in a day that raise an alarm."
  type        = number
}

variable "athena_failures" {
  description = "Failed queries within an hour that raise an alarm."
  type        = number
}

variable "monthly_budget_usd" {
  description = "Monthly budget in US dollars; 0: none."
  type        = number
}

variable "budget_only_tagged" {
  description = "Whether the budget counts only what has this project's tag."
  type        = bool
}
