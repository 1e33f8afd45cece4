resource "aws_glue_catalog_database" "this" {
  name        = var.database
  description = "Tables of DuffBeer's lake"
}

resource "aws_athena_workgroup" "this" {
  name        = var.workgroup
  description = "All queries of DuffBeer"
  # AWS deletes a workgroup with a history of queries only if told so. The history is all that is lost.
  force_destroy = true

  configuration {
    # Models are written into the lake by statements that name their own location.
    enforce_workgroup_configuration    = false
    publish_cloudwatch_metrics_enabled = true
    bytes_scanned_cutoff_per_query     = var.athena_query_bytes

    engine_version {
      selected_engine_version = "Athena engine version 3"
    }

    result_configuration {
      output_location = "s3://${var.buckets.results}/"

      encryption_configuration {
        encryption_option = "SSE_KMS"
        kms_key_arn       = aws_kms_key.this.arn
      }
    }
  }
}
