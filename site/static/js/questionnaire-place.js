// A place shown on the map of the basin. The sheet is Lambert's azimuthal equal-area projection centred on 15.4 E 37.9 N
// and rolled by 1.5 degrees (kernel/ui/projection.py); inverse: J. P. Snyder, USGS 1395 (1987), chapter 24.

const WIDTH = 1440;
const HEIGHT = 640;
const CENTRE = [15.4, 37.9];
const ROLL = 1.5;
const radians = (degrees) => (degrees * Math.PI) / 180;
const degrees = (angle) => (angle * 180) / Math.PI;
const { asin, atan2, cos, hypot, sin, sqrt } = Math;

const [lon0, tilt, turn] = [radians(CENTRE[0]), radians(-CENTRE[1]), radians(ROLL)];

function raw(lon, lat) {
  const [l, p] = [radians(lon) - lon0, radians(lat)];
  const [x, y, z] = [cos(l) * cos(p), sin(l) * cos(p), sin(p)];
  const k = z * cos(tilt) + x * sin(tilt);
  const [a, b] = [atan2(y * cos(turn) - k * sin(turn), x * cos(tilt) - z * sin(tilt)), asin(k * cos(turn) + y * sin(turn))];
  const scale = sqrt(2 / (1 + cos(a) * cos(b)));
  return [scale * cos(b) * sin(a), -scale * sin(b)];
}

const [west, east] = [raw(-8.6, 36), raw(38.6, 34.5)];
const scale = WIDTH / (east[0] - west[0]);
const middle = (raw(12.5, 45.65)[1] + raw(19, 29.9)[1]) / 2;

export function project(lat, lon) {
  const [x, y] = raw(lon, lat);
  return [(x - west[0]) * scale, HEIGHT / 2 + (y - middle) * scale];
}

// Latitude and longitude of a point of the sheet, in degrees.
export function unproject(sheetX, sheetY) {
  const x = sheetX / scale + west[0];
  const y = -((sheetY - HEIGHT / 2) / scale + middle);
  const reach = hypot(x, y);
  const c = 2 * asin(Math.min(1, reach / 2));
  const lat = reach ? asin((y * sin(c)) / reach) : 0;
  const lon = reach ? atan2(x * sin(c), reach * cos(c)) : 0;
  const [p, q, r] = [cos(lon) * cos(lat), sin(lon) * cos(lat), sin(lat)];
  const k = r * cos(turn) - q * sin(turn);
  const across = q * cos(turn) + r * sin(turn);
  const [u, w] = [p * cos(tilt) + k * sin(tilt), k * cos(tilt) - p * sin(tilt)];
  return [degrees(asin(w)), degrees(atan2(across, u) + lon0)];
}

export function startPlaces(form) {
  form.querySelectorAll("[data-place]").forEach(start);
}

function start(box) {
  const field = (name) => box.querySelector(`[data-place-${name}]`);
  const [svg, pin, town, lat, lon] = [box.querySelector("svg.point__map"), field("pin"), field("town"), field("lat"), field("lon")];
  field("hint").hidden = false;
  svg.addEventListener("click", (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    [lat.value, lon.value] = unproject(at.x, at.y).map((angle) => angle.toFixed(3));
    town.value = "";
    put(at.x, at.y);
    lat.dispatchEvent(new Event("input", { bubbles: true }));
  });
  town.addEventListener("change", () => {
    const { x, y } = town.selectedOptions[0].dataset;
    if (!x) return;
    lat.value = lon.value = "";
    put(x, y);
  });
  for (const degree of [lat, lon]) degree.addEventListener("change", () => typed());
  svg.closest("form").addEventListener("change", ({ target, currentTarget }) => target === currentTarget && putBack());

  function putBack() {
    const { x, y } = town.selectedOptions[0].dataset;
    if (x) put(x, y);
    else typed();
  }

  function typed() {
    const [at, along] = [lat, lon].map(({ value }) => Number.parseFloat(value.replace(",", ".")));
    if (Number.isNaN(at) || Number.isNaN(along)) return;
    town.value = "";
    put(...project(at, along));
  }

  function put(x, y) {
    pin.setAttribute("transform", `translate(${x} ${y}) scale(2)`);
    pin.classList.remove("point__pin--off");
  }
}
