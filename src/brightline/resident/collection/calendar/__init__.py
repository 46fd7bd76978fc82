"""When what is collected, and why: rules in, set-outs out. Pure Python, no Django."""
