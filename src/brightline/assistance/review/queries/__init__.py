"""What may be asked of looking back."""
