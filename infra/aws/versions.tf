terraform {
  required_version = ">= 1.10"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region = var.aws_region

  # Names contain the account, so resources in another account would not be found.
  allowed_account_ids = [var.aws_account_id]

  default_tags {
    tags = local.tags
  }

  skip_metadata_api_check = local.is_emulated
  s3_use_path_style       = local.is_emulated

  dynamic "endpoints" {
    for_each = local.is_emulated ? [var.endpoint] : []

    content {
      athena     = endpoints.value
      budgets    = endpoints.value
      cloudwatch = endpoints.value
      events     = endpoints.value
      glue       = endpoints.value
      iam        = endpoints.value
      kms        = endpoints.value
      s3         = endpoints.value
      sns        = endpoints.value
      sqs        = endpoints.value
      sts        = endpoints.value
    }
  }
}
