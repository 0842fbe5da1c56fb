"""What `up --local` looks at after an apply, one module an area."""
