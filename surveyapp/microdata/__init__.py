"""The organiser's audited export of raw answers, made by a worker. Nothing is made here yet."""
