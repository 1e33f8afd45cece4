locals {
  two_weeks = 1209600
  rule_arns = [for rule in [var.rule, var.redrive_rule] : "${var.events_arn}:rule/${rule}"]
}

# What EventBridge could not deliver within a day, and what the app could not take from its queue.
resource "aws_sqs_queue" "dead_letters" {
  name                              = var.dead_letter_queue
  message_retention_seconds         = local.two_weeks
  kms_master_key_id                 = var.key_arn
  kms_data_key_reuse_period_seconds = 3600
}

resource "aws_sqs_queue_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Rules"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = "${var.sqs_arn}:${var.dead_letter_queue}"
      Condition = { ArnEquals = { "aws:SourceArn" = local.rule_arns } }
    }]
  })
}

resource "aws_sqs_queue" "events" {
  count = var.queue == null ? 0 : 1

  name                              = var.queue
  message_retention_seconds         = local.two_weeks
  visibility_timeout_seconds        = var.visibility_seconds
  receive_wait_time_seconds         = 20
  kms_master_key_id                 = var.key_arn
  kms_data_key_reuse_period_seconds = 3600

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = var.queue_receives
  })
}

resource "aws_sqs_queue_policy" "events" {
  count = var.queue == null ? 0 : 1

  queue_url = aws_sqs_queue.events[0].url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Rules"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = "${var.sqs_arn}:${var.queue}"
      Condition = { ArnEquals = { "aws:SourceArn" = local.rule_arns } }
    }]
  })
}
