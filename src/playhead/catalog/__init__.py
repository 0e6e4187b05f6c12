"""What is measured and by what it is divided: metrics, dimensions, scores, countries.

Everything that names a metric or a dimension (validation, SQL, labels, reference pages) reads the
entries found here. Law: pure words; no I/O, no clock, and no second place that lists ids.
"""
