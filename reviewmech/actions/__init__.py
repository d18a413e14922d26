"""What people do: every act permits, does, moves the strand on, writes the journal, commits."""
