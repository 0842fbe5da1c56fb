"""Each policy catches the change of our own plan that its test names."""
