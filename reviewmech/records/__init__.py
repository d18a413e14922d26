"""What is kept: the rules, and SQLAlchemy."""
