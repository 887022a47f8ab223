// The index of a preview: finds cards, shows one beside its older self, and follows a server's rebuilds.
"use strict";

const PAGE = 100; // cards that the list shows at once
const WIDTHS = { phone: 390, desktop: 768 };
const LISTED = 200; // items of the overview's lists
const STATES = {
  new: "New",
  updated: "Updated",
  restored: "Back again",
  retired: "Retired",
  held: "Held",
  blocked: "Blocked",
  unchanged: "Unchanged",
};

const SEVERITIES = ["error", "warning", "advice", "note"]; // worst first

const at = (id) => document.getElementById(id);
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

let deck = null;
let texts = null; // what the search looks through, once it has been loaded
let awaited = false; // whether it is on its way
let found = []; // the places, in deck.cards, of the cards that the filters let through
let first = 0; // where the list's page begins in `found`
let current = null; // the card that is shown
const look = { theme: kept("theme") || preferred(), screen: kept("screen") || "phone" };

// --- Data, which come as scripts: a page from a disk may load nothing else -------------------------------------

const deckwright = {
  index(value) {
    const isFirst = !deck;
    deck = value;
    deck.byId = new Map(deck.cards.map((card, place) => [card.id, place]));
    texts = null;
    awaited = false;
    deck.isNew = deck.cards.every((card) => card.effect === "new");
    arrived(isFirst);
  },
  text(value) {
    texts = value.map((text, place) => fold(`${deck.cards[place].question} ${text}`));
    refilter();
  },
};

function load(name) {
  const script = document.createElement("script");
  script.src = `data/${name}.js?${Date.now()}`;
  script.onload = () => script.remove();
  document.head.append(script);
}

function arrived(isFirst) {
  document.title = `${deck.name} – preview`;
  at("name").textContent = deck.name;
  at("headline").textContent = deck.headline;
  problem(deck.problem);
  options();
  if (deck.live) follow();
  arrive();
  if (isFirst) reveal();
}

// --- The address holds what is shown and what is asked for ------------------------------------------------------

function asked() {
  return new URLSearchParams(location.hash.slice(1));
}

function address(changes) {
  const words = asked();
  for (const [key, value] of Object.entries(changes)) {
    if (value) words.set(key, value);
    else words.delete(key);
  }
  return `#${words}`;
}

function arrive() {
  const words = asked();
  for (const name of ["section", "tag", "effect"]) at(name).value = words.get(name) || "";
  if (at("query").value !== (words.get("q") || "")) at("query").value = words.get("q") || "";
  refilter();
}

// In a small window the card stands below the list.
function reveal() {
  if (asked().get("card") && matchMedia("(max-width: 820px)").matches) at("main").scrollIntoView();
}

function refilter() {
  const words = fold(at("query").value).split(/\s+/).filter(Boolean);
  if (words.length && !texts && !awaited) {
    awaited = true;
    load("text");
  }
  const [section, tag, effect] = ["section", "tag", "effect"].map((name) => at(name).value);
  const below = (names, chosen, mark) => names.map((name) => name === chosen || name.startsWith(chosen + mark));
  const sections = below(deck.sections, section, " › ");
  const tags = below(deck.tags, tag, "::");
  found = [];
  deck.cards.forEach((card, place) => {
    if (section && !sections[card.section]) return;
    if (tag && !card.tags.some((each) => tags[each])) return;
    if (effect === "remarks" ? !card.remarks : effect && card.effect !== effect) return;
    const text = words.length && (texts ? texts[place] : fold(card.question));
    if (words.every((word) => text.includes(word))) found.push(place);
  });
  show();
}

function show() {
  const id = asked().get("card");
  const place = id ? (deck.byId.get(id) ?? nearest()) : undefined;
  if (place !== undefined) history.replaceState(null, "", address({ card: deck.cards[place].id }));
  current = place === undefined ? null : deck.cards[place];
  const listed = found.indexOf(place);
  if (listed >= 0) first = listed - (listed % PAGE);
  else if (first >= found.length) first = 0;
  keepingFocus(() => {
    list();
    about(place);
  });
}

// What is drawn anew takes the focus along: on the same link, or where that is gone, on what it led to.
function keepingFocus(draw) {
  const held = document.activeElement;
  const place = held?.closest("#list, #about");
  draw();
  if (!place || held.isConnected) return;
  const name = (each) => (each.className === "step" ? each.textContent : each.getAttribute("href"));
  const same = [...place.querySelectorAll("a")].find((each) => name(each) === name(held));
  if (same) same.focus({ preventScroll: true });
  else at("main").focus();
}

// A new question has no name of its own until it is built: reworded, it is found again by where it stands.
function nearest() {
  if (!current) return undefined;
  const away = (card) => (card.file === current.file ? Math.abs(card.line - current.line) : Infinity);
  const best = deck.cards.reduce((best, card, place) => (away(card) < away(deck.cards[best]) ? place : best), 0);
  return deck.cards.length && away(deck.cards[best]) < 20 ? best : undefined;
}

// --- The list of cards ------------------------------------------------------------------------------------------

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

function link(card) {
  const here = card === current ? "true" : undefined;
  return make(
    "a",
    { href: address({ card: card.id }), "aria-current": here },
    make("span", { class: "question" }, card.question || "(no words)"),
    card.next ? make("span", { class: "next" }, card.next) : "",
    make("span", { class: "meta" }, badge(card), flag(card), [
      card.card !== "Recall" ? card.card : "",
      deck.sections[card.section],
    ].filter(Boolean).join(" · ")),
  );
}

function flag(card) {
  const worst = SEVERITIES.find((severity) => card.remarks?.some((each) => each.severity === severity));
  return worst ? make("span", { class: `flag ${worst}` }, worst) : "";
}

function badge(card) {
  const quiet = card.effect === "unchanged" || deck.isNew; // a first build is new throughout
  return quiet ? "" : make("span", { class: `badge ${card.effect}` }, STATES[card.effect]);
}

function list() {
  const page = found.slice(first, first + PAGE);
  at("list").start = first + 1;
  at("list").replaceChildren(...page.map((place) => make("li", {}, link(deck.cards[place]))));
  const span = found.length > PAGE ? ` (${first + 1}–${first + page.length} listed)` : "";
  const all = found.length === deck.cards.length ? "" : ` of ${deck.cards.length.toLocaleString("en")}`;
  at("count").textContent = `${found.length.toLocaleString("en")}${all} cards${span}`;
  at("pages").hidden = found.length <= PAGE;
  at("earlier").disabled = first === 0;
  at("later").disabled = first + PAGE >= found.length;
  at("list").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

function turn(pages) {
  first = Math.max(0, first + pages * PAGE);
  list();
  at("list").querySelector("a").focus();
}

function options() {
  const tally = (names, mark, of) => {
    const counts = new Map();
    const paths = names.map((name) => name.split(mark).map((_, level, parts) => parts.slice(0, level + 1).join(mark)));
    for (const card of deck.cards) {
      for (const path of new Set(of(card).flatMap((each) => paths[each]))) counts.set(path, (counts.get(path) || 0) + 1);
    }
    counts.delete("");
    return counts;
  };
  const sections = tally(deck.sections, " › ", (card) => [card.section]);
  choices("section", "All sections", [...sections], (name) => {
    const parts = name.split(" › ");
    return "\u2003".repeat(parts.length - 1) + parts.at(-1);
  });
  const tags = [...tally(deck.tags, "::", (card) => card.tags)];
  choices("tag", "All tags", tags.sort((a, b) => (a[0] < b[0] ? -1 : 1)), (name) => name);
  const effects = new Map(Object.keys(STATES).map((name) => [name, 0]));
  for (const card of deck.cards) effects.set(card.effect, effects.get(card.effect) + 1);
  effects.set("remarks", deck.cards.filter((card) => card.remarks).length);
  const present = [...effects].filter(([, count]) => count);
  choices("effect", "All cards", present, (name) => STATES[name] || "With remarks");
}

function choices(id, all, counted, label) {
  const chosen = at(id).value;
  const made = counted.map(([name, count]) => new Option(`${label(name)} (${count.toLocaleString("en")})`, name));
  at(id).replaceChildren(new Option(all, ""), ...made);
  at(id).value = chosen;
}

// --- A card, or the overview --------------------------------------------------------------------------------------

function about(place) {
  const card = current;
  at("skip").textContent = card ? "Skip to the card" : "Skip to the overview";
  at("about").replaceChildren(...(card ? details(card, place) : [...missing(), ...overview()]));
  sides(card);
}

function missing() {
  const id = asked().get("card");
  return id ? [make("p", { class: "note", role: "status" }, `No card here is called ${id}: it may be gone, or another deck's.`)] : [];
}

function details(card, place) {
  const where = [deck.sections[card.section], card.line ? `${card.file}:${card.line}` : card.file].filter(Boolean);
  const listed = found.indexOf(place);
  const step = (to, words) =>
    listed >= 0 && to in found
      ? make("a", { href: address({ card: deck.cards[found[to]].id }), class: "step" }, words)
      : "";
  const changed = card.effect !== "unchanged";
  return [
    make("nav", { class: "steps", "aria-label": "Neighbours" }, step(listed - 1, "← Previous"), step(listed + 1, "Next →")),
    make("h2", {}, card.question || "(no words)"),
    make("p", { class: "where" }, where.join(" · ")),
    make("p", { class: "tags" }, ...card.tags.map((tag) => make("a", { href: `#${new URLSearchParams({ tag: deck.tags[tag] })}` }, deck.tags[tag]))),
    changed && badge(card) ? make("p", { class: "change" }, badge(card), change(card)) : "",
    card.was ? make("p", { class: "change" }, "The question was: ", make("q", {}, card.was)) : "",
    card.remarks ? remarks(card.remarks, "Remarks on this card") : "",
  ].filter(Boolean);
}

function change(card) {
  const said = [card.why || "", card.differing?.length ? `differs in ${card.differing.join(", ")}` : ""];
  if (!deck.baseline && card.effect === "updated") said.push("no package is there to compare with");
  return said.filter(Boolean).join("; ");
}

function overview() {
  const news = deck.isNew ? [] : deck.cards.filter((card) => card.effect !== "unchanged");
  return [
    make("h2", {}, "Overview"),
    make("p", {}, deck.headline + (deck.baseline ? `. Compared with ${deck.baseline}.` : ".")),
    deck.mathjax ? "" : make("p", { class: "note" }, "Formulas are shown as TeX, since MathJax isn't installed. To see them as Anki shows them: pip install 'deckwright[preview]'"),
    listing("What changed", news, (card) => make("li", {}, link(card))),
    deck.remarks.length ? remarks(deck.remarks, "Remarks on no single card") : "",
    listing("Parts that became no card", deck.skipped, (skip) =>
      make("li", {}, make("span", { class: "place" }, skip.place), ` ${skip.title ? `“${skip.title}”: ` : ""}${skip.reason}`),
    ),
  ].filter(Boolean);
}

function listing(title, items, item) {
  if (!items.length) return "";
  const rest = items.length - LISTED;
  return make("section", { class: "listing" }, make("h3", {}, title), make("ul", {}, ...items.slice(0, LISTED).map(item)),
    rest > 0 ? make("p", {}, `… and ${rest.toLocaleString("en")} more`) : "");
}

function remarks(items, title) {
  return listing(title, items, (each) =>
    make("li", { class: `remark ${each.severity}` },
      make("strong", {}, `${each.severity} ${each.code}`), " ", make("span", { class: "place" }, each.place),
      make("div", {}, each.message), each.hint ? make("div", { class: "hint" }, each.hint) : ""));
}

// --- The sides of a card, each in a page of its own -----------------------------------------------------------------

function sides(card) {
  const columns = card ? columnsOf(card) : [];
  const names = JSON.stringify(columns.map((column) => [column.title, column.sides.map((side) => [side.title, side.path])]));
  if (at("sides").dataset.names !== names) {
    at("sides").dataset.names = names;
    at("sides").className = columns.length > 1 ? "compared" : "";
    at("sides").replaceChildren(...columns.map(column));
  }
  const wanted = columns.flatMap((each) => each.sides);
  [...at("sides").querySelectorAll("iframe")].forEach((frame, number) => {
    const { path, mark } = wanted[number];
    const page = `${path}?${mark}${deck.look}`;
    if (frame.dataset.page === page) return;
    const isSame = deck.live && frame.dataset.height && frame.dataset.path === path && frame.dataset.css === deck.look;
    Object.assign(frame.dataset, { page, path, css: deck.look });
    if (isSame) renew(frame, page);
    else open(frame, page);
  });
  fit();
}

function open(frame, page) {
  const source = `${page}#${words()}`;
  if (frame.src) frame.contentWindow.location.replace(new URL(source, location)); // leaves no trace in the history
  else frame.src = source;
}

// The same side in other words goes into the page that is there: that is quicker, and nothing flickers.
async function renew(frame, page) {
  const answer = await fetch(page).catch(() => null);
  const text = answer?.ok ? await answer.text() : "";
  if (frame.dataset.page !== page) return; // there is a newer one by now
  if (text) frame.contentWindow.postMessage({ page: text }, "*");
  else open(frame, page);
}

function columnsOf(card) {
  const pair = (folder, mark, when) => ({
    title: when,
    sides: [["front", "Question"], ["answer", "Answer"]].map(([name, title]) => ({
      title: when ? `${title}, ${when.toLowerCase()}` : title,
      path: `${folder}/${card.id}-${name}.html`,
      mark,
    })),
  });
  const before = card.before ? [pair("before", card.before, "Before")] : [];
  return [...before, ...(card.gone ? [] : [pair("cards", card.mark, before.length ? "Now" : "")])];
}

function column(each) {
  const frames = each.sides.map((side) =>
    make("figure", {}, make("figcaption", {}, side.title), make("div", { class: "screen" }, make("iframe", { title: side.title, loading: "eager" }))));
  return make("section", { class: "column", "aria-label": each.title || "The card" }, ...frames);
}

function words() {
  return [look.theme === "dark" ? "night" : "", look.screen === "phone" ? "phone" : ""].filter(Boolean).join("-") || "day";
}

// A frame that is wider than its place is shown smaller, at the width that it is said to have.
function fit() {
  const width = WIDTHS[look.screen];
  for (const screen of document.querySelectorAll(".screen")) {
    const frame = screen.firstElementChild;
    const height = Number(frame.dataset.height || 160);
    const scale = Math.min(1, screen.parentElement.clientWidth / (width + 2));
    Object.assign(frame.style, { width: `${width}px`, height: `${height}px`, transform: `scale(${scale})` });
    Object.assign(screen.style, { width: `${Math.floor(width * scale)}px`, height: `${Math.ceil(height * scale)}px` });
  }
}

addEventListener("message", (event) => {
  const frame = [...document.querySelectorAll("iframe")].find((each) => each.contentWindow === event.source);
  if (!frame || !(event.data?.height > 0)) return;
  frame.dataset.height = Math.min(event.data.height, 20000);
  fit();
  if (event.data.look !== words()) tell(frame); // it was still loading when the look changed
});

// --- Theme and screen -----------------------------------------------------------------------------------------------

function kept(name) {
  try {
    return localStorage.getItem(`deckwright-${name}`);
  } catch {
    return null;
  }
}

function preferred() {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function dress() {
  document.documentElement.dataset.theme = look.theme;
  document.documentElement.dataset.screen = look.screen;
  for (const name of ["theme", "screen"]) document.querySelector(`[name=${name}][value=${look[name]}]`).checked = true;
  document.querySelectorAll("iframe").forEach(tell);
  fit();
}

function tell(frame) {
  frame.contentWindow.postMessage({ night: look.theme === "dark", phone: look.screen === "phone" }, "*");
}

// --- A server that rebuilds on save ---------------------------------------------------------------------------------

let following = null;

function follow() {
  if (following) return;
  following = new EventSource("events");
  following.addEventListener("built", (event) => event.data !== deck.live && load("index"));
  following.onerror = () => problem("The server has ended; this is what it showed last.");
  following.onopen = () => problem(deck.problem);
}

function problem(words) {
  if (at("problem").textContent !== words) at("problem").textContent = words;
  at("problem").hidden = !words;
}

// --- Start ----------------------------------------------------------------------------------------------------------

for (const name of ["theme", "screen"]) {
  for (const choice of document.getElementsByName(name)) {
    choice.addEventListener("change", () => {
      look[name] = choice.value;
      try {
        localStorage.setItem(`deckwright-${name}`, choice.value);
      } catch {
        // then it is asked anew next time
      }
      dress();
    });
  }
}
for (const [id, key, event] of [["query", "q", "input"], ["section", "section", "change"], ["tag", "tag", "change"], ["effect", "effect", "change"]]) {
  at(id).addEventListener(event, () => {
    history.replaceState(null, "", address({ [key]: at(id).value }));
    first = 0;
    refilter();
  });
}
at("filters").addEventListener("submit", (event) => event.preventDefault());
at("earlier").addEventListener("click", () => turn(-1));
at("later").addEventListener("click", () => turn(1));
at("skip").addEventListener("click", (event) => {
  event.preventDefault(); // the address holds the card
  at("main").focus();
});
addEventListener("hashchange", () => {
  if (!deck) return;
  arrive();
  reveal();
});
addEventListener("resize", fit);
dress();
load("index");
