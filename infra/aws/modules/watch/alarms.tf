# An alarm's page in docs/runbook has the alarm's name without the prefix.
resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  alarm_name          = "${var.prefix}-dead-letters"
  alarm_description   = "Events could not be delivered. See docs/runbook/dead-letters.md"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  namespace   = "AWS/SQS"
  metric_name = "ApproximateNumberOfMessagesVisible"
  dimensions  = { QueueName = var.dead_letter_queue }
  statistic   = "Maximum"
  period      = 300
}

# EventBridge counts here only what it could neither deliver nor store as a dead letter.
resource "aws_cloudwatch_metric_alarm" "failed_invocations" {
  alarm_name          = "${var.prefix}-failed-invocations"
  alarm_description   = "Events were lost. See docs/runbook/failed-invocations.md"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "lost"
    label       = "Lost events"
    expression  = join(" + ", [for index in range(length(local.lost)) : "FILL(m${index}, 0)"])
    return_data = true
  }

  dynamic "metric_query" {
    for_each = local.lost

    content {
      id = "m${metric_query.key}"

      metric {
        namespace   = "AWS/Events"
        metric_name = metric_query.value.metric
        dimensions  = { RuleName = metric_query.value.rule }
        stat        = "Sum"
        period      = 300
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "event_backlog" {
  count = var.queue == null ? 0 : 1

  alarm_name          = "${var.prefix}-event-backlog"
  alarm_description   = "The app does not take events from its queue. See docs/runbook/event-backlog.md"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.backlog_minutes * 60
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  namespace   = "AWS/SQS"
  metric_name = "ApproximateAgeOfOldestMessage"
  dimensions  = { QueueName = var.queue }
  statistic   = "Maximum"
  period      = 300
}

resource "aws_cloudwatch_metric_alarm" "athena_bytes" {
  alarm_name          = "${var.prefix}-athena-bytes"
  alarm_description   = "Athena scanned more in a day than expected. See docs/runbook/athena-bytes.md"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.athena_daily_bytes
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "bytes"
    label       = "Bytes scanned"
    expression  = join(" + ", [for index in range(length(local.scans)) : "FILL(m${index}, 0)"])
    return_data = true
  }

  dynamic "metric_query" {
    for_each = local.scans

    content {
      id = "m${metric_query.key}"

      metric {
        namespace   = "AWS/Athena"
        metric_name = "ProcessedBytes"
        dimensions  = metric_query.value
        stat        = "Sum"
        period      = 86400
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "athena_failures" {
  alarm_name          = "${var.prefix}-athena-failures"
  alarm_description   = "Queries failed. See docs/runbook/athena-failures.md"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.athena_failures
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "failures"
    label       = "Failed queries"
    expression  = join(" + ", [for index in range(length(local.failures)) : "FILL(m${index}, 0)"])
    return_data = true
  }

  dynamic "metric_query" {
    for_each = local.failures

    content {
      id = "m${metric_query.key}"

      # Athena has no count of queries; each query is one sample of its time.
      metric {
        namespace   = "AWS/Athena"
        metric_name = "TotalExecutionTime"
        dimensions  = metric_query.value
        stat        = "SampleCount"
        period      = 3600
      }
    }
  }
}

locals {
  lost = flatten([
    for rule in var.rules : [
      for metric in ["FailedInvocations", "InvocationsFailedToBeSentToDlq"] : { rule = rule, metric = metric }
    ]
  ])

  # Athena publishes its metrics with these three dimensions. A query that fails or is cancelled is billed for what it scanned.
  scans = [
    for state in ["SUCCEEDED", "FAILED", "CANCELED"] : { WorkGroup = var.workgroup, QueryType = "DML", QueryState = state }
  ]
  failures = [for type in ["DML", "DDL"] : { WorkGroup = var.workgroup, QueryType = type, QueryState = "FAILED" }]
}
