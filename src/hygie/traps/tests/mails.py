"""Mails made by the tests, as programs write them; names, addresses and links are invented."""

from email.message import EmailMessage


def mail(
    *, sender="Léa <lea@cabinet.fr>", subject="Bonjour", text="", html="", files=(), **headers
):
    """A mail as bytes."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "dr.martin@cabinet.fr"
    message["Subject"] = subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text or "Bonjour")
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in files:
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return bytes(message)
