# What the app may do. A test compares these policies with the calls in the code, in both directions. The KMS key's own policy lets the app
# use the key.
locals {
  bucket_arns = { for part, name in var.buckets : part => "arn:aws:s3:::${name}" }
  glue_arn    = "arn:aws:glue:${var.aws_region}:${var.aws_account_id}"
  bus_arn     = "arn:aws:events:${var.aws_region}:${var.aws_account_id}:event-bus/${var.event_bus}"

  app_policies = merge(
    {
      landing = [
        {
          Sid      = "ListLanding"
          Action   = ["s3:ListBucket", "s3:ListBucketVersions"]
          Resource = [local.bucket_arns.landing]
        },
        {
          Sid      = "ReadLanding"
          Action   = ["s3:GetObject", "s3:GetObjectVersion"]
          Resource = ["${local.bucket_arns.landing}/*"]
        },
      ]
      # Nothing but the erasure of rows writes to landing: it replaces a file by one without them, and deletes the older versions.
      erasure = [
        {
          Sid      = "ListLandingUploads"
          Action   = ["s3:ListBucketMultipartUploads"]
          Resource = [local.bucket_arns.landing]
        },
        {
          Sid = "EraseFromLanding"
          Action = [
            "s3:AbortMultipartUpload",
            "s3:DeleteObjectVersion",
            "s3:ListMultipartUploadParts",
            "s3:PutObject",
          ]
          Resource = ["${local.bucket_arns.landing}/*"]
        },
      ]
      lake = [
        {
          Sid      = "ListLake"
          Action   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
          Resource = [local.bucket_arns.lake]
        },
        {
          Sid = "WriteLake"
          Action = [
            "s3:AbortMultipartUpload",
            "s3:DeleteObject",
            "s3:GetObject",
            "s3:ListMultipartUploadParts",
            "s3:PutObject",
          ]
          Resource = ["${local.bucket_arns.lake}/*"]
        },
      ]
      sql = [
        {
          Sid = "Query"
          Action = [
            "athena:GetQueryExecution",
            "athena:GetQueryResults",
            "athena:StartQueryExecution",
            "athena:StopQueryExecution",
          ]
          Resource = ["arn:aws:athena:${var.aws_region}:${var.aws_account_id}:workgroup/${var.workgroup}"]
        },
        {
          # Athena reads and writes results with the rights of its caller.
          Sid      = "ListResults"
          Action   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
          Resource = [local.bucket_arns.results]
        },
        {
          Sid      = "WriteResults"
          Action   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
          Resource = ["${local.bucket_arns.results}/*"]
        },
        {
          Sid = "Tables"
          Action = [
            "glue:BatchCreatePartition",
            "glue:BatchDeletePartition",
            "glue:BatchDeleteTable",
            "glue:BatchGetPartition",
            "glue:CreateTable",
            "glue:DeleteTable",
            "glue:GetDatabase",
            "glue:GetPartition",
            "glue:GetPartitions",
            "glue:GetTable",
            "glue:GetTables",
            "glue:UpdateTable",
          ]
          Resource = [
            "${local.glue_arn}:catalog",
            "${local.glue_arn}:database/${var.database}",
            "${local.glue_arn}:table/${var.database}/*",
          ]
        },
        {
          # Athena looks the database 'default' up with every query, whatever database the query names.
          Sid      = "DefaultDatabase"
          Action   = ["glue:GetDatabase"]
          Resource = ["${local.glue_arn}:catalog", "${local.glue_arn}:database/default"]
        },
      ]
      announce = [
        {
          Sid       = "AnnounceRuns"
          Action    = ["events:PutEvents"]
          Resource  = [local.bus_arn]
          Condition = { StringEquals = { "events:source" = var.event_source } }
        },
      ]
    },
    var.queue == null ? {} : {
      queue = [
        {
          Sid      = "PollEvents"
          Action   = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage"]
          Resource = ["arn:aws:sqs:${var.aws_region}:${var.aws_account_id}:${var.queue}"]
        },
      ]
    },
  )
}

resource "aws_iam_role_policy" "app" {
  for_each = local.app_policies

  name = each.key
  role = aws_iam_role.app.name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for statement in each.value : merge({ Effect = "Allow" }, statement)]
  })
}
