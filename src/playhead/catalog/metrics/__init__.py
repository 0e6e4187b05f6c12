"""All metrics: each module is a family and holds its entries in `METRICS`, one literal each."""
