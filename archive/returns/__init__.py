"""Coming back: when to visit what again, by the histories of articles and the signs that lists give."""
