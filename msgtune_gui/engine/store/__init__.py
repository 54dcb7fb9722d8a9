"""What the engine keeps on the disk: files, jobs and tuned models."""
