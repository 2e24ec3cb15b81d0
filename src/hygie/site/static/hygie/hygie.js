// What a page does beyond HTML: keep half-filled forms, pause when nobody is there, F1.
"use strict";
(() => {
  const body = document.body;
  const draftAddress = body.dataset.draft;
  const token = body.dataset.token;
  const secret = new Set(["password", "file", "hidden"]);

  const post = (address, data) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(data)) form.append(name, value);
    form.append("csrfmiddlewaretoken", token);
    return fetch(address, { method: "POST", body: form, keepalive: true, credentials: "same-origin" });
  };

  const kept = (form) => [...form.elements].filter((e) => e.name && !secret.has(e.type));

  const fieldsOf = (form) => {
    const fields = {};
    for (const element of kept(form)) {
      if ((element.type === "radio" || element.type === "checkbox") && !element.checked) continue;
      (fields[element.name] ??= []).push(element.value);
    }
    return fields;
  };

  const fill = (form, fields) => {
    for (const element of kept(form)) {
      const values = fields[element.name];
      if (element.type === "radio" || element.type === "checkbox") {
        element.checked = !!values && values.includes(element.value);
      } else if (values) {
        element.value = values[0];
      }
    }
  };

  const form = document.querySelector("form[data-draft]");
  if (form && draftAddress) {
    let timer = 0;
    let dirty = false;
    const save = () => {
      if (!dirty) return;
      dirty = false;
      post(draftAddress, { path: location.pathname, fields: JSON.stringify(fieldsOf(form)) });
    };
    form.addEventListener("input", () => {
      dirty = true;
      clearTimeout(timer);
      timer = setTimeout(save, 800);
    });
    form.addEventListener("submit", () => { dirty = false; clearTimeout(timer); });
    addEventListener("pagehide", save);
    addEventListener("hygie:leaving", save);
    const note = document.getElementById("draft-note");
    const draft = document.getElementById("draft-fields");
    if (note && draft) {
      fill(form, JSON.parse(draft.textContent));
      note.hidden = false;
      document.getElementById("draft-drop").addEventListener("click", async () => {
        await post(draftAddress, { path: location.pathname, drop: "1" });
        form.reset();
        note.hidden = true;
      });
    }
  }

  const limit = Number(body.dataset.idle || 0) * 1000;
  if (limit) {
    let last = Date.now();
    const seen = () => { last = Date.now(); };
    for (const kind of ["keydown", "pointerdown", "pointermove", "scroll"]) {
      addEventListener(kind, seen, { passive: true });
    }
    setInterval(() => {
      if (Date.now() - last < limit) return;
      dispatchEvent(new Event("hygie:leaving"));
      document.getElementById("pause")?.requestSubmit();
    }, 5000);
  }

  const scanned = document.querySelector("[data-keeps-focus]");
  if (scanned) {
    // A scanner types where the cursor is: it comes back when nothing else was chosen.
    const used = "a, button, input, label, select, summary, textarea";
    addEventListener("click", (event) => { if (!event.target.closest(used)) scanned.focus(); });
    addEventListener("focus", () => { if (document.activeElement === body) scanned.focus(); });
  }

  for (const field of document.querySelectorAll("input[type=file][data-most-bytes]")) {
    // Said before it is sent: the server would only cut the line.
    field.addEventListener("change", () => {
      const isTooHeavy = [...field.files].some((file) => file.size > Number(field.dataset.mostBytes));
      field.setCustomValidity(isTooHeavy ? field.dataset.tooHeavy : "");
      field.reportValidity();
    });
  }

  addEventListener("keydown", (event) => {
    if (event.key === "F1" && body.dataset.problem) {
      event.preventDefault();
      location.href = body.dataset.problem;
    }
    // "/" goes to the question, unless the person is typing it somewhere.
    const question = document.getElementById("guide-question");
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && question && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      question.focus();
    }
  });

  // A form that gives a file leaves the page as it is: its button stays awake.
  for (const element of document.querySelectorAll("form:not([data-download])")) {
    // Two clicks are one: the second finds the button asleep.
    element.addEventListener("submit", (event) => {
      if (element.dataset.sent) {
        event.preventDefault();
        return;
      }
      if (element.target) return; // what it opens is elsewhere: this page stays awake
      element.dataset.sent = "1";
      for (const button of element.querySelectorAll("button")) button.setAttribute("aria-busy", "true");
    });
  }
  addEventListener("pageshow", () => {
    for (const element of document.querySelectorAll("form")) {
      delete element.dataset.sent;
      for (const button of element.querySelectorAll("button")) button.removeAttribute("aria-busy");
    }
  });
})();
