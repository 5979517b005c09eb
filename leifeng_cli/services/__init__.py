"""What a user wants done, one function each: owns the transaction, takes plain values, returns records."""
