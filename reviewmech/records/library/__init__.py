"""The library: the files of the Mechanism, read with their places."""
