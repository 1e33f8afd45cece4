variable "prefix" {
  description = "Beginning of names, and of the source of events that are sent again."
  type        = string
}

variable "events_arn" {
  description = "Beginning of EventBridge's ARNs, up to the account."
  type        = string
}

variable "sqs_arn" {
  description = "Beginning of SQS's ARNs, up to the account."
  type        = string
}

variable "landing_bucket" {
  description = "Bucket whose new objects are events."
  type        = string
}

variable "object_prefixes" {
  description = "Prefixes of keys that are events."
  type        = list(string)
}

variable "rule" {
  description = "Name of the rule of new objects."
  type        = string
}

variable "redrive_rule" {
  description = "Name of the rule of events that are sent again."
  type        = string
}

variable "queue" {
  description = "Name of the queue that the app polls; null: events go to the webhook."
  type        = string
}

variable "dead_letter_queue" {
  description = "Name of the queue of events that could not be delivered."
  type        = string
}

variable "key_arn" {
  description = "KMS key of the queues."
  type        = string
}

variable "archive_days" {
  description = "Days for which events are kept for a replay; 0: none."
  type        = number
}

variable "queue_receives" {
  description = "How often an event is received before it is a dead letter."
  type        = number
}

variable "visibility_seconds" {
  description = "Seconds for which a received event is hidden."
  type        = number
}

variable "webhook" {
  description = "Where events are sent, and how EventBridge gets its token; null: to the queue. Without a client id the key is sent."
  type = object({
    destination    = string
    url            = string
    role_arn       = string
    per_second     = number
    client_id      = string
    token_endpoint = string
    scope          = string
  })
}

variable "webhook_client_secret" {
  description = "Secret of the client."
  type        = string
  sensitive   = true
}

variable "webhook_key" {
  description = "API key that is sent where there is no client."
  type        = string
  sensitive   = true
}
