from hypothesis import settings

# A busy machine is no finding: properties fail for what they find, not for how long it took.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
