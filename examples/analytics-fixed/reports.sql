-- What the weekly report reads.
CREATE VIEW mart.sales_by_region AS
SELECT s.region, d.year, d.month, sum(f.amount) AS revenue
FROM mart.fact_sales f
JOIN mart.dim_store s USING (store_code)
JOIN mart.dim_date d ON d.full_date = f.sold_on
GROUP BY s.region, d.year, d.month;

-- Returned money by product, with the channels it came in by.
CREATE VIEW mart.returns_by_product AS
SELECT r.product_key, sum(r.amount) AS returned, count(DISTINCT c.channel) AS channels
FROM mart.fact_returns r
JOIN mart.dim_return_reason c ON c.return_reason_key = r.return_reason_key
WHERE r.returned_on >= DATE '2024-01-01'
GROUP BY r.product_key;

-- Sold against returned: each is summed by itself, so that neither repeats the other.
CREATE VIEW mart.sold_and_returned AS
SELECT p.sku, s.sold, r.returned
FROM mart.dim_product p
JOIN (SELECT product_key, sum(quantity) AS sold FROM mart.fact_sales WHERE sold_on >= DATE '2024-01-01' GROUP BY product_key) s
    ON s.product_key = p.product_key
LEFT JOIN (SELECT product_key, count(*) AS returned FROM mart.fact_returns WHERE returned_on >= DATE '2024-01-01' GROUP BY product_key) r
    ON r.product_key = p.product_key;

-- A level adds up over products, and not over days.
CREATE VIEW mart.stock_by_brand AS
SELECT d.full_date, p.brand, sum(f.quantity_on_hand) AS on_hand
FROM mart.fact_stock_snapshot f
JOIN mart.dim_date d ON d.date_key = f.date_key
JOIN mart.dim_product p ON p.product_key = f.product_key
GROUP BY d.full_date, p.brand;

-- A line of a receipt, for the spreadsheet.
CREATE VIEW mart.receipt_lines AS
SELECT f.receipt_no, f.line_no, f.amount, d.year, y.fiscal_year, c.city, p.sku, p.category, s.region
FROM mart.fact_sales f
JOIN mart.dim_date d ON d.full_date = f.sold_on
JOIN mart.dim_fiscal_day y ON y.day = d.full_date
JOIN mart.dim_customer c ON c.customer_key = f.customer_key
JOIN mart.dim_product p ON p.product_key = f.product_key
JOIN mart.dim_store s ON s.store_code = f.store_code;
