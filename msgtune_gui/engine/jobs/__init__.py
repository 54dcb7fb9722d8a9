"""Running fine-tuning jobs, one at a time, each in a child process."""
