"""What people type, by screen."""
