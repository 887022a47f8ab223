// A card's page: its theme and screen as the index says, its formulas by MathJax as in Anki, its height told to the index.
"use strict";

// As Anki's own page sets it up.
window.MathJax = {
  tex: {
    displayMath: [["\\[", "\\]"]],
    processEscapes: false,
    processEnvironments: false,
    processRefs: false,
    packages: { "[+]": ["noerrors", "mathtools"], "[-]": ["textmacros"] },
  },
  loader: { load: ["[tex]/noerrors", "[tex]/mathtools"], versionWarnings: false },
  startup: { elements: ["#qa"], pageReady: () => MathJax.startup.defaultPageReady().then(settle) },
};

function dress(look) {
  document.documentElement.className = look.phone ? "mobile android" : "linux chrome";
  document.body.classList.toggle("nightMode", look.night);
  document.body.classList.toggle("night_mode", look.night);
}

function settle() {
  reachable();
  tell();
}

// What scrolls sideways has to be within reach of the keyboard.
function reachable() {
  for (const part of document.querySelectorAll("#qa pre, #qa .dw-table, #qa mjx-container")) {
    const scrolls = part.scrollWidth > part.clientWidth + 1;
    if (scrolls && !part.hasAttribute("role")) {
      part.tabIndex = 0;
      part.setAttribute("role", "group");
      part.setAttribute("aria-label", part.matches("pre") ? "Code" : part.matches(".dw-table") ? "Table" : "Formula");
    }
  }
}

function tell() {
  const style = getComputedStyle(document.body);
  const bottom = document.body.getBoundingClientRect().bottom + scrollY + parseFloat(style.marginBottom);
  const night = document.body.classList.contains("nightMode") && "night";
  const phone = document.documentElement.classList.contains("mobile") && "phone";
  const look = [night, phone].filter(Boolean).join("-") || "day";
  parent.postMessage({ height: Math.ceil(bottom), look }, "*");
}

// The index shows several cards at once: each landmark says whose it is.
function label() {
  for (const [part, words] of [["main", ""], ["nav", "Place of "], ["aside", "More on "]]) {
    for (const each of document.querySelectorAll(`#qa ${part}`)) each.setAttribute("aria-label", words + document.title);
  }
  // A word that the deck's CSS puts there is a name to browsers, but not to every checker.
  for (const each of document.querySelectorAll("#qa summary")) {
    const word = getComputedStyle(each, "::before").content;
    if (word.startsWith('"')) each.setAttribute("aria-label", JSON.parse(word));
  }
}

// Takes over what the same side says by now.
function renew(page) {
  const side = new DOMParser().parseFromString(page, "text/html");
  const math = side.querySelector("script[defer]") !== null;
  if (math && !MathJax.typesetPromise) return location.reload();
  const place = document.getElementById("qa");
  const opened = [...place.querySelectorAll("details")].map((each) => each.open);
  document.title = side.title;
  if (MathJax.typesetClear) MathJax.typesetClear();
  place.innerHTML = side.getElementById("qa").innerHTML;
  place.querySelectorAll("details").forEach((each, number) => { each.open = opened[number] || each.open; });
  label();
  settle();
  if (math) MathJax.startup.promise = MathJax.startup.promise.then(() => MathJax.typesetPromise([place])).then(settle);
}

document.addEventListener("DOMContentLoaded", () => {
  dress({ night: location.hash.includes("night"), phone: location.hash.includes("phone") }); // as the index asks
  label();
  if (parent === window) return;
  addEventListener("message", (event) => {
    if (event.source !== parent) return;
    if (typeof event.data?.page === "string") renew(event.data.page);
    if (typeof event.data?.night !== "boolean") return;
    dress(event.data);
    settle();
  });
  new ResizeObserver(settle).observe(document.body);
  addEventListener("load", settle); // a page from a disk is not observed before it is scrolled to
});
