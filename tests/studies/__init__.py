"""Long computations whose result is a page of docs/methods. Each runs by a `make` target; a small slice of it is a test."""
