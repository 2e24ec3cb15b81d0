"""The check-up of the 22 answers in this practice, and the few questions put to the person.

For anyone of the practice: one sentence, one next action, 22 tiles.
Its door is `rules.evaluate`: findings of every room in, 22 states out; `text_report` prints them.
It never looks at the computer itself (that is `checkup`) and never calls green what nobody saw.
"""
