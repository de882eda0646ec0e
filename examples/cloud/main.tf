# Events of all teams, asked for in every way that anybody thought of.
resource "aws_dynamodb_table" "events" {
  name                        = "events"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "source_id"
  range_key                   = "at"
  deletion_protection_enabled = true

  attribute {
    name = "source_id"
    type = "S"
  }

  attribute {
    name = "at"
    type = "S"
  }

  attribute {
    name = "actor"
    type = "S"
  }

  attribute {
    name = "host"
    type = "S"
  }

  attribute {
    name = "region"
    type = "S"
  }

  attribute {
    name = "team"
    type = "S"
  }

  attribute {
    name = "service"
    type = "S"
  }

  attribute {
    name = "trace"
    type = "S"
  }

  attribute {
    name = "request"
    type = "S"
  }

  attribute {
    name = "ticket"
    type = "S"
  }

  attribute {
    name = "release"
    type = "S"
  }

  attribute {
    name = "commit"
    type = "S"
  }

  attribute {
    name = "pipeline"
    type = "S"
  }

  attribute {
    name = "cluster"
    type = "S"
  }

  attribute {
    name = "pod"
    type = "S"
  }

  attribute {
    name = "node"
    type = "S"
  }

  attribute {
    name = "image"
    type = "S"
  }

  attribute {
    name = "chart"
    type = "S"
  }

  attribute {
    name = "device"
    type = "S"
  }

  attribute {
    name = "app"
    type = "S"
  }

  attribute {
    name = "session"
    type = "S"
  }

  attribute {
    name = "queue"
    type = "S"
  }

  attribute {
    name = "topic"
    type = "S"
  }

  global_secondary_index {
    name            = "by_actor"
    hash_key        = "actor"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_host"
    hash_key        = "host"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_region"
    hash_key        = "region"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_team"
    hash_key        = "team"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_service"
    hash_key        = "service"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_trace"
    hash_key        = "trace"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_request"
    hash_key        = "request"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_ticket"
    hash_key        = "ticket"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_release"
    hash_key        = "release"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_commit"
    hash_key        = "commit"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_pipeline"
    hash_key        = "pipeline"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_cluster"
    hash_key        = "cluster"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_pod"
    hash_key        = "pod"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_node"
    hash_key        = "node"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_image"
    hash_key        = "image"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_chart"
    hash_key        = "chart"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_device"
    hash_key        = "device"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_app"
    hash_key        = "app"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_session"
    hash_key        = "session"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_queue"
    hash_key        = "queue"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "by_topic"
    hash_key        = "topic"
    projection_type = "KEYS_ONLY"
  }

  replica {
    region_name = "us-east-1"
  }
}
