-- What the weekly report reads.
CREATE VIEW mart.sales_by_region AS
SELECT s.region, d.year, d.month, sum(f.amount) AS revenue,
FROM mart.fact_sales f
JOIN mart.dim_store s USING (store_code)
JOIN mart.dim_date d ON d.full_date = f.sold_on
GROUP BY s.region, d.year, d.month;

-- Returned money by product, with the channels it came in by.
CREATE VIEW mart.returns_by_product AS
SELECT r.product_key, sum(r.amount) AS returned, count(DISTINCT c.channel) AS channels
FROM mart.fact_returns r
JOIN mart.return_channels c ON c.return_id = r.return_id
GROUP BY r.product_key;

-- Sold against returned.
CREATE VIEW mart.sold_and_returned AS
SELECT p.sku, sum(s.quantity) AS sold, count(r.return_id) AS returned
FROM mart.dim_product p
JOIN mart.fact_sales s ON s.product_key = p.product_key
LEFT JOIN mart.fact_returns r ON r.product_key = p.product_key
GROUP BY p.sku;

CREATE VIEW mart.stock_by_brand AS
SELECT p.brand, sum(f.quantity_on_hand) AS on_hand
FROM mart.fact_stock_snapshot f
JOIN mart.dim_product p ON p.product_key = f.product_key
GROUP BY p.brand;

-- Everything about a line of a receipt, for the spreadsheet.
CREATE VIEW mart.receipt_lines AS
SELECT f.receipt_no, f.line_no, f.amount, d.year, y.fiscal_year, c.city, i.label AS interest, p.sku, g.category,
       u.name AS supplier, s.region, v.pages, w.is_holiday AS visited_on_holiday
FROM mart.fact_sales f
JOIN mart.dim_date d ON d.full_date = f.sold_on
JOIN mart.dim_fiscal_day y ON y.day = d.full_date
JOIN mart.dim_customer c ON c.customer_key = f.customer_key
LEFT JOIN mart.bridge_customer_interest ci ON ci.customer_key = c.customer_key
LEFT JOIN mart.dim_interest i ON i.interest_key = ci.interest_key
JOIN mart.dim_product p ON p.product_key = f.product_key
JOIN mart.dim_category g ON g.category_key = p.category_key
LEFT JOIN mart.bridge_product_supplier ps ON ps.product_key = p.product_key
LEFT JOIN mart.dim_supplier u ON u.supplier_key = ps.supplier_key
JOIN mart.dim_store s ON s.store_code = f.store_code
LEFT JOIN mart.fact_visits v ON v.customer_id = c.customer_id
LEFT JOIN mart.dim_date w ON w.date_key = v.date_key;
