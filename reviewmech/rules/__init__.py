"""What the Mechanism says: standard library only, readable by a lawyer."""
