output "landing_bucket" {
  description = "Bucket that CSV files are uploaded to: setting Landing__Bucket."
  value       = local.buckets.landing
}

output "lake_bucket" {
  description = "Bucket of tables, models and exports: setting Lake__Bucket."
  value       = local.buckets.lake
}

output "results_bucket" {
  description = "Bucket of Athena's query results."
  value       = local.buckets.results
}

output "app_role_arn" {
  description = "Role of the app: setting Aws__RoleArn."
  value       = module.access.app_role_arn
}

output "database" {
  description = "Glue database of all tables: setting Glue__Database."
  value       = module.lake.database
}

output "workgroup" {
  description = "Athena workgroup: setting Athena__WorkGroup."
  value       = module.lake.workgroup
}

output "key_arn" {
  description = "KMS key of buckets, query results, queues and alarms. Buckets encrypt with it by default, so no setting is needed."
  value       = module.lake.key_arn
}

output "events_queue_url" {
  description = "Queue that the app polls: setting Events__Queue. Null where events are delivered to the webhook."
  value       = module.events.queue_url
}

output "dead_letter_queue_url" {
  description = "Queue of events that could not be delivered; redrive.sh sends them again."
  value       = module.events.dead_letter_queue_url
}

output "alarm_topic_arn" {
  description = "SNS topic of alarms and of the budget."
  value       = module.watch.topic_arn
}

output "dashboard" {
  description = "Name of the CloudWatch dashboard."
  value       = module.watch.dashboard
}
