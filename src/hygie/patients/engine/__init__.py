"""Lists of patients in files: CSV of any kind, workbooks. No Django."""
