# State in a bucket: copy this file next to main.tf, then 'terraform init -backend-config=…' (see README.md).
terraform {
  backend "s3" {
    encrypt      = true
    use_lockfile = true
  }
}
