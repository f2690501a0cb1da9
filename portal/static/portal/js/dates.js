// Shows the dates while days are tapped. Without scripts the button "show the dates" does the same.
for (const part of document.querySelectorAll("[data-dates]")) {
  const shown = part.querySelector("[data-dates-ahead]");
  let asked = 0;
  part.addEventListener("change", async (event) => {
    if (shown.contains(event.target)) return; // what is being typed there is not drawn anew
    const data = new FormData(part.closest("form"));
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    const mine = ++asked;
    try {
      const answer = await fetch(part.dataset.dates, { method: "POST", body: data });
      if (answer.ok && mine === asked) shown.innerHTML = await answer.text();
    } catch {
      // no network just now: the button asks again
    }
  });
}
