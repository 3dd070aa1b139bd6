"""The bundled demo site: a small town's paper of bicycles and gardens, with its truth beside it."""
