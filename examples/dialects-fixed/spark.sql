CREATE TABLE lake.bookings (
  booking_id BIGINT,
  hotel STRING,
  price DECIMAL(12, 2),
  booked_on DATE
)
USING delta
PARTITIONED BY (booked_on);

CREATE TABLE lake.page_views (
  visitor STRING,
  page STRING,
  viewed_at TIMESTAMP,
  day DATE GENERATED ALWAYS AS (CAST(viewed_at AS DATE))
)
USING delta
PARTITIONED BY (day);
