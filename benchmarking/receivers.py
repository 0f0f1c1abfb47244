"""What publishing does when collecting announces something: it writes a row of work, and nudges."""
