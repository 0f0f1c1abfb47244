"""The statistical core: values in, values out. No Django, no clock, no settings."""
