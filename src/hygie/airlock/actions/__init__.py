"""The verbs of the airlock. `examining` needs no base; `receiving` and `stations` do."""
