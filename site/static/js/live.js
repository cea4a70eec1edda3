// Keeps the page's live regions up to date: one WebSocket for signed-in readers, polling for everyone else and when
// the socket fails. Every region continues from the number its page was made at (docs/features/live.md).
import { announce } from "./live-announcer.js";
import { Region } from "./live-region.js";

const POLL_MS = 30_000;
const SILENCE_MS = 60_000; // the server speaks every 25 s: longer than this, the line is dead
const ACK_MS = 250;
const FAILURES_BEFORE_POLLING = 3;
const MAX_WAIT_MS = 64_000;
const TYPING_MS = 3500; // the server hears it every 3 s and forgets it after 6

const language = document.documentElement.lang;
const regions = new Map();
let socket = null;
let failures = 0;
let retryAt = 0; // asked by the server
let reconnecting = 0;
let acknowledging = 0;
let heardAt = 0;
let polling = 0;
let pollAt = 0;
const typedAt = new Map();
let signedIn = Boolean(document.querySelector('meta[name="live"][content="socket"], [data-stream^="u:"]'));

// -- the socket

const isOpen = () => socket?.readyState === WebSocket.OPEN;
const say = (frame) => isOpen() && socket.send(JSON.stringify(frame));
const follow = (region) => say({ type: "sub", s: region.stream, since: region.last, epoch: region.epoch });
const sync = (region) => (isOpen() ? say({ type: "sync", s: region.stream, since: region.last }) : pollSoon(0));

function connect() {
  clearTimeout(reconnecting);
  if (!signedIn || !regions.size || (socket && socket.readyState <= WebSocket.OPEN)) return;
  const line = new WebSocket(`${location.origin.replace(/^http/, "ws")}/live/?lang=${language}`);
  socket = line;
  heardAt = Date.now();
  line.addEventListener("open", () => regions.forEach(follow));
  line.addEventListener("message", ({ data }) => line === socket && hear(JSON.parse(data)));
  line.addEventListener("close", ({ code }) => line === socket && closed(code));
}

function hear(frame) {
  heardAt = Date.now();
  const region = regions.get(frame.s);
  if (frame.type === "head") return heads(frame.at);
  if (frame.type === "bye") return void (retryAt = Date.now() + frame.retry_ms);
  if (!region) return undefined;
  if (frame.type === "ok") return joined(region, frame);
  if (frame.type === "eph") return people(region, frame);
  return show(region, frame);
}

function joined(region, frame) {
  failures = 0;
  retryAt = 0;
  region.epoch ||= frame.epoch;
  clearTimeout(polling);
  polling = 0;
  document.documentElement.dataset.live = "socket";
  tellState(true);
}

function show(region, frame) {
  if (frame.type === "reset") return region.reset(frame.url).catch(() => pollSoon());
  if (frame.type === "gone") return lose(region);
  return region.take(frame) && acknowledgeSoon();
}

// Who is writing and how many are present, for whoever shows it: never read aloud.
function people(region, { who, present }) {
  region.element.dispatchEvent(
    new CustomEvent("live:eph", { bubbles: true, detail: { stream: region.stream, who, present } }),
  );
}

function heads(at) {
  for (const [stream, seq] of Object.entries(at)) {
    const region = regions.get(stream);
    if (region && seq > region.last) sync(region);
  }
  acknowledgeSoon();
}

function acknowledgeSoon() {
  acknowledging ||= setTimeout(() => {
    acknowledging = 0;
    say({ type: "ack", at: Object.fromEntries([...regions.values()].map((region) => [region.stream, region.last])) });
  }, ACK_MS);
}

function closed(code) {
  socket = null;
  for (const region of regions.values()) people(region, { who: [], present: 0 }); // nobody knows any more
  if (code === 4401 || code === 4403) {
    signedIn = false; // public regions go on by polling; private ones answer 404 and go
    return pollSoon(0);
  }
  failures += 1;
  if (failures >= FAILURES_BEFORE_POLLING) {
    tellState(false);
    pollSoon();
  }
  const jitter = Math.random() * Math.min(MAX_WAIT_MS, 1000 * 2 ** failures);
  reconnecting = setTimeout(connect, Math.max(jitter, retryAt - Date.now()));
  return undefined;
}

function lose(region) {
  regions.delete(region.stream);
  region.gone();
}

// -- polling

// A poll that is due sooner stays: a line that fails again and again must not put it off for ever.
function pollSoon(after = POLL_MS * (0.8 + 0.4 * Math.random())) {
  const at = Date.now() + after;
  if (polling && pollAt <= at) return;
  clearTimeout(polling);
  pollAt = at;
  polling = setTimeout(poll, after);
}

async function poll() {
  polling = 0;
  if (isOpen() || document.hidden) return;
  await Promise.all([...regions.values()].map(pollOne));
  if (regions.size && !isOpen()) pollSoon();
}

async function pollOne(region) {
  const query = new URLSearchParams({ since: region.last, lang: language });
  try {
    const answer = await fetch(`/live/${encodeURIComponent(region.stream)}?${query}`);
    if (answer.status === 404) return lose(region);
    if (!answer.ok) return undefined;
    const { epoch, frame } = await answer.json();
    const anew = region.epoch && epoch !== region.epoch;
    region.epoch = epoch;
    if (anew) return await region.reset(location.href);
    if (frame) await show(region, frame);
    if (!signedIn) document.documentElement.dataset.live = "polling";
  } catch {
    // offline: the next turn, or the browser's own "online", tries again
  }
  return undefined;
}

// -- the reader

function tellState(connected) {
  for (const notice of document.querySelectorAll("[data-live-lost]")) {
    const lost = !connected && regions.size > 0;
    if (lost && notice.hidden) announce(notice);
    notice.hidden = !lost;
  }
}

function wake() {
  if (document.hidden || !regions.size) return;
  if (isOpen() && Date.now() - heardAt > SILENCE_MS) socket.close();
  if (isOpen()) regions.forEach(sync);
  else if (signedIn) connect();
  if (!isOpen()) pollSoon(signedIn ? POLL_MS : 1000 * Math.random());
}

function watch() {
  if (isOpen() && Date.now() - heardAt > SILENCE_MS) {
    const dead = socket;
    closed(1006); // a dead line may take minutes to say so
    dead.close();
  }
}

// What a form of the reader's own answered is shown at once; the same event coming later changes nothing.
export function showOwn(stream, event) {
  const region = regions.get(stream);
  if (!region || !region.apply(event)) return false;
  region.tell([{ ...event, own: true }]);
  return true;
}

// The reader is writing in a stream: call it at every key, it is said now and then.
export function typing(stream) {
  const now = Date.now();
  if (!regions.has(stream) || now - (typedAt.get(stream) ?? 0) < TYPING_MS) return;
  typedAt.set(stream, now);
  say({ type: "typing", s: stream });
}

function start() {
  for (const element of document.querySelectorAll("[data-stream]")) {
    if (!regions.has(element.dataset.stream)) regions.set(element.dataset.stream, new Region(element, { sync, follow }));
  }
  if (!regions.size) return;
  addEventListener("online", wake);
  addEventListener("pageshow", (event) => event.persisted && wake());
  addEventListener("pagehide", () => socket?.close());
  document.addEventListener("visibilitychange", wake);
  setInterval(watch, SILENCE_MS / 4);
  if (signedIn) connect();
  else pollSoon();
}

start();
