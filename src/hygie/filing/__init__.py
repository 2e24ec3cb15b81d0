"""À ranger: the PDF files that fall into a folder of the practice, each offered to its patient.

For whoever receives letters, results and prints of the practice's software; its doors are the page
"À ranger" and the panel on a patient's page. It proposes by the INS code, an INS number, or names
with a birth date. It never files without a person, and never touches a file without being asked.
"""
