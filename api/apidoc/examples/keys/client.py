import json
import os
import urllib.request
import uuid


def ask(path, form=None, letter=None):
    """Sends a request with the key; a form goes as multipart/form-data with its letter."""
    headers, body = {"X-API-Key": os.environ["ELAYANAN_KEY"]}, None
    if form is not None:
        boundary = uuid.uuid4().hex
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
                 for name, value in form.items()]
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="letter"; filename="surat.pdf"\r\n'
                     'Content-Type: application/pdf\r\n\r\n'.encode() + letter + f'\r\n--{boundary}--\r\n'.encode())
        body = b"".join(parts)
        headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
        headers["Idempotency-Key"] = "surat-2026-001-py"
    request = urllib.request.Request(os.environ["ELAYANAN_API"] + path, data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


for service in ask("/service-types?limit=100")["items"]:
    print(f"{service['code']}: {service['name']}")

with open("surat.pdf", "rb") as letter, open("answers.json", encoding="utf-8") as answers:
    ticket = ask("/tickets", {"service_type": "virtual-meeting", "subject": "Rapat koordinasi imunisasi",
                              "answers": answers.read()}, letter.read())

ticket = ask("/tickets/" + ticket["number"])
print(ticket["number"], ticket["status"], ticket["step"]["name"])
