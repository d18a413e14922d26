"""Running the package runs the command."""

from reviewmech.cli import main

if __name__ == "__main__":
    main()
