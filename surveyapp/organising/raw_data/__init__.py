"""Raw answers for the organiser's analysts: order a file, watch it being made, take it."""
