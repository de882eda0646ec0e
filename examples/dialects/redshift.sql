CREATE TABLE clicks (
  click_id bigint IDENTITY(1,1),
  campaign varchar(64) ENCODE zstd,
  cost real,
  clicked_at timestamp
)
DISTSTYLE KEY
DISTKEY (campaign)
SORTKEY (clicked_at);

-- A small star beside the clicks.
CREATE TABLE dim_campaign (
  campaign_key int NOT NULL,
  campaign_code varchar(20) NOT NULL,
  title varchar(200) ENCODE raw,
  PRIMARY KEY (campaign_key)
)
DISTSTYLE KEY
DISTKEY (campaign_key);

CREATE TABLE fact_impressions (
  impression_no varchar(40) NOT NULL,
  date_key int NOT NULL,
  campaign_key int NOT NULL,
  impressions int NOT NULL,
  PRIMARY KEY (impression_no)
)
DISTSTYLE EVEN;

CREATE TABLE fact_spend (
  date_key int NOT NULL,
  campaign_key int NOT NULL,
  spend numeric(14,2) NOT NULL,
  PRIMARY KEY (date_key, campaign_key)
)
DISTSTYLE ALL;

CREATE TABLE leads (
  lead_no varchar(40) NOT NULL,
  country char(2) NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (lead_no)
)
DISTKEY (country)
SORTKEY (made_at);

CREATE EXTERNAL TABLE spectrum.visits (
  visit_no varchar(40),
  visitor varchar(40),
  page varchar(400),
  referrer varchar(400),
  browser varchar(40),
  country char(2),
  seconds int,
  visited_at timestamp
)
ROW FORMAT DELIMITED FIELDS TERMINATED BY ','
STORED AS TEXTFILE
LOCATION 's3://lake/visits/';
