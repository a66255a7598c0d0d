"""OWL: the species of a document, and what it entails."""
