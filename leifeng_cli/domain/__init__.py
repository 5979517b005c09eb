"""What the words mean: records, values, rules. Pure: no I/O, no clock, standard library only."""
