// What a device may add to the search of events: where it is, and whose children its owner looks after.
const KEY = "children";

// Where I am: rounded here already, so that nobody's door leaves the device.
const here = document.querySelector("[data-here]");
if (here && navigator.geolocation) {
  here.hidden = false;
  here.addEventListener("click", () => navigator.geolocation.getCurrentPosition(start, fail, { timeout: 10000 }));
}

function start({ coords }) {
  const place = [coords.latitude, coords.longitude].map((degrees) => degrees.toFixed(2)).join(",");
  const near = here.form.elements.near;
  near.add(new Option(here.dataset.here, place, true, true));
  here.form.requestSubmit();
}

function fail() {
  const told = document.querySelector("[data-here-failed]");
  told.textContent = told.dataset.hereFailed;
}

// My children: months of birth and the district at home, kept in this browser and nowhere else.
const box = document.querySelector("[data-children]");
const form = box?.querySelector("[data-children-form]");

if (box && stored() !== undefined) {
  box.hidden = false;
  show();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
  });
  box.querySelector("[data-children-forget]").addEventListener("click", forget);
}

// null: nothing is kept; undefined: nothing can be kept here.
function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return undefined;
  }
}

function keep() {
  const births = [...form.querySelectorAll("[name=birth]")].map((field) => field.value).filter((month) => months(month) >= 0);
  if (!births.length) return forget();
  localStorage.setItem(KEY, JSON.stringify({ births, home: form.elements.home.value }));
  box.querySelector("details").open = false;
  show();
  box.querySelector("[data-children-link]").focus();
}

function forget() {
  localStorage.removeItem(KEY);
  form.reset();
  show();
  box.querySelector("summary").focus();
}

function show() {
  const { births = [], home = "" } = stored() ?? {};
  box.querySelector("[data-children-known]").hidden = !births.length;
  form.querySelectorAll("[name=birth]").forEach((field, place) => { field.value = births[place] ?? ""; });
  form.elements.home.value = home;
  const link = box.querySelector("[data-children-link]");
  link.href = address(births, home);
  link.querySelector("span").textContent = births.length ? `(${births.map(said).join(box.dataset.and)})` : "";
}

function address(births, home) {
  const asked = new URL(window.location.href);
  for (const name of ["age", "grade", "district", "after", "unstated"]) asked.searchParams.delete(name);
  for (const birth of births) asked.searchParams.append("age", `${months(birth)}m`);
  if (home) asked.searchParams.set("district", home);
  return asked.href;
}

// Full months since the month of birth; -1 for what is no month, or is still to come.
function months(birth) {
  const read = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(birth);
  const today = new Date();
  const passed = read ? (today.getFullYear() - read[1]) * 12 + today.getMonth() + 1 - read[2] : -1;
  return passed < 240 ? passed : -1;
}

function said(birth) {
  const old = months(birth);
  const words = old < 12 ? [box.dataset.months, old] : [box.dataset.years, Math.floor(old / 12)];
  return words[0].replace("{}", words[1]);
}
