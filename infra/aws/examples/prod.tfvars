# The webhook's secret is not in this file: set TF_VAR_webhook_client_secret.
environment    = "prod"
aws_account_id = "123456789012"
aws_region     = "eu-central-1"

azure_tenant_id    = "11111111-1111-1111-1111-111111111111"
azure_audience     = "api://duffbeer-prod"
azure_principal_id = "22222222-2222-2222-2222-222222222222"

webhook_url            = "https://duffbeer-prod.azurewebsites.net/api/events/s3"
webhook_client_id      = "33333333-3333-3333-3333-333333333333"
webhook_token_endpoint = "https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111/oauth2/v2.0/token"
webhook_scope          = "api://duffbeer-prod/.default"

# Prefixes of our own contracts, besides the shipped ones.
more_prefixes = []

keep_versions_days  = { landing = 365, lake = 14 }
events_archive_days = 30
alarm_emails        = ["data-platform@example.com"]
monthly_budget_usd  = 500
tags                = { cost-centre = "4711" }
