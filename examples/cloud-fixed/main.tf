# Events of all teams. `lookup` holds `actor#...`, `host#...` and the like: one index answers all questions.
resource "aws_dynamodb_table" "events" {
  name                        = "events"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "source_id"
  range_key                   = "at"
  deletion_protection_enabled = true
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"

  point_in_time_recovery {
    enabled = true
  }

  attribute {
    name = "source_id"
    type = "S"
  }

  attribute {
    name = "at"
    type = "S"
  }

  attribute {
    name = "lookup"
    type = "S"
  }

  global_secondary_index {
    name            = "by_lookup"
    hash_key        = "lookup"
    projection_type = "KEYS_ONLY"
  }

  # Each source writes in its own region alone.
  # faultline-disable-next-line dynamo-last-writer-wins: one writer per item
  replica {
    region_name            = "us-east-1"
    point_in_time_recovery = true
  }
}
