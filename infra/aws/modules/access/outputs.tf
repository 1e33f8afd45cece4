output "app_role_arn" {
  description = "Role of the app."
  value       = aws_iam_role.app.arn
}
