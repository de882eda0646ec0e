CREATE TABLE lake.bookings (
  booking_id BIGINT,
  hotel STRING,
  price DOUBLE,
  booked_on DATE
)
USING delta
PARTITIONED BY (booked_on);

CREATE TABLE lake.page_views (
  visitor STRING,
  page STRING,
  viewed_at TIMESTAMP
)
USING delta
PARTITIONED BY (viewed_at);
