"""`python -m scraper`: the command line, where its script is not on the path."""

from scraper.commands.root import main

main()
