// The places of the list beside it, on a map. Nothing is fetched before somebody opens it.
const RADIUS = 44; // pixels: what stands closer together becomes one mark
const box = document.querySelector("[data-map]");
const opener = document.querySelector("[data-map-open]");
const places = [...document.querySelectorAll("[data-place]")].map((item) => ({
  item,
  name: item.querySelector("h2").textContent.trim(),
  count: Number(item.dataset.count),
  at: [Number(item.dataset.latitude), Number(item.dataset.longitude)],
}));

if (box && opener && places.length) {
  opener.hidden = false;
  opener.addEventListener("click", open, { once: true });
}

async function open() {
  opener.disabled = true;
  try {
    await Promise.all([style(box.dataset.css), script(box.dataset.js)]);
    opener.hidden = true;
    box.hidden = false;
    draw(window.L);
    box.focus();
  } catch {
    opener.textContent = box.dataset.failed;
  }
}

function loaded(element) {
  return new Promise((resolve, reject) => {
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });
}

function style(href) {
  return loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}

function script(src) {
  return loaded(Object.assign(document.createElement("script"), { src }));
}

function draw(L) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, { zoomAnimation: !still, fadeAnimation: !still, minZoom: 8, maxZoom: 18, zoomControl: false });
  L.control.zoom({ position: "bottomleft" }).addTo(map);
  map.attributionControl.setPrefix(false);
  L.tileLayer(box.dataset.tiles, { attribution: box.dataset.attribution, maxZoom: 18 }).addTo(map);
  map.fitBounds(L.latLngBounds(places.map((place) => place.at)), { padding: [32, 32], maxZoom: 15 });
  const marks = L.layerGroup().addTo(map);
  const again = () => {
    marks.clearLayers();
    for (const group of near(map)) mark(L, map, group).addTo(marks);
  };
  map.on("zoomend", again);
  again();
}

// Each place joins the first group whose first place is close by at this zoom.
function near(map) {
  const groups = [];
  for (const place of places) {
    const point = map.latLngToLayerPoint(place.at);
    const found = groups.find((group) => group.point.distanceTo(point) < RADIUS);
    if (found) found.places.push(place);
    else groups.push({ point, places: [place] });
  }
  return groups;
}

function mark(L, map, group) {
  const [first] = group.places;
  const count = group.places.reduce((sum, place) => sum + place.count, 0);
  const name = group.places.map((place) => place.name).join("、");
  const icon = L.divIcon({ className: "map__mark", html: String(count), iconSize: [36, 36] });
  const marker = L.marker(first.at, { icon, title: name, alt: name, keyboard: true });
  const distinct = group.places.some((place) => String(place.at) !== String(first.at));
  if (distinct && map.getZoom() < map.getMaxZoom()) {
    const bounds = L.latLngBounds(group.places.map((place) => place.at));
    return marker.on("click", () => map.fitBounds(bounds, { padding: [48, 48], maxZoom: Math.min(map.getZoom() + 3, 18) }));
  }
  return marker.bindPopup(() => popup(group.places), { maxHeight: 260, maxWidth: 280 });
}

function popup(shown) {
  const told = document.createElement("div");
  told.className = "map__popup";
  told.append(...shown.map((place) => place.item.cloneNode(true)));
  return told;
}
