"""What happens inside the training process."""
