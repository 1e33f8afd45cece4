# A trial: an empty installation costs next to nothing, and destroy deletes all data.
environment    = "dev"
aws_account_id = "123456789012"
aws_region     = "eu-central-1"

azure_tenant_id    = "11111111-1111-1111-1111-111111111111"
azure_audience     = "api://duffbeer-dev"
azure_principal_id = "22222222-2222-2222-2222-222222222222"

# No public endpoint: the app polls a queue.
events_delivery = "queue"

delete_data         = true
key_deletion_days   = 7
events_archive_days = 0
athena_query_bytes  = 107374182400
monthly_budget_usd  = 20
alarm_emails        = ["developer@example.com"]
