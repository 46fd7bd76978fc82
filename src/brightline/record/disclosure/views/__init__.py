"""Parse, act, answer: `pages` for people, `data` for programs."""
