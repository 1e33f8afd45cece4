variable "prefix" {
  description = "Beginning of the alias of the key."
  type        = string
}

variable "aws_account_id" {
  description = "Account of all resources."
  type        = string
}

variable "buckets" {
  description = "Names of the buckets."
  type        = object({ landing = string, lake = string, results = string })
}

variable "database" {
  description = "Glue database of all tables."
  type        = string
}

variable "workgroup" {
  description = "Athena workgroup of all queries."
  type        = string
}

variable "app_role_arn" {
  description = "Role that may use the key. It must exist."
  type        = string
}

variable "keep_versions_days" {
  description = "Days for which each bucket keeps replaced and deleted objects."
  type        = object({ landing = number, lake = number, results = number })
}

variable "results_keep_days" {
  description = "Days for which Athena's results are kept."
  type        = number
}

variable "incomplete_upload_days" {
  description = "Days after which incomplete uploads are deleted."
  type        = number
}

variable "athena_query_bytes" {
  description = "Bytes after which Athena stops a query."
  type        = number
}

variable "key_deletion_days" {
  description = "Days for which the key can be recovered after a destroy."
  type        = number
}

variable "delete_data" {
  description = "Whether destroy may delete buckets that are not empty."
  type        = bool
}
