output "queue_url" {
  description = "Queue that the app polls; null where events go to the webhook."
  value       = one(aws_sqs_queue.events[*].url)
}

output "dead_letter_queue_url" {
  description = "Queue of events that could not be delivered."
  value       = aws_sqs_queue.dead_letters.url
}
