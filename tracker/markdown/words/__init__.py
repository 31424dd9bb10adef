"""What words mean: titles, states, columns, labels."""
