"""What the commands of the command line do: print what the stages return."""
