"""Arabic with Latin digits writes 1.5 and 1,000 (Unicode CLDR, number system latn)."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
