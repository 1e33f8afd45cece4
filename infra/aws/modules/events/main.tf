locals {
  # EventBridge tries for a day, with growing pauses, before an event becomes a dead letter.
  retry_seconds  = 86400
  retry_attempts = 185

  pattern = jsonencode({
    source      = ["aws.s3"]
    detail-type = ["Object Created"]
    detail = {
      bucket = { name = [var.landing_bucket] }
      object = { key = [for prefix in var.object_prefixes : { prefix = prefix }] }
    }
  })

  target_arn = var.webhook == null ? aws_sqs_queue.events[0].arn : aws_cloudwatch_event_api_destination.webhook[0].arn
  role_arn   = var.webhook == null ? null : var.webhook.role_arn
}

resource "aws_cloudwatch_event_rule" "landing" {
  name          = var.rule
  description   = "New objects of the contracts' prefixes in landing"
  event_pattern = local.pattern
}

resource "aws_cloudwatch_event_target" "landing" {
  rule      = aws_cloudwatch_event_rule.landing.name
  target_id = "app"
  arn       = local.target_arn
  role_arn  = local.role_arn

  retry_policy {
    maximum_event_age_in_seconds = local.retry_seconds
    maximum_retry_attempts       = local.retry_attempts
  }

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }

  depends_on = [aws_sqs_queue_policy.dead_letters, aws_sqs_queue_policy.events]
}

# Dead letters are sent again by redrive.sh. Only AWS may send events of the source aws.s3, so they come with our own, and take the same way
# to the app as S3's.
resource "aws_cloudwatch_event_rule" "redrive" {
  name        = var.redrive_rule
  description = "Dead letters that redrive.sh sends again"

  event_pattern = jsonencode({
    source      = ["${var.prefix}.redrive"]
    detail-type = ["Object Created"]
  })
}

resource "aws_cloudwatch_event_target" "redrive" {
  rule      = aws_cloudwatch_event_rule.redrive.name
  target_id = "app"
  arn       = local.target_arn
  role_arn  = local.role_arn

  input_transformer {
    input_paths = {
      detail = "$.detail"
    }

    input_template = <<-EOT
      {"source": "aws.s3", "detail-type": "Object Created", "detail": <detail>}
    EOT
  }

  retry_policy {
    maximum_event_age_in_seconds = local.retry_seconds
    maximum_retry_attempts       = local.retry_attempts
  }

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }

  depends_on = [aws_sqs_queue_policy.dead_letters, aws_sqs_queue_policy.events]
}

resource "aws_cloudwatch_event_archive" "landing" {
  count = var.archive_days == 0 ? 0 : 1

  name             = var.rule
  description      = "New objects in landing, for a replay"
  event_source_arn = "${var.events_arn}:event-bus/default"
  event_pattern    = local.pattern
  retention_days   = var.archive_days
}
