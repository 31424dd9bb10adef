"""What became of it: policy, summary, findings, and one file per output format. Pure values, no I/O."""
