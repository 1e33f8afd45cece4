locals {
  queues = compact([var.dead_letter_queue, var.queue])

  charts = [
    {
      title  = "Events: matched, sent, failed"
      stat   = "Sum"
      period = 300
      metrics = [
        for pair in setproduct(var.rules, ["MatchedEvents", "Invocations", "RetryInvocationAttempts", "FailedInvocations"]) :
        ["AWS/Events", pair[1], "RuleName", pair[0]]
      ]
    },
    {
      title   = "Queues: messages"
      stat    = "Maximum"
      period  = 300
      metrics = [for queue in local.queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]]
    },
    {
      title  = "Athena: bytes scanned"
      stat   = "Sum"
      period = 3600
      metrics = [
        for scan in local.scans :
        ["AWS/Athena", "ProcessedBytes", "QueryState", scan.QueryState, "QueryType", scan.QueryType, "WorkGroup", scan.WorkGroup]
      ]
    },
    {
      title  = "Athena: queries by end"
      stat   = "SampleCount"
      period = 3600
      metrics = [
        for scan in local.scans :
        ["AWS/Athena", "TotalExecutionTime", "QueryState", scan.QueryState, "QueryType", scan.QueryType, "WorkGroup", scan.WorkGroup]
      ]
    },
    {
      title  = "Buckets: bytes"
      stat   = "Average"
      period = 86400
      metrics = [
        for bucket in values(var.buckets) : ["AWS/S3", "BucketSizeBytes", "BucketName", bucket, "StorageType", "StandardStorage"]
      ]
    },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.prefix

  dashboard_body = jsonencode({
    widgets = [
      for index, chart in local.charts : {
        type   = "metric"
        x      = index % 2 * 12
        y      = floor(index / 2) * 6
        width  = 12
        height = 6
        properties = {
          title   = chart.title
          region  = var.aws_region
          stat    = chart.stat
          period  = chart.period
          metrics = chart.metrics
        }
      }
    ]
  })
}
