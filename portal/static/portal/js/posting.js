// Keeps what is typed while it is typed. Without scripts the button "keep for later" does the same.
const PAUSE = 4000;
const form = document.querySelector("form[data-kept]");
const status = form?.querySelector("[data-keep]");
const file = form?.querySelector("input[type=file]");
let timer = null;
let keeping = false;
let changed = false;
let chosen = false;

function send() {
  const body = new FormData(form);
  if (!chosen) body.delete(file.name);
  return fetch(status.dataset.keep, { method: "POST", body, headers: { Accept: "application/json" } });
}

// After a new sign-in on another page the form's own sign is out of date; a fresh page brings the new one.
async function renewSign() {
  const page = new DOMParser().parseFromString(await (await fetch(window.location.href)).text(), "text/html");
  const fresh = page.querySelector("form[data-kept] [name=csrfmiddlewaretoken]");
  if (fresh) form.elements.csrfmiddlewaretoken.value = fresh.value;
  return Boolean(fresh);
}

async function keep() {
  if (keeping || !changed) return;
  keeping = true;
  changed = false;
  const withPicture = chosen;
  try {
    let response = await send();
    if (response.status === 403 && await renewSign()) response = await send();
    const news = await response.json();
    status.textContent = news.said ?? news.detail ?? "";
    if (withPicture && response.ok) showPicture(news.picture);
    changed ||= response.status === 401; // typed on while signed out: tried again
  } catch {
    changed = true; // no network just now: the next try keeps it
  }
  keeping = false;
  if (changed) later(30_000);
}

function showPicture(html) {
  if (!html) return;
  form.querySelector("[data-picture-shown]").innerHTML = html;
  chosen = false;
  file.value = "";
}

function later(pause = PAUSE) {
  clearTimeout(timer);
  timer = setTimeout(keep, pause);
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

// A tap on the picture chooses the field of the nine that stays in sight.
function chooseMiddle(event) {
  const picture = event.target.closest("[data-picture-shown] img");
  if (!picture) return;
  const box = picture.getBoundingClientRect();
  const third = (place, whole) => Math.min(2, Math.floor((3 * place) / whole));
  const field = 3 * third(event.clientY - box.top, box.height) + third(event.clientX - box.left, box.width);
  form.querySelectorAll("[name=picture_middle]")[field].click();
}

if (form && status) {
  form.addEventListener("input", note);
  form.addEventListener("click", chooseMiddle);
  form.addEventListener("submit", () => { clearTimeout(timer); changed = false; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
}
