// Keys for the desk, only while the focus is in its lists; Tab, Enter and Space do all of it without them.
document.addEventListener("keydown", (event) => {
  const list = document.activeElement?.closest("[data-desk]");
  if (!list || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const items = [...document.querySelectorAll("[data-desk] .desk-item")].filter((item) => item.checkVisibility());
  const item = document.activeElement.closest(".desk-item");
  const at = items.indexOf(item);
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") items[at + (key === "j" ? 1 : -1)]?.querySelector("a").focus();
  else if (key === "u") document.querySelector("[data-key=u]")?.click();
  else if (key === "e" || key === "l") item?.querySelector(`[data-key=${key}]`)?.click();
  else return;
  event.preventDefault();
});
