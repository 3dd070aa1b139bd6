"""How quick it is, beside programs everybody can run (`make bench`)."""
