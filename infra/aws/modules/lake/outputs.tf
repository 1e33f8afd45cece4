output "key_arn" {
  description = "KMS key of everything."
  value       = aws_kms_key.this.arn
}

output "database" {
  description = "Glue database of all tables."
  value       = aws_glue_catalog_database.this.name
}

output "workgroup" {
  description = "Athena workgroup of all queries."
  value       = aws_athena_workgroup.this.name
}
