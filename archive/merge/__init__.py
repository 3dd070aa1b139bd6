"""Two archives made into one."""
