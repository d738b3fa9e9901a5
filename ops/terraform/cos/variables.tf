variable "org" {
  description = "Whose installation it is."
  type        = string
  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{0,62}$", var.org))
    error_message = "org is a-z, 0-9, `-` and `.`."
  }
}

variable "release" {
  description = "The tag of the image with `cos`."
  type        = string
  validation {
    condition     = can(regex("^[0-9]+[.][0-9]+[.][0-9]+(-[0-9A-Za-z.-]+)?$", var.release))
    error_message = "release is a version such as 0.23.0; a tag such as `latest` names something else tomorrow."
  }
}

variable "image_repository" {
  description = "Where the image with `cos` is, without a tag."
  type        = string
  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9._/:-]*[a-z0-9]$", var.image_repository)) && !can(regex(":[^/]*$", replace(var.image_repository, "/^[^/]*/", "")))
    error_message = "image_repository has no tag; the tag is `release`."
  }
}

variable "proxy_image" {
  description = "An image of nginx, with its tag or digest: what TLS ends in."
  type        = string
  validation {
    condition     = can(regex("[:@][^/]+$", var.proxy_image))
    error_message = "proxy_image needs a tag or a digest."
  }
}

variable "tls_secret_name" {
  description = "The secret with certificate and key."
  type        = string
  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$", var.tls_secret_name))
    error_message = "tls_secret_name is the name of a Kubernetes secret."
  }
}

variable "policy_bundle_version" {
  description = "The policy bundle that the release is meant for."
  type        = string
  validation {
    condition     = can(regex("^[0-9]+[.][0-9]+[.][0-9]+$", var.policy_bundle_version))
    error_message = "policy_bundle_version is a version such as 1.9.0."
  }
}

variable "backfill_enabled" {
  description = "Whether receipts may come later than what they are of; loads the alerts on their lag."
  type        = bool
  default     = true
}

variable "notary" {
  description = "The notary: the server that signs receipts and keeps their log. With `enabled = false` there are no values to install."
  type = object({
    enabled     = optional(bool, true)
    person      = optional(string, "operator")
    volume_size = optional(string, "20Gi")
  })
  default = {}
  validation {
    condition     = can(regex("^[1-9][0-9]*(Mi|Gi|Ti)$", var.notary.volume_size))
    error_message = "notary.volume_size is a size such as 20Gi."
  }
}

variable "region" {
  description = "The region that the server is in."
  type        = string
  validation {
    condition     = contains(keys(var.residencies), var.region)
    error_message = "region is not one of those that `residencies` names."
  }
}

variable "residencies" {
  description = "What may be kept where: the residencies that each region satisfies."
  type        = map(list(string))
  default = {
    eu-1 = ["eu"]
    us-1 = ["us"]
  }
}

variable "residency" {
  description = "The residency of tenants that name none."
  type        = string
}

variable "tenants" {
  description = "The tenants, by name."
  type = map(object({
    residency = optional(string)
  }))
  default = {}
  validation {
    condition     = alltrue([for name in keys(var.tenants) : can(regex("^[a-z0-9][a-z0-9-]{0,62}$", name))])
    error_message = "a tenant's name is a-z, 0-9 and `-`."
  }
  validation {
    condition     = !contains(keys(var.tenants), "platform")
    error_message = "`platform` is the log of what concerns no tenant, and no tenant."
  }
}

variable "features" {
  description = "Flags, by key."
  type        = map(bool)
  default     = {}
}

variable "server_arguments" {
  description = "What `cos serve` is told besides, an argument each, such as `--otlp=https://collector.example`."
  type        = list(string)
  default     = []
}

variable "conformance_config_map" {
  description = "The ConfigMap with the newest conformance report; empty for none."
  type        = string
  default     = ""
}
