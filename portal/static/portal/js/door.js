// The sign at the door looks again by itself. Without scripts the whole page is fetched anew.
const sign = document.querySelector("[data-again]");
setInterval(async () => {
  try {
    const answer = await fetch(location.href, { cache: "no-cache" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-again]");
    if (fresh.textContent !== sign.textContent) sign.replaceChildren(...fresh.childNodes);
  } catch {
    // no network just now: it looks again in a minute
  }
}, sign.dataset.again * 1000);
