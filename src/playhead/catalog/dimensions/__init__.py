"""All dimensions: each module is a family with its entries in `DIMENSIONS`, one literal each."""
