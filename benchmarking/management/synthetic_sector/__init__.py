"""An invented sector, for the demo: its register, a latent-trait model of what its sites would answer, and its people."""
