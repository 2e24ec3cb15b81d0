// Looking through a series: one canvas, and the slices around the one shown fetched ahead of the
// finger. The pictures are PNG that Hygie wrote itself; nothing of the patient's files comes here.
const viewer = document.getElementById("viewer");
const stage = viewer.querySelector(".stage");
const slider = viewer.querySelector("input[type=range]");
const where = viewer.querySelector(".where");
const canvas = document.createElement("canvas");
const pen = canvas.getContext("2d", { alpha: false });

const count = Number(viewer.dataset.count);
const frames = viewer.dataset.frames.replace(/0\.png$/, "");
const SIZE = 1024; // pixels, as served; a detail of DETAIL once one zooms
const DETAIL = 2048;
const AT_ONCE = 3; // requests under way: the server draws with two processors
const MOST_BYTES = 192 * 1024 * 1024; // of PNG kept here
const DECODED = 24; // slices kept ready to draw, on each side

let at = Number(viewer.dataset.at);
let chosen = viewer.dataset.window;
let direction = 1;
let generation = 0; // grows when the window changes: late answers are of another one
let zoom = 1;
let pan = { x: 0, y: 0 };
let blobs = new Map();
let bitmaps = new Map();
let failed = new Set();
let loading = new Set();
let kept = 0;

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
const address = (n, size) => `${frames}${n}.png?taille=${size}&fenetre=${encodeURIComponent(chosen)}`;

async function fetched(n, size) {
  const answer = await fetch(address(n, size), { credentials: "same-origin" });
  const kind = answer.headers.get("Content-Type") || "";
  // The examination was erased, or the session paused: the page itself says so.
  if (answer.redirected && !kind.startsWith("image/")) location.reload();
  return answer.ok && kind === "image/png" ? answer.blob() : null;
}

async function load(n) {
  const mine = generation;
  loading.add(n);
  try {
    const blob = await fetched(n, SIZE);
    if (mine !== generation) return;
    if (blob) { blobs.set(n, blob); kept += blob.size; } else failed.add(n);
    if (blob && Math.abs(n - at) <= DECODED) await decode(n);
  } catch {
    if (mine === generation) failed.add(n);
  } finally {
    if (mine === generation) { loading.delete(n); paint(); ahead(); }
  }
}

async function decode(n) {
  if (bitmaps.has(n) || !blobs.has(n)) return;
  const mine = generation;
  const bitmap = await createImageBitmap(blobs.get(n));
  if (mine !== generation) return bitmap.close();
  bitmaps.set(n, bitmap);
  for (const other of bitmaps.keys()) {
    if (Math.abs(other - at) > DECODED * 2) { bitmaps.get(other).close(); bitmaps.delete(other); }
  }
}

// The slice shown first, then its neighbours, a little further in the direction one goes.
function wanted() {
  for (let step = 0; step < count; step++) {
    for (const n of [at + step * direction, at - Math.ceil(step / 2) * direction]) {
      if (n >= 0 && n < count && !blobs.has(n) && !loading.has(n) && !failed.has(n)) return n;
    }
  }
  return -1;
}

function ahead() {
  while (loading.size < AT_ONCE) {
    const n = kept < MOST_BYTES || !blobs.has(at) ? wanted() : -1;
    if (n < 0) return;
    load(n);
  }
}

// While the slice asked for is on its way, the nearest one that is there stays on the screen.
function nearest() {
  for (let step = 0; step < DECODED; step++) {
    for (const n of [at - step * direction, at + step * direction]) if (bitmaps.has(n)) return n;
  }
  return -1;
}

let painting = 0;
function paint() {
  painting ||= requestAnimationFrame(() => { painting = 0; draw(); });
}

function draw() {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(stage.clientWidth * ratio);
  const height = Math.round(stage.clientHeight * ratio);
  if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height; }
  const n = failed.has(at) ? -1 : nearest();
  stage.dataset.shown = n;
  pen.fillStyle = "#000";
  pen.fillRect(0, 0, width, height);
  if (n < 0) return tell(failed.has(at) ? "Cette image ne peut pas être montrée." : "");
  const bitmap = bitmaps.get(n);
  const scale = Math.min(width / bitmap.width, height / bitmap.height) * zoom;
  const [w, h] = [bitmap.width * scale, bitmap.height * scale];
  pan.x = clamp(pan.x, -Math.max(0, w - width) / 2 / ratio, Math.max(0, w - width) / 2 / ratio);
  pan.y = clamp(pan.y, -Math.max(0, h - height) / 2 / ratio, Math.max(0, h - height) / 2 / ratio);
  pen.imageSmoothingEnabled = scale < 4;
  pen.drawImage(bitmap, (width - w) / 2 + pan.x * ratio, (height - h) / 2 + pan.y * ratio, w, h);
}

function tell(text) {
  pen.fillStyle = "#fff";
  pen.font = `${16 * (window.devicePixelRatio || 1)}px sans-serif`;
  pen.textAlign = "center";
  pen.fillText(text, canvas.width / 2, canvas.height / 2);
}

function show(n) {
  const next = clamp(n, 0, count - 1);
  if (next !== at) direction = next > at ? 1 : -1;
  at = next;
  const words = `Image ${at + 1} sur ${count}`;
  where.textContent = words;
  slider.value = at + 1;
  slider.setAttribute("aria-valuetext", words);
  canvas.setAttribute("aria-label", words);
  for (const [name, hidden] of [["previous", at === 0], ["next", at === count - 1]]) {
    viewer.querySelector(`[data-do=${name}]`).hidden = hidden;
  }
  for (const step of [0, 1, -1, 2, 3, 4]) decode(at + step * direction).then(paint);
  paint();
  ahead();
}

function use(name) {
  if (name === chosen) return;
  chosen = name;
  generation++;
  for (const bitmap of bitmaps.values()) bitmap.close();
  [blobs, bitmaps, failed, loading, kept] = [new Map(), new Map(), new Set(), new Set(), 0];
  for (const link of viewer.querySelectorAll("a[data-window]")) {
    link.classList.toggle("outline", link.dataset.window !== name);
    link.setAttribute("aria-pressed", String(link.dataset.window === name));
  }
  ahead();
}

let sharper = 0;
function zoomTo(value, x = 0, y = 0) {
  const before = zoom;
  zoom = clamp(value, 1, 16);
  pan = { x: x - (x - pan.x) * (zoom / before), y: y - (y - pan.y) * (zoom / before) };
  if (zoom === 1) pan = { x: 0, y: 0 };
  stage.classList.toggle("zoomed", zoom > 1);
  paint();
  clearTimeout(sharper);
  sharper = setTimeout(detail, 300);
}

async function detail() {
  const [n, mine, bitmap] = [at, generation, bitmaps.get(at)];
  if (zoom < 1.5 || !bitmap || bitmap.width !== SIZE) return;
  const blob = await fetched(n, DETAIL).catch(() => null);
  if (!blob || mine !== generation) return;
  const finer = await createImageBitmap(blob);
  bitmaps.get(n)?.close();
  bitmaps.set(n, finer);
  paint();
}

const middle = (event) => {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2];
};

let rolled = 0;
stage.addEventListener("wheel", (event) => {
  event.preventDefault();
  const amount = event.deltaMode === 0 ? event.deltaY : event.deltaY * 40;
  if (event.ctrlKey) return zoomTo(zoom * Math.exp(-amount / 300), ...middle(event));
  rolled += amount;
  const steps = Math.trunc(rolled / 40);
  rolled -= steps * 40;
  // A notch of the wheel is one slice, however far the browser says it scrolls.
  if (steps) show(at + (event.deltaMode === 0 && Math.abs(amount) >= 100 ? Math.sign(steps) : steps));
}, { passive: false });

const fingers = new Map();
let from = null;
const apart = () => { const [a, b] = [...fingers.values()]; return Math.hypot(a.x - b.x, a.y - b.y); };
stage.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  from = { x: event.clientX, y: event.clientY, at, pan: { ...pan }, zoom, apart: fingers.size > 1 ? apart() : 0 };
});
stage.addEventListener("pointermove", (event) => {
  if (!fingers.has(event.pointerId) || !from) return;
  fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  if (fingers.size > 1) return from.apart ? zoomTo(from.zoom * (apart() / from.apart)) : undefined;
  if (zoom > 1) {
    pan = { x: from.pan.x + event.clientX - from.x, y: from.pan.y + event.clientY - from.y };
    return paint();
  }
  const a_slice = clamp(stage.clientHeight / count, 3, 24);
  show(from.at + Math.round((event.clientY - from.y) / a_slice));
});
for (const end of ["pointerup", "pointercancel"]) {
  stage.addEventListener(end, (event) => { fingers.delete(event.pointerId); from = null; });
}
stage.addEventListener("dblclick", () => zoomTo(1));

const actions = {
  previous: () => show(at - 1), next: () => show(at + 1),
  in: () => zoomTo(zoom * 1.5), out: () => zoomTo(zoom / 1.5), fit: () => zoomTo(1),
};
const keys = {
  ArrowDown: () => show(at + 1), ArrowRight: () => show(at + 1),
  ArrowUp: () => show(at - 1), ArrowLeft: () => show(at - 1),
  PageDown: () => show(at + 10), PageUp: () => show(at - 10),
  Home: () => show(0), End: () => show(count - 1),
  "+": actions.in, "=": actions.in, "-": actions.out, 0: actions.fit,
};

viewer.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target === slider && event.key.startsWith("Arrow")) return;
  const windows = viewer.querySelectorAll("a[data-window]");
  const pressed = /^[1-9]$/.test(event.key) ? windows[Number(event.key) - 1] : null;
  if (pressed) use(pressed.dataset.window);
  else if (keys[event.key]) keys[event.key]();
  else return;
  event.preventDefault();
});
viewer.addEventListener("click", (event) => {
  const control = event.target.closest("[data-do], a[data-window]");
  if (!control || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  if (control.dataset.do) actions[control.dataset.do]();
  else use(control.dataset.window);
});
slider.addEventListener("input", () => show(Number(slider.value) - 1));

canvas.setAttribute("role", "img");
stage.tabIndex = 0;
stage.setAttribute("aria-label", "Image de la série");
stage.replaceChildren(canvas);
for (const element of viewer.querySelectorAll(".js-only")) element.hidden = false;
for (const link of viewer.querySelectorAll("a[data-window]")) {
  link.setAttribute("aria-pressed", String(link.dataset.window === chosen));
}
new ResizeObserver(paint).observe(stage);
show(at);
stage.focus({ preventScroll: true, focusVisible: false });
