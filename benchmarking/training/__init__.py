"""The training catalogue, and which module fits a gap."""
