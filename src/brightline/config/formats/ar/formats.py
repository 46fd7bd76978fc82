"""Arabic beside Western digits: separators as the city's own figures have them, since 275.114 reads as a fraction."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
