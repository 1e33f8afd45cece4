# One role per part: the app, and EventBridge where it calls the webhook.
locals {
  issuer       = "sts.windows.net/${coalesce(var.azure_tenant_id, "none")}/"
  provider_arn = "arn:aws:iam::${var.aws_account_id}:oidc-provider/${local.issuer}"

  azure_trust = var.azure_tenant_id == null ? [] : [{
    Sid       = "ManagedIdentity"
    Effect    = "Allow"
    Principal = { Federated = local.provider_arn }
    Action    = "sts:AssumeRoleWithWebIdentity"
    Condition = {
      StringEquals = {
        "${local.issuer}:aud" = var.azure_audience
        "${local.issuer}:sub" = var.azure_principal_id
      }
    }
  }]

  aws_trust = length(var.trusted_principals) == 0 ? [] : [{
    Sid       = "TrustedPrincipals"
    Effect    = "Allow"
    Principal = { AWS = var.trusted_principals }
    Action    = "sts:AssumeRole"
  }]
}

# Entra's tokens of version 1, which a managed identity gets for an application id URI, have this issuer.
resource "aws_iam_openid_connect_provider" "entra" {
  count = var.azure_tenant_id != null && var.create_oidc_provider ? 1 : 0

  url            = "https://${local.issuer}"
  client_id_list = distinct(concat([var.azure_audience], var.oidc_audiences))
}

resource "aws_iam_role" "app" {
  name                 = "${var.prefix}-app"
  description          = "The app: reads landing, writes the lake, runs queries"
  permissions_boundary = var.permissions_boundary
  max_session_duration = var.session_hours * 3600

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.azure_trust, local.aws_trust)
  })

  depends_on = [aws_iam_openid_connect_provider.entra]
}

resource "aws_iam_role" "events" {
  count = var.destination == null ? 0 : 1

  name                 = "${var.prefix}-events"
  description          = "EventBridge: calls the app's webhook"
  permissions_boundary = var.permissions_boundary

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Rules"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.aws_account_id }
        ArnEquals    = { "aws:SourceArn" = var.destination_rule_arns }
      }
    }]
  })
}

resource "aws_iam_role_policy" "events" {
  count = var.destination == null ? 0 : 1

  name = "webhook"
  role = aws_iam_role.events[0].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid    = "CallWebhook"
      Effect = "Allow"
      Action = ["events:InvokeApiDestination"]
      # AWS ends the ARN of a destination with an id of its own.
      Resource = ["arn:aws:events:${var.aws_region}:${var.aws_account_id}:api-destination/${var.destination}/*"]
    }]
  })
}
