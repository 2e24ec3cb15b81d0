"""Patients: who they are, how to reach them, and what each asked of us.

For every room that speaks of a patient; its doors are `queries.patient`, `search.found` and
`actions.keep_patient`. It holds no medical file. Each look at a patient is told in the journal by
an opaque id. Two files are never made one without a person who says so.
"""
