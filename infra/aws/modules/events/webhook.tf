resource "aws_cloudwatch_event_connection" "webhook" {
  count = var.webhook == null ? 0 : 1

  name               = var.webhook.destination
  description        = "How EventBridge proves to the app who it is"
  authorization_type = var.webhook.client_id == null ? "API_KEY" : "OAUTH_CLIENT_CREDENTIALS"

  auth_parameters {
    dynamic "oauth" {
      for_each = var.webhook.client_id == null ? [] : [var.webhook]

      content {
        authorization_endpoint = oauth.value.token_endpoint
        http_method            = "POST"

        client_parameters {
          client_id     = oauth.value.client_id
          client_secret = var.webhook_client_secret
        }

        oauth_http_parameters {
          body {
            key             = "grant_type"
            value           = "client_credentials"
            is_value_secret = false
          }

          body {
            key             = "scope"
            value           = oauth.value.scope
            is_value_secret = false
          }
        }
      }
    }

    dynamic "api_key" {
      for_each = var.webhook.client_id == null ? [1] : []

      content {
        key   = "x-functions-key"
        value = var.webhook_key
      }
    }
  }
}

resource "aws_cloudwatch_event_api_destination" "webhook" {
  count = var.webhook == null ? 0 : 1

  name                             = var.webhook.destination
  description                      = "The app's webhook"
  connection_arn                   = aws_cloudwatch_event_connection.webhook[0].arn
  invocation_endpoint              = var.webhook.url
  http_method                      = "POST"
  invocation_rate_limit_per_second = var.webhook.per_second
}
