// Keeps what is typed while it is typed. Without scripts the button "keep for later" does the same.
const PAUSE = 4000;
const form = document.querySelector("form[data-kept]");
const status = form?.querySelector("[data-keep]");
const file = form?.querySelector("input[type=file]");
let timer = null;
let keeping = false;
let changed = false;
let chosen = false;

function answers() {
  const data = new FormData(form);
  if (!chosen) data.delete(file.name);
  return data;
}

async function keep() {
  if (keeping || !changed) return;
  keeping = true;
  changed = false;
  const withPicture = chosen;
  try {
    const response = await fetch(status.dataset.keep, { method: "POST", body: answers(), headers: { Accept: "application/json" } });
    const news = await response.json();
    status.textContent = news.said ?? news.detail ?? "";
    if (withPicture && response.ok) showPicture(news.picture);
  } catch {
    changed = true; // no network just now: the next try keeps it
  }
  keeping = false;
  if (changed) later();
}

function showPicture(html) {
  if (!html) return;
  form.querySelector("[data-picture-shown]").innerHTML = html;
  chosen = false;
  file.value = "";
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
}

function note(event) {
  changed = true;
  if (event.target === file && file.value) {
    chosen = true;
    form.querySelector("[data-picture-more]").open = true;
    clearTimeout(timer);
    keep();
  } else {
    later();
  }
}

if (form && status) {
  form.addEventListener("input", note);
  form.addEventListener("submit", () => { clearTimeout(timer); changed = false; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
}
